//! Changing the password. Nothing here has a `Debug` that would show one.

use chrono::{DateTime, Utc};

use crate::operations::count;
use crate::operations::refusals::{TooManyAttempts, WrongCredentials};
use crate::schema;

/// What came of changing the password.
#[derive(Debug)]
pub enum ChangePasswordAnswer {
    /// The new one is in force.
    Changed {
        /// When.
        at: DateTime<Utc>,
        /// How many other sessions ended.
        sessions_ended: u32,
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
    /// The current one is wrong.
    WrongCredentials,
    /// Too many attempts.
    TooManyAttempts {
        /// Seconds until the next one counts.
        retry_after_seconds: u32,
    },
    /// An answer that a later portal knows.
    Unknown,
}

/// Why a password can't be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, cynic::Enum)]
pub enum PasswordRefusal {
    /// Too few characters.
    TooShort,
    /// Too many characters.
    TooLong,
    /// It is one of those that are tried first.
    Common,
    /// It is the password as it is.
    Unchanged,
    /// A reason that a later portal knows.
    #[cynic(fallback)]
    Unknown,
}

#[derive(cynic::InputObject)]
pub(crate) struct ChangePasswordInput<'a> {
    pub(crate) current_password: &'a str,
    pub(crate) new_password: &'a str,
    pub(crate) sign_out_others: bool,
}

#[derive(cynic::QueryVariables)]
pub(crate) struct ChangePasswordVariables<'a> {
    pub(crate) input: ChangePasswordInput<'a>,
}

/// Each one counts as an attempt, so it is never repeated unasked.
#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "ChangePasswordVariables")]
pub(crate) struct ChangePassword {
    #[arguments(input: $input)]
    pub(crate) change_password: ChangePasswordResult,
}

#[derive(cynic::InlineFragments)]
pub(crate) enum ChangePasswordResult {
    Changed(PasswordChanged),
    Refused(PasswordRefused),
    WrongCredentials(WrongCredentials),
    TooManyAttempts(TooManyAttempts),
    #[cynic(fallback)]
    Unknown,
}

#[derive(cynic::QueryFragment)]
pub(crate) struct PasswordChanged {
    at: DateTime<Utc>,
    sessions_ended: i32,
}

#[derive(cynic::QueryFragment)]
pub(crate) struct PasswordRefused {
    reason: PasswordRefusal,
    minimum_length: i32,
    maximum_length: i32,
}

impl From<ChangePasswordResult> for ChangePasswordAnswer {
    fn from(result: ChangePasswordResult) -> Self {
        match result {
            ChangePasswordResult::Changed(changed) => Self::Changed {
                at: changed.at,
                sessions_ended: count(changed.sessions_ended),
            },
            ChangePasswordResult::Refused(refused) => Self::Refused {
                reason: refused.reason,
                minimum_length: count(refused.minimum_length),
                maximum_length: count(refused.maximum_length),
            },
            ChangePasswordResult::WrongCredentials(WrongCredentials { .. }) => {
                Self::WrongCredentials
            }
            ChangePasswordResult::TooManyAttempts(refusal) => Self::TooManyAttempts {
                retry_after_seconds: count(refusal.retry_after_seconds),
            },
            ChangePasswordResult::Unknown => Self::Unknown,
        }
    }
}
