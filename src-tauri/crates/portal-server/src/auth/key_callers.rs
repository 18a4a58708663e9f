//! Programs that call with an API key.

use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use governor::clock::Clock as _;
use governor::{Quota, RateLimiter};
use subtle::ConstantTimeEq;
use uuid::Uuid;

use super::attempts::{Limiter, MonotonicClock};
use super::sessions::{TOUCH_INTERVAL, after, owes_mfa};
use crate::domain::{ApiKeyText, Feature, readable_line};
use crate::store::entities::{account, api_key, organization};
use crate::store::{Store, StoreError, accounts, api_keys, features, memberships, organizations};
use crate::surroundings::Surroundings;

/// How often a key may be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeyPolicy {
    /// Requests per second, in the long run.
    pub per_second: NonZeroU32,
    /// Requests in a row.
    pub burst: NonZeroU32,
}

impl Default for KeyPolicy {
    /// Room for a program that polls a few things at a time.
    fn default() -> Self {
        const HUNDRED: NonZeroU32 = NonZeroU32::new(100).unwrap();
        const FOUR_HUNDRED: NonZeroU32 = NonZeroU32::new(400).unwrap();
        Self {
            per_second: HUNDRED,
            burst: FOUR_HUNDRED,
        }
    }
}

/// Tells who calls with a key.
pub struct KeyCallers {
    store: Store,
    surroundings: Surroundings,
    limiter: Limiter<Uuid>,
}

/// A key that counts for the request at hand.
#[derive(Clone, Debug)]
pub struct ActiveKey {
    /// Its id.
    pub id: Uuid,
    /// Whom it acts for.
    pub account: account::Model,
    /// What it can see: the account is a member as of this request.
    pub organization: organization::Model,
    /// Whether the organization requires MFA that the account doesn't have.
    pub owes_mfa: bool,
}

/// What comes of a key that was presented.
#[derive(Debug)]
pub enum KeyOutcome {
    /// It counts.
    Accepted(Box<ActiveKey>),
    /// It is unknown, revoked, expired, or the feature is off; nothing tells which.
    Refused,
    /// It was used too often.
    TooMany {
        /// When it is looked at again.
        retry_after: Duration,
    },
}

impl KeyCallers {
    /// Looks keys up in `store`.
    #[must_use]
    pub fn new(store: Store, surroundings: Surroundings, policy: KeyPolicy) -> Self {
        let quota = Quota::per_second(policy.per_second).allow_burst(policy.burst);
        let clock = MonotonicClock(Arc::clone(&surroundings.clock));
        Self {
            limiter: RateLimiter::dashmap_with_clock(quota, clock),
            store,
            surroundings,
        }
    }

    /// Whom a key that `client` presented acts for.
    ///
    /// # Errors
    ///
    /// When the store fails.
    pub async fn recognize(
        &self,
        presented: &str,
        client: Option<&str>,
    ) -> Result<KeyOutcome, StoreError> {
        // A text with a slip in it costs no look into the database.
        let Some(text) = ApiKeyText::presented(presented) else {
            return Ok(KeyOutcome::Refused);
        };
        let database = self.store.read();
        let now = self.surroundings.now();
        let hash = text.hash();
        let candidates = api_keys::by_lookup(database, text.lookup(), now).await?;
        let is_it = |found: &[u8]| bool::from(found.ct_eq(&hash.0));
        let key = candidates
            .into_iter()
            .find(|(secret, _)| is_it(&secret.hash.0))
            .and_then(|(_, key)| key)
            .filter(|key| is_usable(key, now));
        let Some(key) = key else {
            return Ok(KeyOutcome::Refused);
        };
        if let Err(refused) = self.limiter.check_key(&key.id) {
            let retry_after = refused.wait_time_from(self.limiter.clock().now());
            return Ok(KeyOutcome::TooMany { retry_after });
        }
        let organization = organizations::by_id(database, key.organization_id).await?;
        let account = accounts::by_id(database, key.account_id).await?;
        let (Some(organization), Some(account)) = (organization, account) else {
            return Err(StoreError::Inconsistent("an API key has no owner"));
        };
        // The right to it may have gone since it was created.
        if !features::is_on(database, organization.id, Feature::ApiKeys).await?
            || !memberships::exists(database, organization.id, account.id).await?
        {
            return Ok(KeyOutcome::Refused);
        }
        self.touch(&key, client, now).await;
        let owes_mfa = owes_mfa(database, &organization, account.id).await?;
        Ok(KeyOutcome::Accepted(Box::new(ActiveKey {
            id: key.id,
            account,
            organization,
            owes_mfa,
        })))
    }

    /// Reading must go on when writing can't, as on a full disk.
    async fn touch(&self, key: &api_key::Model, client: Option<&str>, now: DateTime<Utc>) {
        let is_fresh = key
            .last_used_at
            .is_some_and(|at| now < after(at, TOUCH_INTERVAL));
        if is_fresh {
            return;
        }
        let client = client.and_then(readable_line);
        let saved = api_keys::touch(self.store.read(), key.id, client.as_deref(), now).await;
        if let Err(error) = saved {
            tracing::warn!(%error, "the last use of an API key was not saved");
        }
    }
}

fn is_usable(key: &api_key::Model, now: DateTime<Utc>) -> bool {
    key.revoked_at.is_none() && key.expires_at.is_none_or(|end| now < end)
}
