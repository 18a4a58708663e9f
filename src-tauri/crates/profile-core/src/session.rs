//! Signing in, restoring a session and signing out.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::profile::ProfileSnapshot;

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
