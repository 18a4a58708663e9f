//! Proving again who one is. Nothing here has a `Debug` that would show a password, a code or a token.

use chrono::{DateTime, Utc};
use secrecy::SecretString;

use crate::operations::count;
use crate::operations::refusals::{
    CodeRefused, SecondFactorMissing, TooManyAttempts, WrongCredentials,
};
use crate::schema;

/// What came of confirming one's identity.
#[derive(Debug)]
pub enum ConfirmIdentityAnswer {
    /// Sensitive actions are open to the session.
    Confirmed {
        /// The session's bearer token from now on; the one before is refused.
        token: SecretString,
        /// Until when sensitive actions need no further confirmation.
        confirmed_until: DateTime<Utc>,
    },
    /// MFA is on, and no code was given.
    SecondFactorMissing,
    /// The password is wrong.
    WrongCredentials,
    /// The code is not accepted.
    CodeRefused(CodeRefused),
    /// Too many attempts.
    TooManyAttempts {
        /// Seconds until the next one counts.
        retry_after_seconds: u32,
    },
    /// An answer that a later portal knows.
    Unknown,
}

#[derive(cynic::InputObject)]
pub(crate) struct ConfirmIdentityInput<'a> {
    pub(crate) password: &'a str,
    pub(crate) code: Option<&'a str>,
    pub(crate) recovery_code: Option<&'a str>,
    pub(crate) idempotency_key: Option<&'a str>,
}

#[derive(cynic::QueryVariables)]
pub(crate) struct ConfirmIdentityVariables<'a> {
    pub(crate) input: ConfirmIdentityInput<'a>,
}

/// Changes the session's token. Each one counts as an attempt and uses the code up, so it is never repeated
/// unasked.
#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "ConfirmIdentityVariables")]
pub(crate) struct ConfirmIdentity {
    #[arguments(input: $input)]
    pub(crate) confirm_identity: ConfirmIdentityResult,
}

#[derive(cynic::InlineFragments)]
pub(crate) enum ConfirmIdentityResult {
    Confirmed(IdentityConfirmed),
    SecondFactorMissing(SecondFactorMissing),
    WrongCredentials(WrongCredentials),
    CodeRefused(CodeRefused),
    TooManyAttempts(TooManyAttempts),
    #[cynic(fallback)]
    Unknown,
}

#[derive(cynic::QueryFragment)]
pub(crate) struct IdentityConfirmed {
    token: String,
    confirmed_until: DateTime<Utc>,
}

impl From<ConfirmIdentityResult> for ConfirmIdentityAnswer {
    fn from(result: ConfirmIdentityResult) -> Self {
        match result {
            ConfirmIdentityResult::Confirmed(confirmed) => Self::Confirmed {
                token: confirmed.token.into(),
                confirmed_until: confirmed.confirmed_until,
            },
            ConfirmIdentityResult::SecondFactorMissing(SecondFactorMissing { .. }) => {
                Self::SecondFactorMissing
            }
            ConfirmIdentityResult::WrongCredentials(WrongCredentials { .. }) => {
                Self::WrongCredentials
            }
            ConfirmIdentityResult::CodeRefused(refused) => Self::CodeRefused(refused),
            ConfirmIdentityResult::TooManyAttempts(refusal) => Self::TooManyAttempts {
                retry_after_seconds: count(refusal.retry_after_seconds),
            },
            ConfirmIdentityResult::Unknown => Self::Unknown,
        }
    }
}
