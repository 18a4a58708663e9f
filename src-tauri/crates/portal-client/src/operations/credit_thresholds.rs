//! Below how many credits a person is told.

use crate::operations::refusals::CreditsUnavailable;
use crate::schema;

/// What came of choosing a threshold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CreditThresholdAnswer {
    /// It is saved; `None`: never.
    Set(Option<String>),
    /// It is not accepted; the one before stays.
    Refused {
        /// Why.
        reason: AmountRefusal,
        /// The most that it may be.
        maximum: String,
    },
    /// The plan of the organization goes without credits.
    Unavailable,
    /// An answer that a later portal knows.
    Unknown,
}

/// Why an amount is not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, cynic::Enum)]
pub enum AmountRefusal {
    /// It is no decimal number.
    #[cynic(rename = "NOT_A_NUMBER")]
    NotANumber,
    /// It is zero or less.
    NotPositive,
    /// It has more than three fraction digits.
    TooPrecise,
    /// It is more than is accepted.
    TooLarge,
    /// A reason that a later portal knows.
    #[cynic(fallback)]
    Unknown,
}

#[derive(cynic::InputObject)]
pub(crate) struct SetCreditThresholdInput<'a> {
    pub(crate) threshold: Option<&'a str>,
}

#[derive(cynic::QueryVariables)]
pub(crate) struct SetCreditThresholdVariables<'a> {
    pub(crate) input: SetCreditThresholdInput<'a>,
}

/// Sets or takes away the threshold; sent twice it does the same.
#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "SetCreditThresholdVariables")]
pub(crate) struct SetCreditThreshold {
    #[arguments(input: $input)]
    pub(crate) set_credit_threshold: SetCreditThresholdResult,
}

#[derive(cynic::InlineFragments)]
pub(crate) enum SetCreditThresholdResult {
    Set(CreditThresholdSet),
    Refused(CreditThresholdRefused),
    Unavailable(CreditsUnavailable),
    #[cynic(fallback)]
    Unknown,
}

#[derive(cynic::QueryFragment)]
pub(crate) struct CreditThresholdSet {
    threshold: Option<String>,
}

#[derive(cynic::QueryFragment)]
pub(crate) struct CreditThresholdRefused {
    reason: AmountRefusal,
    maximum: String,
}

impl From<SetCreditThresholdResult> for CreditThresholdAnswer {
    fn from(result: SetCreditThresholdResult) -> Self {
        match result {
            SetCreditThresholdResult::Set(set) => Self::Set(set.threshold),
            SetCreditThresholdResult::Refused(refused) => Self::Refused {
                reason: refused.reason,
                maximum: refused.maximum,
            },
            SetCreditThresholdResult::Unavailable(CreditsUnavailable { .. }) => Self::Unavailable,
            SetCreditThresholdResult::Unknown => Self::Unknown,
        }
    }
}
