//! API keys, without their secrets.

use chrono::{DateTime, Utc};

use crate::schema;

/// The keys at a glance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, cynic::QueryFragment)]
pub struct ApiKeySummary {
    /// How many can be used.
    pub usable: i32,
    /// How many of these end within two weeks.
    pub expiring: i32,
    /// How many keys there may be.
    pub limit: i32,
}

/// The keys of the organization in view, the newest first.
#[derive(Clone, Debug, PartialEq, cynic::QueryFragment)]
pub struct ApiKeyList {
    /// All of them, expired ones included.
    pub data: Vec<ApiKey>,
    /// How many there may be.
    pub limit: i32,
}

/// An API key.
#[derive(Clone, Debug, PartialEq, cynic::QueryFragment)]
pub struct ApiKey {
    /// Opaque id.
    pub id: cynic::Id,
    /// What the person calls it.
    pub name: String,
    /// The visible beginning of its newest secret.
    pub prefix: String,
    /// When it was created.
    pub created_at: DateTime<Utc>,
    /// From when on it is refused; `None`: never.
    pub expires_at: Option<DateTime<Utc>>,
    /// When it was last used, to the minute; `None`: never.
    pub last_used_at: Option<DateTime<Utc>>,
    /// What used it last, as it called itself.
    pub last_used_by: Option<String>,
    /// Whether it can be used.
    pub status: ApiKeyStatus,
    /// Until when the secret before the newest one is accepted; `None` when none is.
    pub previous_secret_until: Option<DateTime<Utc>>,
    /// Display name of who created it; `None` in the personal account.
    pub created_by: Option<String>,
}

/// Whether a key can be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, cynic::Enum)]
pub enum ApiKeyStatus {
    /// It can be used.
    Active,
    /// It can be used, and ends within two weeks.
    Expiring,
    /// It has ended.
    Expired,
    /// One that a later portal knows.
    #[cynic(fallback)]
    Unknown,
}

/// Asks for the keys; none where the organization in view has no API keys.
#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query")]
pub(crate) struct ApiKeys {
    pub(crate) api_keys: Option<ApiKeyList>,
}
