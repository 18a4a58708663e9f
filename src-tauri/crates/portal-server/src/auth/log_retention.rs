//! Forgetting what happened to the security of accounts, once it is old enough.
//!
//! One pass forgets a day's worth and no more. That is plenty while time goes as it should, and a clock that is
//! years ahead costs some days of the log, not all of it, before anybody sets it right.

use std::num::NonZeroU32;
use std::time::Duration;

use chrono::{DateTime, Utc};
use tokio_util::sync::CancellationToken;

use super::moments::{after, before};
use crate::store::{Store, StoreError, security_log};
use crate::surroundings::Surroundings;

/// How many days events are kept by default: a year and what a yearly look back takes.
pub const SECURITY_LOG_DAYS: NonZeroU32 = NonZeroU32::new(400).unwrap();

/// Events forgotten at a time: few enough that nobody waits for them.
const BATCH: u64 = 500;

/// Between two batches, so that all who write get their turn.
const PAUSE: Duration = Duration::from_millis(50);

/// Between two passes.
const INTERVAL: Duration = Duration::from_secs(60 * 60);

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// How far beyond its time the oldest event may be before that is told: more than a holiday without the portal.
const LONG_OVERDUE: Duration = Duration::from_secs(30 * 24 * 60 * 60);

/// Forgets events that are older than they are kept.
#[derive(Clone)]
pub struct LogRetention {
    store: Store,
    surroundings: Surroundings,
    days: Option<NonZeroU32>,
}

/// What one pass forgets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RetentionPass {
    /// Events from before this moment, in UTC: the oldest, and those of the day after it.
    before: DateTime<Utc>,
    /// Since when the oldest should have been forgotten, in UTC, if that is strikingly long ago.
    pub overdue_since: Option<DateTime<Utc>>,
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

    /// Looks for events that are old enough; `None` when there are none.
    ///
    /// # Errors
    ///
    /// When the store fails.
    pub async fn begin(&self) -> Result<Option<RetentionPass>, StoreError> {
        let Some(days) = self.days else {
            return Ok(None);
        };
        let kept_for = DAY * days.get();
        let now = self.surroundings.now();
        let kept_since = before(now, kept_for);
        let oldest = security_log::oldest(self.store.read()).await?;
        Ok(oldest
            .filter(|&at| at < kept_since)
            .map(|at| RetentionPass {
                before: after(at, DAY).min(kept_since),
                overdue_since: Some(after(at, kept_for))
                    .filter(|&due| due < before(now, LONG_OVERDUE)),
            }))
    }

    /// Forgets some of the events of a pass; answers whether there are more.
    ///
    /// # Errors
    ///
    /// When the store fails.
    pub async fn forget_some(&self, pass: RetentionPass) -> Result<bool, StoreError> {
        let transaction = self.store.begin_write().await?;
        let forgotten = security_log::forget_before(&transaction, pass.before, BATCH).await?;
        transaction.commit().await?;
        Ok(forgotten == BATCH)
    }

    /// Forgets events as they grow old, until told to stop. A batch that was begun is completed.
    pub(crate) async fn keep_on(self, stop: CancellationToken) {
        if self.days.is_none() {
            return;
        }
        let mut told = false;
        loop {
            if let Err(error) = self.forget(&stop, &mut told).await {
                tracing::warn!(%error, "old events of the security log stay for now");
            }
            if stopped_within(INTERVAL, &stop).await {
                return;
            }
        }
    }

    /// One pass. `told`: whether it was said that events are long overdue, since they are.
    async fn forget(&self, stop: &CancellationToken, told: &mut bool) -> Result<(), StoreError> {
        let pass = self.begin().await?;
        let overdue_since = pass.and_then(|pass| pass.overdue_since);
        if let Some(since) = overdue_since
            && !*told
        {
            tracing::warn!(
                now = %self.surroundings.now(),
                overdue_since = %since,
                "the security log has events that should be forgotten since long ago; a day of them goes each \
                 hour, so if the clock is wrong, set it right soon"
            );
        }
        *told = overdue_since.is_some();
        let Some(pass) = pass else {
            return Ok(());
        };
        while self.forget_some(pass).await? && !stopped_within(PAUSE, stop).await {}
        Ok(())
    }
}

/// Waits, and answers whether the portal is told to stop by then.
pub(crate) async fn stopped_within(pause: Duration, stop: &CancellationToken) -> bool {
    tokio::time::timeout(pause, stop.cancelled()).await.is_ok()
}
