//! Forgetting output events that nobody can see any more: those of organizations that were deleted.
//!
//! Deleting an organization leaves its streams as they are, however much they hold. What to do is read from the store
//! each time, so that nothing is missed by a portal that is stopped or killed on the way.

use std::time::Duration;

use tokio_util::sync::CancellationToken;

use crate::auth::stopped_within;
use crate::store::{Store, StoreError, streams};

/// Events forgotten at a time: few enough that nobody waits for them.
const BATCH: u64 = 5_000;

/// Between two batches, so that all who write get their turn.
const PAUSE: Duration = Duration::from_millis(50);

/// Between two passes.
const INTERVAL: Duration = Duration::from_secs(60);

/// Forgets the events of streams that belong to nothing any more.
#[derive(Clone)]
pub struct EventPurge {
    store: Store,
}

impl EventPurge {
    /// Works on `store`.
    #[must_use]
    pub fn new(store: Store) -> Self {
        Self { store }
    }

    /// Forgets some events; answers whether there may be more.
    ///
    /// # Errors
    ///
    /// When the store fails.
    pub async fn forget_some(&self) -> Result<bool, StoreError> {
        let Some(stream) = streams::orphan(self.store.read()).await? else {
            return Ok(false);
        };
        let transaction = self.store.begin_write().await?;
        streams::forget_some(&transaction, stream, BATCH).await?;
        transaction.commit().await?;
        Ok(true)
    }

    /// Forgets events at once and as organizations are deleted, until told to stop. A batch that was begun is
    /// completed.
    pub(crate) async fn keep_on(self, stop: CancellationToken) {
        loop {
            if let Err(error) = self.forget(&stop).await {
                tracing::warn!(%error, "output events of deleted organizations stay for now");
            }
            if stopped_within(INTERVAL, &stop).await {
                return;
            }
        }
    }

    async fn forget(&self, stop: &CancellationToken) -> Result<(), StoreError> {
        while self.forget_some().await? && !stopped_within(PAUSE, stop).await {}
        Ok(())
    }
}
