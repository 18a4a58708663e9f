//! Signing out.

use std::sync::Arc;

use async_graphql::{Context, Object, SimpleObject};

use super::peer;
use crate::graphql::Fault;
use crate::graphql::model::Instant;
use crate::graphql::query::Caller;
use crate::portal::Portal;

/// The session is revoked.
#[derive(SimpleObject)]
struct SignedOut {
    /// When it ended.
    at: Instant,
}

#[derive(Default)]
pub(super) struct SignOutMutation;

#[Object]
impl SignOutMutation {
    /// Revokes this session, effective on the next request.
    async fn sign_out(&self, context: &Context<'_>) -> Result<SignedOut, Fault> {
        let session = Caller::session(context)?;
        let portal = context.data_unchecked::<Arc<Portal>>();
        let at = portal.sessions.sign_out(session, peer(context)).await?;
        Ok(SignedOut { at: Instant(at) })
    }
}
