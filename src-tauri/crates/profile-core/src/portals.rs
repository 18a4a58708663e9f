//! The portals a person knows, and how one is found by its address.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The id of the portal that the app itself starts on loopback.
pub const BUILT_IN: &str = "built-in";

/// A portal that was reached and speaks the contract.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Portal {
    /// [`BUILT_IN`], or the portal's origin such as `https://portal.example`.
    pub id: String,
    /// What the portal calls itself.
    pub name: String,
    /// The origin as people read it. For the built-in portal the loopback address of this run.
    pub address: String,
    /// Whether the app itself started it.
    pub built_in: bool,
    /// Accounts to try it with; empty unless built in.
    pub sample_accounts: Vec<SampleAccount>,
}

/// An account of the built-in portal's sample data, offered at sign-in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SampleAccount {
    /// Full name.
    pub display_name: String,
    /// Address to sign in with.
    pub email: String,
    /// The published password of the sample data.
    pub password: String,
    /// The organization it works in first.
    pub organization: String,
    /// Its roles there, in the contract's order.
    pub roles: Vec<crate::profile::Role>,
}

/// A portal the person connected to before.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct KnownPortal {
    /// See [`Portal::id`].
    pub id: String,
    /// What it called itself last.
    pub name: String,
    /// Its origin; empty for the built-in portal, which gets a new one each run.
    pub address: String,
    /// When it was last connected to, in UTC.
    pub last_used: DateTime<Utc>,
}
