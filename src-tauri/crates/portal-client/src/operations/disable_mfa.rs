//! Turning MFA off.

use crate::operations::security::MfaRequirement;
use crate::operations::viewer::Viewer;
use crate::schema;

/// What came of turning MFA off.
#[derive(Debug)]
pub enum DisableMfaAnswer {
    /// MFA is off.
    Disabled(Box<Viewer>),
    /// It stays on: these organizations require it.
    Required(Vec<MfaRequirement>),
    /// An answer that a later portal knows.
    Unknown,
}

/// Turns MFA off; sent twice it does the same.
#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation")]
pub(crate) struct DisableMfa {
    pub(crate) disable_mfa: DisableMfaResult,
}

#[derive(cynic::InlineFragments)]
pub(crate) enum DisableMfaResult {
    Disabled(MfaDisabled),
    Required(MfaRequired),
    #[cynic(fallback)]
    Unknown,
}

#[derive(cynic::QueryFragment)]
pub(crate) struct MfaDisabled {
    viewer: Box<Viewer>,
}

#[derive(cynic::QueryFragment)]
pub(crate) struct MfaRequired {
    required_by: Vec<MfaRequirement>,
}

impl From<DisableMfaResult> for DisableMfaAnswer {
    fn from(result: DisableMfaResult) -> Self {
        match result {
            DisableMfaResult::Disabled(disabled) => Self::Disabled(disabled.viewer),
            DisableMfaResult::Required(required) => Self::Required(required.required_by),
            DisableMfaResult::Unknown => Self::Unknown,
        }
    }
}
