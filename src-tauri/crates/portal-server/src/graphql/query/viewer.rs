//! The signed-in person.

use async_graphql::{Context, Object};

use super::Caller;
use crate::graphql::Fault;
use crate::graphql::model::Viewer;

#[derive(Default)]
pub(super) struct ViewerQuery;

#[Object]
impl ViewerQuery {
    /// The signed-in person.
    async fn viewer(&self, context: &Context<'_>) -> Result<Viewer, Fault> {
        Ok(Viewer::of(Caller::session(context)?.clone()))
    }
}
