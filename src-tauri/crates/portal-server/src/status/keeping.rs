//! What is told because time passes, and what is forgotten for that reason.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use tokio_util::sync::CancellationToken;

use super::{Listeners, record};
use crate::auth::stopped_within;
use crate::domain::StatusUpdate;
use crate::store::entities::api_key;
use crate::store::{Store, StoreError, organizations, status_updates};
use crate::surroundings::Surroundings;

/// How many days before the end of an API key its creator is told, the last time first.
const NOTICES: [i16; 2] = [1, 7];

/// For how long updates are kept: whoever doesn't look for so long misses some.
pub const KEPT_FOR: TimeDelta = TimeDelta::days(30);

/// Keys told of, and updates forgotten, at a time.
const BATCH: u64 = 500;

/// Between two batches, so that all who write get their turn.
const PAUSE: Duration = Duration::from_millis(50);

/// Between two passes.
const INTERVAL: Duration = Duration::from_secs(60);

/// The notice that whoever creates a key at `now` needs no more, in days before its end.
pub(crate) fn expiry_known_for(
    now: DateTime<Utc>,
    expires_at: Option<DateTime<Utc>>,
) -> Option<i16> {
    let life = expires_at? - now;
    NOTICES
        .into_iter()
        .find(|days| life <= TimeDelta::days((*days).into()))
}

/// Tells of API keys that end soon, and forgets old updates.
#[derive(Clone)]
pub struct StatusKeeping {
    store: Store,
    surroundings: Surroundings,
    listeners: Listeners,
}

impl StatusKeeping {
    /// Works on `store`; `listeners` hear of what is new.
    #[must_use]
    pub fn new(store: Store, surroundings: Surroundings, listeners: Listeners) -> Self {
        Self {
            store,
            surroundings,
            listeners,
        }
    }

    /// Tells of keys that end within 7 days, and again within one: once each, also with several processes. Answers how
    /// many updates that made. A key that is far along already is told of once.
    ///
    /// # Errors
    ///
    /// When the store fails. What was told until then is told.
    pub async fn tell_of_expiring_keys(&self) -> Result<u64, StoreError> {
        let now = self.surroundings.now();
        let mut told = 0;
        for days in NOTICES {
            let until = now + TimeDelta::days(days.into());
            let keys =
                status_updates::expiring_keys(self.store.read(), now, until, days, BATCH).await?;
            for key in keys {
                if self.tell_of(key, days, now).await? {
                    told += 1;
                    self.listeners.look_now();
                }
            }
        }
        Ok(told)
    }

    async fn tell_of(
        &self,
        key: api_key::Model,
        days: i16,
        now: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        let transaction = self.store.begin_write().await?;
        let organization = organizations::by_id(&transaction, key.organization_id).await?;
        let (Some(organization), Some(expires_at)) = (organization, key.expires_at) else {
            return Ok(false);
        };
        if !status_updates::note_expiry_told(&transaction, key.id, days).await? {
            return Ok(false);
        }
        let update = StatusUpdate::ApiKeyExpiring {
            key_id: key.id,
            name: key.name,
            expires_at,
        };
        record(&transaction, now, &organization, [(key.account_id, update)]).await?;
        transaction.commit().await?;
        Ok(true)
    }

    /// Forgets some updates that were kept for 30 days; answers whether there may be more.
    ///
    /// # Errors
    ///
    /// When the store fails.
    pub async fn forget_some(&self) -> Result<bool, StoreError> {
        let before = self.surroundings.now() - KEPT_FOR;
        if !status_updates::any_before(self.store.read(), before).await? {
            return Ok(false);
        }
        let transaction = self.store.begin_write().await?;
        let forgotten = status_updates::forget_before(&transaction, before, BATCH).await?;
        transaction.commit().await?;
        Ok(forgotten == BATCH)
    }

    /// Does both at once and each minute, until told to stop. What was begun is completed.
    pub(crate) async fn keep_on(self, stop: CancellationToken) {
        loop {
            if let Err(error) = self.tell_of_expiring_keys().await {
                tracing::warn!(%error, "API keys that end soon are not told of for now");
            }
            if let Err(error) = self.forget(&stop).await {
                tracing::warn!(%error, "old status updates stay for now");
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_makes_a_short_lived_key_knows_when_it_ends() {
        let now = DateTime::UNIX_EPOCH;
        let known = |hours: i64| expiry_known_for(now, Some(now + TimeDelta::hours(hours)));
        assert_eq!(known(24), Some(1));
        assert_eq!(known(25), Some(7));
        assert_eq!(known(7 * 24), Some(7));
        assert_eq!(known(7 * 24 + 1), None);
        assert_eq!(expiry_known_for(now, None), None);
    }
}
