//! Changing the password.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::profile::ProfileSnapshot;
use crate::second_factor::CodeRefusal;

/// What came of changing the password. Refusals are outcomes the page explains, not failures.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(
    tag = "kind",
    rename_all = "snake_case",
    rename_all_fields = "camelCase"
)]
pub enum ChangePasswordOutcome {
    /// The new one is in force.
    Changed {
        /// How many other sessions ended.
        sessions_ended: u32,
        /// The profile with the time of the change.
        snapshot: Box<ProfileSnapshot>,
    },
    /// The new one can't be used; the old one stays.
    Refused {
        /// Why.
        reason: PasswordRefusal,
        /// Characters a password has at least.
        minimum_length: u32,
        /// Characters a password may have.
        maximum_length: u32,
    },
    /// MFA is on, and no code was given.
    SecondFactorMissing,
    /// The current one is wrong.
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

/// Why a password can't be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum PasswordRefusal {
    /// Too few characters.
    TooShort,
    /// Too many characters.
    TooLong,
    /// It is one of those that are tried first.
    Common,
    /// It is the password as it is.
    Unchanged,
}
