//! The second step of a sign-in. Nothing here has a `Debug` that would show a code or a token.

use chrono::{DateTime, Utc};
use secrecy::SecretString;

use crate::operations::count;
use crate::operations::refusals::{ChallengeEnded, CodeRefused, TooManyAttempts};
use crate::operations::sign_in::SignedIn;
use crate::operations::viewer::Viewer;
use crate::schema;

/// What came of the second step.
#[derive(Debug)]
pub enum CompleteSignInAnswer {
    /// The person is in.
    SignedIn {
        /// The session's bearer token.
        token: SecretString,
        /// When the session ends at the latest.
        expires_at: DateTime<Utc>,
        /// Who signed in.
        viewer: Box<Viewer>,
    },
    /// The code is not accepted; the challenge stays.
    CodeRefused(CodeRefused),
    /// The challenge took too long or was completed already: begin again with the password.
    Ended,
    /// Too many attempts.
    TooManyAttempts {
        /// Seconds until the next one counts.
        retry_after_seconds: u32,
    },
    /// An answer that a later portal knows.
    Unknown,
}

#[derive(cynic::InputObject)]
pub(crate) struct CompleteSignInInput<'a> {
    pub(crate) challenge: &'a str,
    pub(crate) code: Option<&'a str>,
    pub(crate) recovery_code: Option<&'a str>,
}

#[derive(cynic::QueryVariables)]
pub(crate) struct CompleteSignInVariables<'a> {
    pub(crate) input: CompleteSignInInput<'a>,
}

/// Opens the session. Each one counts as an attempt and uses the code up, so it is never repeated unasked.
#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "CompleteSignInVariables")]
pub(crate) struct CompleteSignIn {
    #[arguments(input: $input)]
    pub(crate) complete_sign_in: CompleteSignInResult,
}

#[derive(cynic::InlineFragments)]
pub(crate) enum CompleteSignInResult {
    SignedIn(SignedIn),
    CodeRefused(CodeRefused),
    Ended(ChallengeEnded),
    TooManyAttempts(TooManyAttempts),
    #[cynic(fallback)]
    Unknown,
}

impl From<CompleteSignInResult> for CompleteSignInAnswer {
    fn from(result: CompleteSignInResult) -> Self {
        match result {
            CompleteSignInResult::SignedIn(SignedIn {
                token,
                expires_at,
                viewer,
            }) => Self::SignedIn {
                token: token.into(),
                expires_at,
                viewer,
            },
            CompleteSignInResult::CodeRefused(refused) => Self::CodeRefused(refused),
            CompleteSignInResult::Ended(ChallengeEnded { .. }) => Self::Ended,
            CompleteSignInResult::TooManyAttempts(refusal) => Self::TooManyAttempts {
                retry_after_seconds: count(refusal.retry_after_seconds),
            },
            CompleteSignInResult::Unknown => Self::Unknown,
        }
    }
}
