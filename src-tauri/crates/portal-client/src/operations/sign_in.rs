//! Signing in. Nothing here has a `Debug` that would show a password or a token.

use chrono::{DateTime, Utc};
use secrecy::SecretString;

use crate::operations::count;
use crate::operations::refusals::{TooManyAttempts, WrongCredentials};
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
    /// The password is right; [`complete_sign_in`](crate::PortalClient::complete_sign_in) opens the session.
    SecondFactorRequired {
        /// Stands for the first step.
        challenge: SecretString,
        /// When it is too late for the second.
        expires_at: DateTime<Utc>,
    },
    /// Unknown account or wrong password; the portal doesn't say which.
    WrongCredentials,
    /// Too many attempts.
    TooManyAttempts {
        /// Seconds until the next one counts.
        retry_after_seconds: u32,
    },
    /// An answer that a later portal knows.
    Unknown,
}

#[derive(cynic::InputObject)]
pub(crate) struct SignInInput<'a> {
    pub(crate) email: &'a str,
    pub(crate) password: &'a str,
    pub(crate) client: &'a str,
    pub(crate) device: Option<&'a str>,
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
    SecondFactorRequired(SecondFactorRequired),
    WrongCredentials(WrongCredentials),
    TooManyAttempts(TooManyAttempts),
    #[cynic(fallback)]
    Unknown,
}

#[derive(cynic::QueryFragment)]
pub(crate) struct SignedIn {
    pub(crate) token: String,
    pub(crate) expires_at: DateTime<Utc>,
    pub(crate) viewer: Box<Viewer>,
}

#[derive(cynic::QueryFragment)]
pub(crate) struct SecondFactorRequired {
    challenge: String,
    expires_at: DateTime<Utc>,
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
                viewer,
            },
            SignInResult::SecondFactorRequired(required) => Self::SecondFactorRequired {
                challenge: required.challenge.into(),
                expires_at: required.expires_at,
            },
            SignInResult::WrongCredentials(WrongCredentials { .. }) => Self::WrongCredentials,
            SignInResult::TooManyAttempts(refusal) => Self::TooManyAttempts {
                retry_after_seconds: count(refusal.retry_after_seconds),
            },
            SignInResult::Unknown => Self::Unknown,
        }
    }
}
