//! Forgetting what happened to the security of accounts, once it is old enough.

use std::num::NonZeroU32;
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use super::sessions::before;
use crate::store::{Store, StoreError, security_log};
use crate::surroundings::Surroundings;

/// How many days events are kept by default: a year and what a yearly look back takes.
pub const SECURITY_LOG_DAYS: NonZeroU32 = NonZeroU32::new(400).unwrap();

/// Events forgotten at a time: few enough that nobody waits for them.
const BATCH: u64 = 500;

/// Between two batches, so that all who write get their turn.
const PAUSE: Duration = Duration::from_millis(50);

/// Between two looks for old events.
const INTERVAL: Duration = Duration::from_secs(60 * 60);

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// Forgets events that are older than they are kept.
#[derive(Clone)]
pub struct LogRetention {
    store: Store,
    surroundings: Surroundings,
    days: Option<NonZeroU32>,
}

impl LogRetention {
    /// Keeps events for so many days; for good without a number.
    #[must_use]
    pub fn new(store: Store, surroundings: Surroundings, days: Option<NonZeroU32>) -> Self {
        Self {
            store,
            surroundings,
            days,
        }
    }

    /// For how many days events are kept; `None` for good.
    #[must_use]
    pub fn days(&self) -> Option<NonZeroU32> {
        self.days
    }

    /// Forgets some of the events that are old enough; answers whether there are more.
    ///
    /// # Errors
    ///
    /// When the store fails.
    pub async fn forget_some(&self) -> Result<bool, StoreError> {
        let Some(days) = self.days else {
            return Ok(false);
        };
        let moment = before(self.surroundings.now(), DAY * days.get());
        let transaction = self.store.begin_write().await?;
        let forgotten = security_log::forget_before(&transaction, moment, BATCH).await?;
        transaction.commit().await?;
        Ok(forgotten == BATCH)
    }

    /// Forgets events as they grow old, until told to stop. A batch that was begun is completed.
    pub(crate) async fn keep_on(self, stop: CancellationToken) {
        if self.days.is_none() {
            return;
        }
        loop {
            let pause = match self.forget_some().await {
                Ok(true) => PAUSE,
                Ok(false) => INTERVAL,
                Err(error) => {
                    tracing::warn!(%error, "old events of the security log stay for now");
                    INTERVAL
                }
            };
            tokio::select! {
                () = stop.cancelled() => return,
                () = tokio::time::sleep(pause) => {}
            }
        }
    }
}
