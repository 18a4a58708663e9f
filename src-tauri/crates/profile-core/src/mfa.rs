//! Turning MFA on and off. Outcomes that hold a secret can't be read back, compared or logged.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::profile::ProfileSnapshot;
use crate::second_factor::CodeRefusal;
use crate::security::MfaRequirement;
use crate::shown_once::ShownOnce;

/// What came of beginning to turn MFA on.
#[derive(Debug, Serialize, TS)]
#[serde(
    tag = "kind",
    rename_all = "snake_case",
    rename_all_fields = "camelCase"
)]
pub enum BeginEnrollmentOutcome {
    /// An authenticator can be set up. MFA stays off.
    Begun {
        /// What to set it up with.
        enrollment: Enrollment,
    },
    /// MFA is on already.
    AlreadyEnabled {
        /// The profile that says so.
        snapshot: Box<ProfileSnapshot>,
    },
    /// The portal asks for something this version of the app doesn't know.
    Unsupported,
}

/// What an authenticator is set up with.
#[derive(Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Enrollment {
    /// Opaque id.
    pub id: String,
    /// The shared secret in base32, in groups of four for typing.
    #[ts(as = "String")]
    pub secret: ShownOnce,
    /// The QR code as a `data:` URL of an SVG: dark modules on white, with its quiet zone.
    #[ts(as = "String")]
    pub qr_code: ShownOnce,
    /// When it is too late to complete it, in UTC.
    pub expires_at: DateTime<Utc>,
}

/// What came of the authenticator's first code.
#[derive(Debug, Serialize, TS)]
#[serde(
    tag = "kind",
    rename_all = "snake_case",
    rename_all_fields = "camelCase"
)]
pub enum VerifyEnrollmentOutcome {
    /// The authenticator works. MFA stays off until the codes are kept.
    Verified {
        /// Each stands in for the authenticator once.
        #[ts(as = "Vec<String>")]
        recovery_codes: Vec<ShownOnce>,
    },
    /// The code is not accepted; the enrollment stays.
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
    /// The enrollment expired, or another was begun since. MFA is off.
    Ended,
    /// The enrollment does not count any more: MFA was turned on with another one.
    AlreadyEnabled {
        /// The profile that says so.
        snapshot: Box<ProfileSnapshot>,
    },
    /// The portal asks for something this version of the app doesn't know.
    Unsupported,
}

/// What came of turning MFA on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(
    tag = "kind",
    rename_all = "snake_case",
    rename_all_fields = "camelCase"
)]
pub enum CompleteEnrollmentOutcome {
    /// MFA is on.
    Enabled {
        /// The profile with it.
        snapshot: Box<ProfileSnapshot>,
    },
    /// The enrollment expired, or another was begun since. MFA is off.
    Ended,
    /// The enrollment does not count any more: MFA was turned on with another one.
    AlreadyEnabled {
        /// The profile that says so.
        snapshot: Box<ProfileSnapshot>,
    },
    /// The portal asks for something this version of the app doesn't know.
    Unsupported,
}

/// What came of turning MFA off.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(
    tag = "kind",
    rename_all = "snake_case",
    rename_all_fields = "camelCase"
)]
pub enum DisableMfaOutcome {
    /// MFA is off.
    Disabled {
        /// The profile without it.
        snapshot: Box<ProfileSnapshot>,
    },
    /// It stays on.
    Required {
        /// The organizations that require it.
        required_by: Vec<MfaRequirement>,
    },
    /// The portal asks for something this version of the app doesn't know.
    Unsupported,
}

/// What came of issuing recovery codes anew.
#[derive(Debug, Serialize, TS)]
#[serde(
    tag = "kind",
    rename_all = "snake_case",
    rename_all_fields = "camelCase"
)]
pub enum RecoveryCodesOutcome {
    /// These are in force, all earlier ones are not.
    Issued {
        /// Each stands in for the authenticator once.
        #[ts(as = "Vec<String>")]
        recovery_codes: Vec<ShownOnce>,
        /// The profile with their number.
        snapshot: Box<ProfileSnapshot>,
    },
    /// MFA is off.
    NotEnabled {
        /// The profile that says so.
        snapshot: Box<ProfileSnapshot>,
    },
    /// The portal asks for something this version of the app doesn't know.
    Unsupported,
}
