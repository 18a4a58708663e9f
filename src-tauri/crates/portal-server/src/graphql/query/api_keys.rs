//! API keys of the organization in view.

use std::sync::Arc;

use async_graphql::{Context, Object};

use super::Caller;
use crate::graphql::Fault;
use crate::graphql::model::ApiKeyList;
use crate::portal::Portal;

#[derive(Default)]
pub(super) struct ApiKeysQuery;

#[Object]
impl ApiKeysQuery {
    /// API keys of the organization in view, whoever created them; null where the feature is off. Only for its owner and admins, and for everybody in their personal account (others: `FORBIDDEN`).
    async fn api_keys(&self, context: &Context<'_>) -> Result<Option<ApiKeyList>, Fault> {
        let session = Caller::session(context)?;
        let portal = context.data_unchecked::<Arc<Portal>>();
        let keys = portal.api_keys(session).await?;
        Ok(keys.map(|keys| ApiKeyList::of(keys, portal.surroundings.now())))
    }
}
