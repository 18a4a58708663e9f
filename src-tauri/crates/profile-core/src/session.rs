//! Signing in, restoring a session and signing out.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::profile::ProfileSnapshot;
use crate::second_factor::CodeRefusal;

/// What came of a sign-in. Refusals are outcomes the page explains, not failures.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(
    tag = "kind",
    rename_all = "snake_case",
    rename_all_fields = "camelCase"
)]
pub enum SignInOutcome {
    /// The person is in.
    SignedIn {
        /// Their profile.
        snapshot: Box<ProfileSnapshot>,
    },
    /// The password is right; a second step opens the session. What stands for the first step stays in the core.
    SecondFactorRequired {
        /// When it is too late for the second, in UTC.
        expires_at: DateTime<Utc>,
    },
    /// Unknown account or wrong password; the portal doesn't say which.
    WrongCredentials,
    /// Too many attempts; the next one counts after this many seconds.
    TooManyAttempts {
        /// Seconds to wait.
        retry_after_seconds: u32,
    },
    /// The portal asks for something this version of the app doesn't know.
    Unsupported,
}

/// What came of the second step of a sign-in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(
    tag = "kind",
    rename_all = "snake_case",
    rename_all_fields = "camelCase"
)]
pub enum CompleteSignInOutcome {
    /// The person is in.
    SignedIn {
        /// Their profile.
        snapshot: Box<ProfileSnapshot>,
    },
    /// The code is not accepted; another may be.
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
    /// It is too late, or there was no first step: begin again with the password.
    Ended,
    /// The portal asks for something this version of the app doesn't know.
    Unsupported,
}

/// What came of a sign-out. Locally it always succeeds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SignOutOutcome {
    /// Whether the portal confirmed that the session is revoked.
    pub revoked: bool,
    /// Whether the keyring entry is gone.
    pub keyring_cleared: bool,
}

/// Where the session token lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum TokenStorage {
    /// In the operating system's keyring.
    Keyring,
    /// In memory only: this system has no keyring. The person signs in again at the next start.
    MemoryNoKeyring,
    /// In memory only: the keyring is locked and was not unlocked.
    MemoryKeyringLocked,
    /// In memory only: the keyring failed or did not answer in time.
    MemoryKeyringFailed,
}
