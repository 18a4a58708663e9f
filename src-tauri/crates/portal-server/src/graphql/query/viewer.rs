//! The signed-in person.

use async_graphql::{Context, Object};

use super::Caller;
use crate::auth::{ActiveKey, ActiveSession};
use crate::graphql::Fault;
use crate::graphql::model::Viewer;

#[derive(Default)]
pub(super) struct ViewerQuery;

#[Object]
impl ViewerQuery {
    /// The signed-in person.
    async fn viewer(&self, context: &Context<'_>) -> Result<Viewer, Fault> {
        match Caller::of(context) {
            Caller::Session(session) => Ok(Viewer::of(ActiveSession::clone(session))),
            Caller::Key(key) => Ok(Viewer::of_key(ActiveKey::clone(key))),
            Caller::Anonymous => Err(Fault::Unauthenticated),
        }
    }
}
