//! The organizations that a person may work in, and choosing one.

use chrono::{DateTime, Utc};

use crate::operations::refusals::OrganizationNotFound;
use crate::operations::viewer::{OrganizationKind, Role, Viewer};
use crate::schema;

/// One page of the organizations that a person may work in.
#[derive(Clone, Debug, PartialEq, cynic::QueryFragment)]
pub struct OrganizationList {
    /// The organizations of this page: the personal account, then the one used last, then by name.
    pub data: Vec<OrganizationSummary>,
    /// Asks for the next page; `None` on the last.
    pub cursor: Option<String>,
    /// How many the person created.
    pub owned: i32,
    /// How many they may create.
    pub owned_limit: i32,
}

/// One of them.
#[derive(Clone, Debug, PartialEq, cynic::QueryFragment)]
pub struct OrganizationSummary {
    /// Opaque id.
    pub id: cynic::Id,
    /// Name as its members see it.
    pub name: String,
    /// Personal account or shared organization.
    pub kind: OrganizationKind,
    /// Path of the picture on the portal.
    pub image_path: Option<String>,
    /// The person's roles in it, in the contract's order.
    pub viewer_roles: Vec<Role>,
    /// When the person last chose to work in it; `None`: never.
    pub last_chosen_at: Option<DateTime<Utc>>,
    /// Whether it is the one that the request was about.
    pub in_view: bool,
}

/// What came of choosing another organization.
#[derive(Debug)]
pub enum SwitchOrganizationAnswer {
    /// The session works in it.
    Switched(Box<Viewer>),
    /// There is no such organization, or the person is no member.
    NotFound,
    /// An answer that a later portal knows.
    Unknown,
}

#[derive(cynic::QueryVariables)]
pub(crate) struct OrganizationsVariables<'a> {
    pub(crate) first: i32,
    pub(crate) after: Option<&'a str>,
}

/// Asks for one page of organizations.
#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query", variables = "OrganizationsVariables")]
pub(crate) struct Organizations {
    #[arguments(first: $first, after: $after)]
    pub(crate) organizations: OrganizationList,
}

#[derive(cynic::InputObject)]
pub(crate) struct SwitchOrganizationInput<'a> {
    pub(crate) organization: &'a cynic::Id,
}

#[derive(cynic::QueryVariables)]
pub(crate) struct SwitchOrganizationVariables<'a> {
    pub(crate) input: SwitchOrganizationInput<'a>,
}

/// Chooses an organization; sent twice it does the same.
#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "SwitchOrganizationVariables")]
pub(crate) struct SwitchOrganization {
    #[arguments(input: $input)]
    pub(crate) switch_organization: SwitchOrganizationResult,
}

#[derive(cynic::InlineFragments)]
pub(crate) enum SwitchOrganizationResult {
    Switched(OrganizationSwitched),
    NotFound(OrganizationNotFound),
    #[cynic(fallback)]
    Unknown,
}

#[derive(cynic::QueryFragment)]
pub(crate) struct OrganizationSwitched {
    viewer: Box<Viewer>,
}

impl From<SwitchOrganizationResult> for SwitchOrganizationAnswer {
    fn from(result: SwitchOrganizationResult) -> Self {
        match result {
            SwitchOrganizationResult::Switched(switched) => Self::Switched(switched.viewer),
            SwitchOrganizationResult::NotFound(OrganizationNotFound { .. }) => Self::NotFound,
            SwitchOrganizationResult::Unknown => Self::Unknown,
        }
    }
}
