//! Signing in. Nothing here has a `Debug` that would show a password or a token.

use chrono::{DateTime, Utc};
use secrecy::SecretString;

use crate::operations::viewer::Viewer;
use crate::schema;

/// What came of a sign-in.
#[derive(Debug)]
pub enum SignInAnswer {
    /// The person is in.
    SignedIn {
        /// The session's bearer token.
        token: SecretString,
        /// When the session ends at the latest.
        expires_at: DateTime<Utc>,
        /// Who signed in.
        viewer: Box<Viewer>,
    },
    /// Unknown account or wrong password; the portal doesn't say which.
    WrongCredentials,
    /// Too many attempts.
    TooManyAttempts {
        /// Seconds until the next one counts.
        retry_after_seconds: u32,
    },
    /// An answer that a later portal knows, such as a second step.
    Unknown,
}

#[derive(cynic::InputObject)]
pub(crate) struct SignInInput<'a> {
    pub(crate) email: &'a str,
    pub(crate) password: &'a str,
    pub(crate) client: &'a str,
}

#[derive(cynic::QueryVariables)]
pub(crate) struct SignInVariables<'a> {
    pub(crate) input: SignInInput<'a>,
}

/// Starts a session. Each one counts as an attempt, so it is never repeated unasked.
#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "SignInVariables")]
pub(crate) struct SignIn {
    #[arguments(input: $input)]
    pub(crate) sign_in: SignInResult,
}

#[derive(cynic::InlineFragments)]
pub(crate) enum SignInResult {
    SignedIn(SignedIn),
    #[expect(
        dead_code,
        reason = "the contract asks for a field; the page has its own words"
    )]
    WrongCredentials(WrongCredentials),
    TooManyAttempts(TooManyAttempts),
    #[cynic(fallback)]
    Unknown,
}

#[derive(cynic::QueryFragment)]
pub(crate) struct SignedIn {
    token: String,
    expires_at: DateTime<Utc>,
    viewer: Viewer,
}

#[derive(cynic::QueryFragment)]
pub(crate) struct WrongCredentials {
    #[expect(dead_code, reason = "see the variant that holds it")]
    message: String,
}

#[derive(cynic::QueryFragment)]
pub(crate) struct TooManyAttempts {
    retry_after_seconds: i32,
}

impl From<SignInResult> for SignInAnswer {
    fn from(result: SignInResult) -> Self {
        match result {
            SignInResult::SignedIn(SignedIn {
                token,
                expires_at,
                viewer,
            }) => Self::SignedIn {
                token: token.into(),
                expires_at,
                viewer: Box::new(viewer),
            },
            SignInResult::WrongCredentials(_) => Self::WrongCredentials,
            SignInResult::TooManyAttempts(refusal) => Self::TooManyAttempts {
                retry_after_seconds: refusal.retry_after_seconds.try_into().unwrap_or_default(),
            },
            SignInResult::Unknown => Self::Unknown,
        }
    }
}
