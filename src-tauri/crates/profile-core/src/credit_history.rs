//! The history of the credits of the organization in view.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::credits::{CreditKind, CreditTransaction};

/// Which transactions are meant: those for which all that is given holds. All of them by default.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CreditFilter {
    /// Those of these kinds; of all when empty.
    pub kinds: Vec<CreditKind>,
    /// Those from this moment on, in UTC.
    pub since: Option<DateTime<Utc>>,
    /// Those before this moment, in UTC.
    pub until: Option<DateTime<Utc>>,
    /// Those with this in their text, reference or actor; case doesn't count.
    pub text: Option<String>,
    /// Those that move at least so much, in either direction: an exact decimal, more than 0.
    pub least: Option<String>,
    /// Those that move at most so much, in either direction: an exact decimal, more than 0.
    pub most: Option<String>,
}

/// A page of the history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CreditHistoryPage {
    /// The transactions, the last first. Where something is looked for, a page can be short, even empty, with more to
    /// look through after it.
    pub transactions: Vec<CreditTransaction>,
    /// The next page has lower numbers than this; absent when there is none.
    pub next: Option<u32>,
}

/// Transactions together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CreditTotals {
    /// How many.
    pub count: u32,
    /// What they add: an exact decimal.
    pub added: String,
    /// What they take: an exact decimal that is not positive.
    pub taken: String,
}
