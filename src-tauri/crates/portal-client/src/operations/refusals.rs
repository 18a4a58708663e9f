//! Refusals that several operations share.

use crate::schema;

/// The code is not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, cynic::QueryFragment)]
pub struct CodeRefused {
    /// Why.
    pub reason: CodeRefusal,
    /// For [`CodeRefusal::ClockOff`]: by how many seconds the clock that made the code is ahead; negative when
    /// it is behind.
    pub clock_off_seconds: Option<i32>,
}

/// Why a code is not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, cynic::Enum)]
pub enum CodeRefusal {
    /// It does not have the form of a code.
    Malformed,
    /// It is not the code of now.
    Wrong,
    /// It was used before.
    Used,
    /// It is the code of another time.
    ClockOff,
    /// A reason that a later portal knows.
    #[cynic(fallback)]
    Unknown,
}

#[derive(cynic::QueryFragment)]
pub(crate) struct TooManyAttempts {
    pub(crate) retry_after_seconds: i32,
}

/// Refusals that say nothing but what they are.
macro_rules! plain_refusals {
    ($($name:ident),*) => {
        $(
            #[derive(cynic::QueryFragment)]
            pub(crate) struct $name {
                #[expect(
                    dead_code,
                    reason = "the contract asks for a field; the page has its own words"
                )]
                message: String,
            }
        )*
    };
}

plain_refusals!(
    AccountNotFound,
    ApiKeyExpiryRefused,
    ApiKeyNotFound,
    ApiKeysUnavailable,
    ChallengeEnded,
    ChartWorkspaceNotFound,
    CreditPurchaseNotFound,
    CreditsUnavailable,
    EnrollmentEnded,
    ExportNotFound,
    ExportNotSplit,
    ExportsUnavailable,
    IdempotencyKeyReused,
    MemberNotFound,
    MfaNotEnabled,
    OrganizationNameMismatch,
    OrganizationNotFound,
    OwnAmountsUnavailable,
    OwnerStays,
    PageUnavailable,
    PaymentProviderUnreachable,
    PaymentsUnavailable,
    SecondFactorMissing,
    SessionNotFound,
    WrongCredentials
);
