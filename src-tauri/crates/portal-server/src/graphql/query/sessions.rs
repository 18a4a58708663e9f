//! Sessions of the signed-in person.

use std::sync::Arc;

use async_graphql::{Context, Object};

use super::Caller;
use crate::graphql::Fault;
use crate::graphql::model::SessionList;
use crate::portal::Portal;

#[derive(Default)]
pub(super) struct SessionsQuery;

#[Object]
impl SessionsQuery {
    /// Sessions of the signed-in person, this one first, then by last use.
    async fn sessions(&self, context: &Context<'_>) -> Result<SessionList, Fault> {
        let session = Caller::session(context)?;
        let portal = context.data_unchecked::<Arc<Portal>>();
        let open = portal.sessions.open_of(session.account.id).await?;
        Ok(SessionList::of(open, session.id))
    }
}
