//! API keys. Outcomes that hold a secret can't be read back, compared or logged.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::profile::ProfileSnapshot;
use crate::shown_once::ShownOnce;

/// The keys at a glance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ApiKeySummary {
    /// How many can be used.
    pub usable: u32,
    /// How many of these end within two weeks.
    pub expiring: u32,
    /// How many keys there may be.
    pub limit: u32,
}

/// The keys of the organization in view.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ApiKeys {
    /// All of them, expired ones included, the newest first.
    pub keys: Vec<ApiKey>,
    /// How many there may be.
    pub limit: u32,
}

/// An API key, without its secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ApiKey {
    /// Opaque id.
    pub id: String,
    /// What the person calls it.
    pub name: String,
    /// The visible beginning of its newest secret.
    pub prefix: String,
    /// When it was created, in UTC.
    pub created_at: DateTime<Utc>,
    /// From when on it is refused, in UTC; absent: never.
    pub expires_at: Option<DateTime<Utc>>,
    /// When it was last used, in UTC, to the minute; absent: never.
    pub last_used_at: Option<DateTime<Utc>>,
    /// What used it last, as it called itself.
    pub last_used_by: Option<String>,
    /// Whether it can be used.
    pub status: ApiKeyStatus,
    /// Until when the secret before the newest one is accepted, in UTC; absent when none is.
    pub previous_secret_until: Option<DateTime<Utc>>,
    /// Display name of who created it; absent in the personal account.
    pub created_by: Option<String>,
}

/// Whether a key can be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ApiKeyStatus {
    /// It can be used.
    Active,
    /// It can be used, and ends within two weeks.
    Expiring,
    /// It has ended.
    Expired,
}

/// When a new key is to end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(
    tag = "kind",
    rename_all = "snake_case",
    rename_all_fields = "camelCase"
)]
pub enum ApiKeyExpiry {
    /// It doesn't.
    Never,
    /// After so many times 24 hours.
    Days {
        /// How many.
        days: u32,
    },
    /// With a day in the person's time zone.
    On {
        /// The last day on which it works.
        date: NaiveDate,
    },
}

/// How long the secret before a new one is still accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ApiKeyOverlap {
    /// Not at all.
    None,
    /// One hour.
    Hour,
    /// 24 hours.
    Day,
    /// Seven days.
    Week,
}

/// A key with the secret that only this value holds.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct IssuedApiKey {
    /// The key.
    pub key: ApiKey,
    /// Sent in the header `api-secret`.
    #[ts(as = "String")]
    pub secret: ShownOnce,
    /// A complete command line with the secret in it, for the shell that people have on this system.
    #[ts(as = "String")]
    pub curl: ShownOnce,
}

/// What came of creating a key. Refusals are outcomes the page explains, not failures.
#[derive(Debug, Serialize, TS)]
#[serde(
    tag = "kind",
    rename_all = "snake_case",
    rename_all_fields = "camelCase"
)]
pub enum CreateApiKeyOutcome {
    /// It can be used.
    Issued {
        /// The key and its secret.
        issued: Box<IssuedApiKey>,
        /// The profile with one more.
        snapshot: Box<ProfileSnapshot>,
    },
    /// Its name can't be used.
    NameRefused {
        /// Why.
        reason: ApiKeyNameRefusal,
        /// Characters a name may have.
        maximum_length: u32,
    },
    /// When it is to end is in the past or too far ahead.
    ExpiryRefused,
    /// There are as many keys as there may be.
    LimitReached {
        /// How many.
        limit: u32,
    },
    /// There are no API keys here: another organization is in view, or the feature is off.
    Unavailable,
    /// The portal asks for something this version of the app doesn't know.
    Unsupported,
}

/// Why a key's name can't be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ApiKeyNameRefusal {
    /// Nothing to show.
    Empty,
    /// Too many characters.
    TooLong,
    /// Characters that can't be shown.
    InvalidCharacters,
}

/// What came of giving a key a new secret.
#[derive(Debug, Serialize, TS)]
#[serde(
    tag = "kind",
    rename_all = "snake_case",
    rename_all_fields = "camelCase"
)]
pub enum RotateApiKeyOutcome {
    /// It has a new one.
    Issued {
        /// The key and its new secret.
        issued: Box<IssuedApiKey>,
        /// The profile as it is.
        snapshot: Box<ProfileSnapshot>,
    },
    /// There is no such key.
    NotFound,
    /// The key has ended already.
    ExpiryRefused,
    /// There are no API keys here.
    Unavailable,
    /// The portal asks for something this version of the app doesn't know.
    Unsupported,
}

/// What came of ending a key.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(
    tag = "kind",
    rename_all = "snake_case",
    rename_all_fields = "camelCase"
)]
pub enum RevokeApiKeyOutcome {
    /// It is refused from the next request on.
    Revoked {
        /// The profile without it.
        snapshot: Box<ProfileSnapshot>,
    },
    /// There is no such key, perhaps not any more.
    NotFound,
    /// There are no API keys here.
    Unavailable,
    /// The portal asks for something this version of the app doesn't know.
    Unsupported,
}

/// What the published call brought with a key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TriedApiKey {
    /// The machines that the key may see.
    #[ts(inline)]
    pub devices: Vec<Device>,
    /// From the request's first byte to the answer's last.
    pub milliseconds: u32,
}

/// A machine of the organization in view.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Device {
    /// Opaque id.
    pub id: String,
    /// Name as members see it.
    pub name: String,
}
