//! The organization in view at a glance.

use async_graphql::{Context, Object};

use super::Caller;
use crate::graphql::Fault;
use crate::graphql::model::Home;

#[derive(Default)]
pub(super) struct HomeQuery;

#[Object]
impl HomeQuery {
    /// The organization in view at a glance. A part is null where it does not apply or the viewer may not see it.
    async fn home<'a>(&self, context: &Context<'a>) -> Result<Home<'a>, Fault> {
        Ok(Home(Caller::session(context)?))
    }
}
