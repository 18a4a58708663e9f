//! Where a person is signed in.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// One device on which a person is signed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OpenSession {
    /// Opaque id.
    pub id: String,
    /// The device's name, as it called itself.
    pub device: Option<String>,
    /// What signed in, as it called itself.
    pub client: String,
    /// The network address it signed in from.
    pub address: Option<String>,
    /// When the person signed in, in UTC.
    pub started_at: DateTime<Utc>,
    /// When it was last used, in UTC, to the minute.
    pub last_active_at: DateTime<Utc>,
    /// When it ends if it is not ended before, in UTC.
    pub expires_at: DateTime<Utc>,
    /// Whether it is this app's.
    pub current: bool,
}

/// What is left when all other sessions have ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RevokedOthers {
    /// How many there were.
    pub count: u32,
    /// Those open now.
    pub sessions: Vec<OpenSession>,
}
