//! The system's parts that can be missing: how they were found when last used.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::session::TokenStorage;

/// How one part of the system was found when it was last used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ServiceState {
    /// It works, or has not been needed yet.
    #[default]
    Available,
    /// This system has none.
    Missing,
    /// It failed, or did not answer within its time budget.
    Failed,
}

/// What the use cases found when they last used the system's parts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ServiceStates {
    /// Where the session token lives; `None` while nobody is signed in or the token is not read yet.
    pub token_storage: Option<TokenStorage>,
    /// Whether announcements reach the person.
    pub notifications: ServiceState,
}
