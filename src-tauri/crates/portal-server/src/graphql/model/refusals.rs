//! Refusals that several mutations share, and the second factor that they ask for.

use std::time::Duration;

use async_graphql::{Enum, SimpleObject};
use secrecy::SecretString;

use crate::auth::{self, Proof};
use crate::domain::{MAXIMUM_ORGANIZATION_NAME_LENGTH, OrganizationNameRefusal};
use crate::graphql::Fault;
use crate::pictures;

/// Unknown account or wrong password; nothing tells which.
#[derive(SimpleObject)]
pub(crate) struct WrongCredentials {
    /// For people.
    message: &'static str,
}

impl Default for WrongCredentials {
    fn default() -> Self {
        Self {
            message: "Unknown account or wrong password.",
        }
    }
}

/// Attempts are used up, for the account, for the network the request comes from, or for the person who adds members. Where a code is asked for, a recovery code is looked at all the same.
#[derive(SimpleObject)]
pub(crate) struct TooManyAttempts {
    /// Seconds until the next attempt counts.
    retry_after_seconds: i32,
}

impl From<Duration> for TooManyAttempts {
    /// Rounded up: a client that waits this long is let in.
    fn from(retry_after: Duration) -> Self {
        let seconds = retry_after.as_millis().div_ceil(1_000).max(1);
        Self {
            retry_after_seconds: i32::try_from(seconds).unwrap_or(i32::MAX),
        }
    }
}

/// The name of an organization is not accepted; nothing was changed.
#[derive(SimpleObject)]
pub(crate) struct OrganizationNameRefused {
    /// Why.
    reason: OrganizationNameRefusal,
    /// Characters a name may have.
    maximum_length: i32,
}

impl From<OrganizationNameRefusal> for OrganizationNameRefused {
    fn from(reason: OrganizationNameRefusal) -> Self {
        Self {
            reason,
            maximum_length: i32::try_from(MAXIMUM_ORGANIZATION_NAME_LENGTH).unwrap_or(i32::MAX),
        }
    }
}

/// A picture is not accepted; nothing was changed.
#[derive(SimpleObject)]
pub(crate) struct PictureRefused {
    /// Why.
    reason: PictureRefusal,
}

/// Why a picture is not accepted.
#[derive(Clone, Copy, PartialEq, Eq, Enum)]
pub(crate) enum PictureRefusal {
    /// It is no PNG, not a whole one, or not in base64.
    NotAPicture,
    /// It has more than 256 KiB, or more pixels than can be handled.
    TooLarge,
}

impl From<pictures::PictureRefused> for PictureRefused {
    fn from(refused: pictures::PictureRefused) -> Self {
        let reason = match refused {
            pictures::PictureRefused::NotAPicture(_) => PictureRefusal::NotAPicture,
            pictures::PictureRefused::TooLarge(_) => PictureRefusal::TooLarge,
        };
        Self { reason }
    }
}

/// Why a code is not accepted.
#[derive(Clone, Copy, PartialEq, Eq, Enum)]
pub(crate) enum CodeRefusal {
    /// It does not have the form of a code.
    Malformed,
    /// It is not the code of now.
    Wrong,
    /// It was used before.
    Used,
    /// It is the code of another time: the clock that made it is off.
    ClockOff,
}

/// The code is not accepted.
#[derive(SimpleObject)]
pub(crate) struct CodeRefused {
    /// Why.
    reason: CodeRefusal,
    /// For `CLOCK_OFF`: by how many seconds the clock that made the code is ahead; negative when it is behind.
    clock_off_seconds: Option<i32>,
}

impl From<auth::CodeRefusal> for CodeRefused {
    fn from(refusal: auth::CodeRefusal) -> Self {
        let (reason, ahead) = match refusal {
            auth::CodeRefusal::Malformed => (CodeRefusal::Malformed, None),
            auth::CodeRefusal::Wrong => (CodeRefusal::Wrong, None),
            auth::CodeRefusal::Used => (CodeRefusal::Used, None),
            auth::CodeRefusal::ClockOff { ahead_seconds, .. } => {
                (CodeRefusal::ClockOff, Some(ahead_seconds))
            }
        };
        Self {
            reason,
            clock_off_seconds: ahead.and_then(|seconds| i32::try_from(seconds).ok()),
        }
    }
}

/// The second factor of an input that has a field for each kind.
///
/// # Errors
///
/// When both are given.
pub(crate) fn proof_of(
    code: Option<SecretString>,
    recovery_code: Option<SecretString>,
) -> Result<Option<Proof>, Fault> {
    match (code, recovery_code) {
        (None, None) => Ok(None),
        (Some(code), None) => Ok(Some(Proof::Code(code))),
        (None, Some(code)) => Ok(Some(Proof::RecoveryCode(code))),
        (Some(_), Some(_)) => Err(Fault::BadInput(
            "Either `code` or `recoveryCode` is given, not both.".to_owned(),
        )),
    }
}
