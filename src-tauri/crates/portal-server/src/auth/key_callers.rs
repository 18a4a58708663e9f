//! Programs that call with an API key.

use std::collections::HashSet;
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use chrono::{DateTime, Utc};
use subtle::ConstantTimeEq;
use uuid::Uuid;

use super::limit::{Limit, network_of};
use super::moments::after;
use super::sessions::{TOUCH_INTERVAL, owes_mfa};
use crate::domain::{ApiKeyText, Feature, Role, readable_line};
use crate::store::entities::api_key_secret::SecretHash;
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
    /// Requests of one peer in a row with keys that have not been accepted since the portal started. The first
    /// one with each good key counts, as nobody can tell before it is looked up.
    pub unproven_per_peer: NonZeroU32,
    /// Time in which a peer earns one more of these.
    pub peer_recovery: Duration,
}

impl Default for KeyPolicy {
    /// Room for a program that polls a few things at a time.
    fn default() -> Self {
        const HUNDRED: NonZeroU32 = NonZeroU32::new(100).unwrap();
        const FOUR_HUNDRED: NonZeroU32 = NonZeroU32::new(400).unwrap();
        Self {
            per_second: HUNDRED,
            burst: FOUR_HUNDRED,
            unproven_per_peer: FOUR_HUNDRED,
            peer_recovery: Duration::from_secs(1),
        }
    }
}

/// Tells who calls with a key.
pub struct KeyCallers {
    store: Store,
    surroundings: Surroundings,
    by_key: Limit<Uuid>,
    unproven: Limit<IpAddr>,
    /// Hashes of keys that were accepted last time: whoever else tries keys at the same peer uses up nothing
    /// of theirs.
    proven: Mutex<HashSet<Vec<u8>>>,
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
    /// The account's roles in it as of this request, in the contract's order.
    pub roles: Vec<Role>,
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
    /// Its peer presented too many that were not accepted.
    TooManyRefused {
        /// When the next one is looked at.
        retry_after: Duration,
    },
}

impl KeyCallers {
    /// Looks keys up in `store`.
    #[must_use]
    pub fn new(store: Store, surroundings: Surroundings, policy: KeyPolicy) -> Self {
        let clock = &surroundings.clock;
        let recovery = Duration::from_secs(1) / policy.per_second.get();
        Self {
            by_key: Limit::new(policy.burst, recovery, clock),
            unproven: Limit::new(policy.unproven_per_peer, policy.peer_recovery, clock),
            proven: Mutex::default(),
            store,
            surroundings,
        }
    }

    /// Whom a key that `client` presented at `peer` acts for.
    ///
    /// # Errors
    ///
    /// When the store fails.
    pub async fn recognize(
        &self,
        presented: &str,
        client: Option<&str>,
        peer: IpAddr,
    ) -> Result<KeyOutcome, StoreError> {
        let text = ApiKeyText::presented(presented);
        let hash = text.as_ref().map(ApiKeyText::hash);
        let was_proven = hash.as_ref().is_some_and(|hash| self.is_proven(hash));
        if !was_proven && let Err(refused) = self.unproven.check(&network_of(peer)) {
            return Ok(KeyOutcome::TooManyRefused {
                retry_after: refused.retry_after,
            });
        }
        // A text with a slip in it costs no look into the database.
        let (Some(text), Some(hash)) = (text, hash) else {
            return Ok(KeyOutcome::Refused);
        };
        let outcome = self.look_up(&text, &hash, client).await?;
        let is_proven = !matches!(outcome, KeyOutcome::Refused);
        if is_proven != was_proven {
            self.note(hash, is_proven);
        }
        Ok(outcome)
    }

    fn is_proven(&self, hash: &SecretHash) -> bool {
        let proven = self.proven.lock().unwrap_or_else(PoisonError::into_inner);
        proven.contains(&hash.0)
    }

    fn note(&self, hash: SecretHash, is_proven: bool) {
        let mut proven = self.proven.lock().unwrap_or_else(PoisonError::into_inner);
        if is_proven {
            proven.insert(hash.0);
        } else {
            proven.remove(&hash.0);
        }
    }

    async fn look_up(
        &self,
        text: &ApiKeyText,
        hash: &SecretHash,
        client: Option<&str>,
    ) -> Result<KeyOutcome, StoreError> {
        let database = self.store.read();
        let now = self.surroundings.now();
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
        if let Err(refused) = self.by_key.check(&key.id) {
            return Ok(KeyOutcome::TooMany {
                retry_after: refused.retry_after,
            });
        }
        let organization = organizations::by_id(database, key.organization_id).await?;
        let account = accounts::by_id(database, key.account_id).await?;
        // They may be deleted at this moment, and the key with them.
        let (Some(organization), Some(account)) = (organization, account) else {
            return Ok(KeyOutcome::Refused);
        };
        // The right to it may have gone since it was created.
        if !features::is_on(database, organization.id, Feature::ApiKeys).await?
            || !memberships::exists(database, organization.id, account.id).await?
        {
            return Ok(KeyOutcome::Refused);
        }
        self.touch(&key, client, now).await;
        let roles = memberships::roles(database, organization.id, account.id).await?;
        let owes_mfa = owes_mfa(database, &organization, account.id).await?;
        Ok(KeyOutcome::Accepted(Box::new(ActiveKey {
            id: key.id,
            account,
            organization,
            roles,
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
