//! Those who listen hear at once of what a request changed.

use std::sync::Arc;

use async_graphql::extensions::{
    Extension, ExtensionContext, ExtensionFactory, NextResolve, ResolveInfo,
};
use async_graphql::{ServerResult, Value};

use crate::portal::Portal;

/// Has the feeds looked at after each change: it is committed when its field is resolved.
pub(super) struct WakesListeners;

impl ExtensionFactory for WakesListeners {
    fn create(&self) -> Arc<dyn Extension> {
        Arc::new(Self)
    }
}

#[async_trait::async_trait]
impl Extension for WakesListeners {
    async fn resolve(
        &self,
        context: &ExtensionContext<'_>,
        info: ResolveInfo<'_>,
        next: NextResolve<'_>,
    ) -> ServerResult<Option<Value>> {
        let is_change = info.parent_type == "Mutation";
        let resolved = next.run(context, info).await;
        if is_change && let Some(portal) = context.data_opt::<Arc<Portal>>() {
            portal.listeners.look_now();
        }
        resolved
    }
}
