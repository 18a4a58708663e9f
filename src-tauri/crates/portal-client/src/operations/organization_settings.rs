//! What can be changed about the organization in view.

use chrono::{DateTime, Utc};

use crate::operations::api_keys::ApiKeySummary;
use crate::operations::count;
use crate::operations::create_organization::{
    OrganizationNameRefusal, OrganizationNameRefused, PictureRefusal, PictureRefused,
};
use crate::operations::viewer::Viewer;
use crate::schema;

/// What can be changed about an organization.
#[derive(Clone, Debug, PartialEq, cynic::QueryFragment)]
pub struct OrganizationSettings {
    /// Name as its members see it.
    pub name: String,
    /// Path of the picture on the portal.
    pub image_path: Option<String>,
    /// Sent back with a change, so that none is overwritten unseen.
    pub version: String,
    /// Since when all its members need MFA; `None` while they don't.
    pub mfa_required_since: Option<DateTime<Utc>>,
    /// How many members there are.
    pub members: i32,
    /// How many of them have no MFA yet.
    pub members_without_mfa: i32,
    /// Whether the person is one of those.
    pub viewer_without_mfa: bool,
    /// Its API keys at a glance; `None` where the feature is off.
    pub api_keys: Option<ApiKeySummary>,
    /// What is lost when it is deleted; `None` for who may not delete it.
    pub deletion: Option<OrganizationDeletion>,
}

/// What is lost when an organization is deleted.
#[derive(Clone, Debug, PartialEq, Eq, cynic::QueryFragment)]
pub struct OrganizationDeletion {
    /// Devices with their readings.
    pub devices: i32,
    /// Charts workspaces.
    pub workspaces: i32,
    /// Members who lose it, without the person.
    pub other_members: i32,
    /// API keys that stop working.
    pub api_keys: i32,
    /// Credits that are left, an exact decimal; `None` when there are none.
    pub credits: Option<String>,
    /// Exports of chart data.
    pub exports: i32,
}

/// What came of changing an organization.
#[derive(Debug)]
pub enum UpdateOrganizationAnswer {
    /// It is saved.
    Updated {
        /// The person in the organization as it is now.
        viewer: Box<Viewer>,
        /// The settings as they are now.
        settings: Box<OrganizationSettings>,
    },
    /// Somebody else changed it since; here are the settings as they are now.
    ChangedMeanwhile(Box<OrganizationSettings>),
    /// The name can't be used.
    NameRefused {
        /// Why.
        reason: OrganizationNameRefusal,
        /// Characters a name may have.
        maximum_length: u32,
    },
    /// The picture can't be used.
    PictureRefused(PictureRefusal),
    /// An answer that a later portal knows.
    Unknown,
}

/// Asks what can be changed; nothing for who may not.
#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query")]
pub(crate) struct LookAtOrganizationSettings {
    pub(crate) organization_settings: Option<OrganizationSettings>,
}

/// What becomes of an organization's picture; by default it stays.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, cynic::InputObject)]
pub struct PictureChange<'a> {
    /// The new one: a PNG in base64.
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub png: Option<&'a str>,
    /// Whether it goes.
    pub remove: bool,
}

#[derive(cynic::InputObject)]
pub(crate) struct UpdateOrganizationInput<'a> {
    pub(crate) version: &'a str,
    pub(crate) name: &'a str,
    pub(crate) picture: PictureChange<'a>,
}

#[derive(cynic::QueryVariables)]
pub(crate) struct UpdateOrganizationVariables<'a> {
    pub(crate) input: UpdateOrganizationInput<'a>,
}

/// Sent twice, the second one would find the organization changed: never repeated unasked.
#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "UpdateOrganizationVariables")]
pub(crate) struct UpdateOrganization {
    #[arguments(input: $input)]
    pub(crate) update_organization: UpdateOrganizationResult,
}

#[derive(cynic::InlineFragments)]
pub(crate) enum UpdateOrganizationResult {
    Updated(OrganizationUpdated),
    ChangedMeanwhile(OrganizationChangedMeanwhile),
    NameRefused(OrganizationNameRefused),
    PictureRefused(PictureRefused),
    #[cynic(fallback)]
    Unknown,
}

#[derive(cynic::QueryFragment)]
pub(crate) struct OrganizationUpdated {
    viewer: Box<Viewer>,
    settings: OrganizationSettings,
}

#[derive(cynic::QueryFragment)]
pub(crate) struct OrganizationChangedMeanwhile {
    settings: OrganizationSettings,
}

#[derive(cynic::InputObject)]
pub(crate) struct SetMfaRequirementInput<'a> {
    pub(crate) version: &'a str,
    pub(crate) required: bool,
}

#[derive(cynic::QueryVariables)]
pub(crate) struct SetMfaRequirementVariables<'a> {
    pub(crate) input: SetMfaRequirementInput<'a>,
}

/// As [`UpdateOrganization`].
#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "SetMfaRequirementVariables")]
pub(crate) struct SetMfaRequirement {
    #[arguments(input: $input)]
    pub(crate) set_mfa_requirement: SetMfaRequirementResult,
}

#[derive(cynic::InlineFragments)]
pub(crate) enum SetMfaRequirementResult {
    Updated(OrganizationUpdated),
    ChangedMeanwhile(OrganizationChangedMeanwhile),
    #[cynic(fallback)]
    Unknown,
}

impl From<OrganizationUpdated> for UpdateOrganizationAnswer {
    fn from(updated: OrganizationUpdated) -> Self {
        Self::Updated {
            viewer: updated.viewer,
            settings: Box::new(updated.settings),
        }
    }
}

impl From<OrganizationChangedMeanwhile> for UpdateOrganizationAnswer {
    fn from(changed: OrganizationChangedMeanwhile) -> Self {
        Self::ChangedMeanwhile(Box::new(changed.settings))
    }
}

impl From<UpdateOrganizationResult> for UpdateOrganizationAnswer {
    fn from(result: UpdateOrganizationResult) -> Self {
        match result {
            UpdateOrganizationResult::Updated(updated) => updated.into(),
            UpdateOrganizationResult::ChangedMeanwhile(changed) => changed.into(),
            UpdateOrganizationResult::NameRefused(refused) => Self::NameRefused {
                reason: refused.reason,
                maximum_length: count(refused.maximum_length),
            },
            UpdateOrganizationResult::PictureRefused(refused) => {
                Self::PictureRefused(refused.reason)
            }
            UpdateOrganizationResult::Unknown => Self::Unknown,
        }
    }
}

impl From<SetMfaRequirementResult> for UpdateOrganizationAnswer {
    fn from(result: SetMfaRequirementResult) -> Self {
        match result {
            SetMfaRequirementResult::Updated(updated) => updated.into(),
            SetMfaRequirementResult::ChangedMeanwhile(changed) => changed.into(),
            SetMfaRequirementResult::Unknown => Self::Unknown,
        }
    }
}
