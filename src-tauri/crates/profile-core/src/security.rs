//! How a person proves who they are.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::second_factor::CodeRefusal;

/// How a person proves who they are.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Security {
    /// The second factor.
    pub mfa: Mfa,
    /// When the password was changed last, in UTC; absent while it is the first one.
    pub password_changed_at: Option<DateTime<Utc>>,
}

/// The second factor of an account.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Mfa {
    /// Since when sign-in asks for a second factor, in UTC; absent while it doesn't.
    pub enabled_at: Option<DateTime<Utc>>,
    /// Recovery codes that were not used yet.
    pub recovery_codes_left: u32,
    /// Organizations of the person whose members all need MFA, by name.
    pub required_by: Vec<MfaRequirement>,
}

/// An organization whose members all need MFA.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct MfaRequirement {
    /// Its opaque id.
    pub organization: String,
    /// Its name.
    pub name: String,
    /// Since when, in UTC.
    pub since: DateTime<Utc>,
    /// Display names of the others who can change that: its owner, then its admins.
    pub contacts: Vec<String>,
    /// Whether the person is one of those who can change that.
    pub viewer_is_contact: bool,
    /// Whether it is the organization in view.
    pub in_view: bool,
}

/// What came of confirming one's identity. Refusals are outcomes the page explains, not failures.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(
    tag = "kind",
    rename_all = "snake_case",
    rename_all_fields = "camelCase"
)]
pub enum ConfirmIdentityOutcome {
    /// Sensitive actions are open for some minutes.
    Confirmed,
    /// MFA is on, and no code was given.
    SecondFactorMissing,
    /// The password is wrong.
    WrongCredentials,
    /// The code is not accepted.
    CodeRefused {
        /// Why.
        reason: CodeRefusal,
        /// By how many seconds the clock that made the code is ahead; negative when it is behind.
        clock_off_seconds: Option<i32>,
    },
    /// Too many attempts.
    TooManyAttempts {
        /// Seconds until the next one counts.
        retry_after_seconds: u32,
    },
    /// The portal asks for something this version of the app doesn't know.
    Unsupported,
}
