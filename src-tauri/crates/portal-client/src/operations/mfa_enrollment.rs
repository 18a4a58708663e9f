//! Turning MFA on, in three steps. Nothing here has a `Debug` that would show a secret or a code.

use chrono::{DateTime, Utc};
use secrecy::SecretString;

use crate::operations::count;
use crate::operations::recovery_codes::RecoveryCodesIssued;
use crate::operations::refusals::{CodeRefused, EnrollmentEnded, TooManyAttempts};
use crate::operations::viewer::Viewer;
use crate::schema;

/// What came of beginning to turn MFA on.
#[derive(Debug)]
pub enum BeginMfaEnrollmentAnswer {
    /// An authenticator can be set up. MFA stays off.
    Begun {
        /// The enrollment's opaque id.
        enrollment: cynic::Id,
        /// The shared secret in base32.
        secret: SecretString,
        /// The same as an `otpauth:` URI.
        otpauth_uri: SecretString,
        /// When it is too late to complete it.
        expires_at: DateTime<Utc>,
    },
    /// MFA is on already.
    AlreadyEnabled,
    /// An answer that a later portal knows.
    Unknown,
}

/// What came of the authenticator's first code.
#[derive(Debug)]
pub enum VerifyMfaEnrollmentAnswer {
    /// The authenticator works; these stand in for it once each. MFA stays off.
    Verified(Vec<SecretString>),
    /// The code is not accepted; the enrollment stays.
    CodeRefused(CodeRefused),
    /// The enrollment expired, was completed, or another was begun since.
    Ended,
    /// Too many attempts.
    TooManyAttempts {
        /// Seconds until the next one counts.
        retry_after_seconds: u32,
    },
    /// An answer that a later portal knows.
    Unknown,
}

/// What came of turning MFA on.
#[derive(Debug)]
pub enum CompleteMfaEnrollmentAnswer {
    /// MFA is on.
    Enabled(Box<Viewer>),
    /// The enrollment expired, or another was begun since.
    Ended,
    /// An answer that a later portal knows.
    Unknown,
}

/// An enrollment begun before ends, so the last one counts however often it is sent.
#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation")]
pub(crate) struct BeginMfaEnrollment {
    pub(crate) begin_mfa_enrollment: BeginMfaEnrollmentResult,
}

#[derive(cynic::InlineFragments)]
pub(crate) enum BeginMfaEnrollmentResult {
    Begun(MfaEnrollmentBegun),
    AlreadyEnabled(MfaAlreadyEnabled),
    #[cynic(fallback)]
    Unknown,
}

#[derive(cynic::QueryFragment)]
pub(crate) struct MfaEnrollmentBegun {
    enrollment: cynic::Id,
    secret: String,
    otpauth_uri: String,
    expires_at: DateTime<Utc>,
}

#[derive(cynic::QueryFragment)]
pub(crate) struct MfaAlreadyEnabled {
    #[expect(
        dead_code,
        reason = "the contract asks for a field; the profile says since when"
    )]
    since: DateTime<Utc>,
}

#[derive(cynic::InputObject)]
pub(crate) struct VerifyMfaEnrollmentInput<'a> {
    pub(crate) enrollment: &'a cynic::Id,
    pub(crate) code: &'a str,
}

#[derive(cynic::QueryVariables)]
pub(crate) struct VerifyMfaEnrollmentVariables<'a> {
    pub(crate) input: VerifyMfaEnrollmentInput<'a>,
}

/// Uses the code up and issues codes that are shown once, so it is never repeated unasked.
#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "VerifyMfaEnrollmentVariables")]
pub(crate) struct VerifyMfaEnrollment {
    #[arguments(input: $input)]
    pub(crate) verify_mfa_enrollment: VerifyMfaEnrollmentResult,
}

#[derive(cynic::InlineFragments)]
pub(crate) enum VerifyMfaEnrollmentResult {
    Verified(RecoveryCodesIssued),
    CodeRefused(CodeRefused),
    Ended(EnrollmentEnded),
    TooManyAttempts(TooManyAttempts),
    #[cynic(fallback)]
    Unknown,
}

#[derive(cynic::InputObject)]
pub(crate) struct CompleteMfaEnrollmentInput<'a> {
    pub(crate) enrollment: &'a cynic::Id,
}

#[derive(cynic::QueryVariables)]
pub(crate) struct CompleteMfaEnrollmentVariables<'a> {
    pub(crate) input: CompleteMfaEnrollmentInput<'a>,
}

/// Turns MFA on; sent twice for one enrollment it answers both times that it is on.
#[derive(cynic::QueryFragment)]
#[cynic(
    graphql_type = "Mutation",
    variables = "CompleteMfaEnrollmentVariables"
)]
pub(crate) struct CompleteMfaEnrollment {
    #[arguments(input: $input)]
    pub(crate) complete_mfa_enrollment: CompleteMfaEnrollmentResult,
}

#[derive(cynic::InlineFragments)]
pub(crate) enum CompleteMfaEnrollmentResult {
    Enabled(MfaEnabled),
    Ended(EnrollmentEnded),
    #[cynic(fallback)]
    Unknown,
}

#[derive(cynic::QueryFragment)]
pub(crate) struct MfaEnabled {
    viewer: Box<Viewer>,
}

impl From<BeginMfaEnrollmentResult> for BeginMfaEnrollmentAnswer {
    fn from(result: BeginMfaEnrollmentResult) -> Self {
        match result {
            BeginMfaEnrollmentResult::Begun(begun) => Self::Begun {
                enrollment: begun.enrollment,
                secret: begun.secret.into(),
                otpauth_uri: begun.otpauth_uri.into(),
                expires_at: begun.expires_at,
            },
            BeginMfaEnrollmentResult::AlreadyEnabled(MfaAlreadyEnabled { .. }) => {
                Self::AlreadyEnabled
            }
            BeginMfaEnrollmentResult::Unknown => Self::Unknown,
        }
    }
}

impl From<VerifyMfaEnrollmentResult> for VerifyMfaEnrollmentAnswer {
    fn from(result: VerifyMfaEnrollmentResult) -> Self {
        match result {
            VerifyMfaEnrollmentResult::Verified(issued) => Self::Verified(issued.into()),
            VerifyMfaEnrollmentResult::CodeRefused(refused) => Self::CodeRefused(refused),
            VerifyMfaEnrollmentResult::Ended(EnrollmentEnded { .. }) => Self::Ended,
            VerifyMfaEnrollmentResult::TooManyAttempts(refusal) => Self::TooManyAttempts {
                retry_after_seconds: count(refusal.retry_after_seconds),
            },
            VerifyMfaEnrollmentResult::Unknown => Self::Unknown,
        }
    }
}

impl From<CompleteMfaEnrollmentResult> for CompleteMfaEnrollmentAnswer {
    fn from(result: CompleteMfaEnrollmentResult) -> Self {
        match result {
            CompleteMfaEnrollmentResult::Enabled(enabled) => Self::Enabled(enabled.viewer),
            CompleteMfaEnrollmentResult::Ended(EnrollmentEnded { .. }) => Self::Ended,
            CompleteMfaEnrollmentResult::Unknown => Self::Unknown,
        }
    }
}
