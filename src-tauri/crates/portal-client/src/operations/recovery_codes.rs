//! Issuing recovery codes anew. Nothing here has a `Debug` that would show one.

use secrecy::SecretString;

use crate::operations::refusals::MfaNotEnabled;
use crate::schema;

/// What came of issuing recovery codes anew.
#[derive(Debug)]
pub enum RegenerateRecoveryCodesAnswer {
    /// These are in force, all earlier ones are not.
    Issued(Vec<SecretString>),
    /// MFA is off.
    NotEnabled,
    /// An answer that a later portal knows.
    Unknown,
}

/// Issues codes that are shown once, so it is never repeated unasked.
#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation")]
pub(crate) struct RegenerateRecoveryCodes {
    pub(crate) regenerate_recovery_codes: RegenerateRecoveryCodesResult,
}

#[derive(cynic::InlineFragments)]
pub(crate) enum RegenerateRecoveryCodesResult {
    Issued(RecoveryCodesIssued),
    NotEnabled(MfaNotEnabled),
    #[cynic(fallback)]
    Unknown,
}

#[derive(cynic::QueryFragment)]
pub(crate) struct RecoveryCodesIssued {
    recovery_codes: Vec<String>,
}

impl From<RecoveryCodesIssued> for Vec<SecretString> {
    fn from(issued: RecoveryCodesIssued) -> Self {
        issued.recovery_codes.into_iter().map(Into::into).collect()
    }
}

impl From<RegenerateRecoveryCodesResult> for RegenerateRecoveryCodesAnswer {
    fn from(result: RegenerateRecoveryCodesResult) -> Self {
        match result {
            RegenerateRecoveryCodesResult::Issued(issued) => Self::Issued(issued.into()),
            RegenerateRecoveryCodesResult::NotEnabled(MfaNotEnabled { .. }) => Self::NotEnabled,
            RegenerateRecoveryCodesResult::Unknown => Self::Unknown,
        }
    }
}
