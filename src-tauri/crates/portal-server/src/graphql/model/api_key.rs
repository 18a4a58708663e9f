//! API keys, as their person sees them.

use async_graphql::{ID, SimpleObject};
use chrono::{DateTime, Utc};

use super::Instant;
use crate::auth::ListedApiKey;
use crate::domain::{ApiKeyStatus, ApiKeyText, MAXIMUM_API_KEYS};

/// An API key. Its secret is shown once, when it is issued.
#[derive(SimpleObject)]
pub(crate) struct ApiKey {
    /// Opaque id.
    id: ID,
    /// What the person calls it.
    name: String,
    /// The visible beginning of its newest secret, such as `portal_key_4f6m2q7x`.
    prefix: String,
    /// When it was created.
    created_at: Instant,
    /// From when on it is refused; null: never.
    expires_at: Option<Instant>,
    /// When it was last used, to the minute; null: never.
    last_used_at: Option<Instant>,
    /// What used it last, as it called itself.
    last_used_by: Option<String>,
    /// Whether it can be used.
    status: ApiKeyStatus,
    /// Until when the secret before the newest one is accepted; null when none is.
    previous_secret_until: Option<Instant>,
    /// Display name of who created it, for whom it acts; null in the personal account.
    created_by: Option<String>,
}

impl ApiKey {
    /// A key as it is at `now`.
    pub(crate) fn of(listed: ListedApiKey, now: DateTime<Utc>) -> Self {
        let key = listed.key;
        Self {
            id: key.id.into(),
            name: key.name,
            prefix: ApiKeyText::prefix(&listed.lookup),
            created_at: Instant(key.created_at),
            expires_at: key.expires_at.map(Instant),
            last_used_at: key.last_used_at.map(Instant),
            last_used_by: key.last_used_by,
            status: ApiKeyStatus::at(now, key.expires_at),
            created_by: listed.created_by,
            previous_secret_until: listed
                .previous_until
                .filter(|&until| now < until)
                .map(Instant),
        }
    }
}

/// The keys of the organization in view, the newest first.
#[derive(SimpleObject)]
pub(crate) struct ApiKeyList {
    /// All of them, expired ones included.
    data: Vec<ApiKey>,
    /// How many there may be.
    limit: i32,
}

impl ApiKeyList {
    /// Keys as they are at `now`.
    pub(crate) fn of(keys: Vec<ListedApiKey>, now: DateTime<Utc>) -> Self {
        Self {
            data: keys.into_iter().map(|key| ApiKey::of(key, now)).collect(),
            limit: limit(),
        }
    }
}

/// The keys at a glance.
#[derive(SimpleObject)]
pub(crate) struct ApiKeySummary {
    /// How many can be used.
    usable: i32,
    /// How many of these end within two weeks.
    expiring: i32,
    /// How many keys there may be.
    limit: i32,
}

impl ApiKeySummary {
    /// Keys as they are at `now`.
    pub(crate) fn of(keys: &[ListedApiKey], now: DateTime<Utc>) -> Self {
        let count = |wanted: fn(ApiKeyStatus) -> bool| {
            let statuses = keys
                .iter()
                .map(|key| ApiKeyStatus::at(now, key.key.expires_at));
            i32::try_from(statuses.filter(|&status| wanted(status)).count()).unwrap_or(i32::MAX)
        };
        Self {
            usable: count(|status| status != ApiKeyStatus::Expired),
            expiring: count(|status| status == ApiKeyStatus::Expiring),
            limit: limit(),
        }
    }
}

fn limit() -> i32 {
    i32::try_from(MAXIMUM_API_KEYS).unwrap_or(i32::MAX)
}
