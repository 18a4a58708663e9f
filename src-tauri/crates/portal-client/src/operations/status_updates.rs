//! What happens on a portal, as a person is told of it.

use chrono::{DateTime, NaiveDate, Utc};

use crate::operations::exports::ExportState;
use crate::operations::viewer::Role;
use crate::schema;

/// Something that happened. Amounts are exact decimals with three fraction digits.
#[derive(Clone, Debug, PartialEq, Eq, cynic::InlineFragments)]
pub enum StatusUpdate {
    /// An export came to an end.
    ExportEnded(ExportEnded),
    /// A workflow was put on devices.
    WorkflowDeployed(WorkflowDeployed),
    /// A workflow could not be put on devices.
    WorkflowDeploymentFailed(WorkflowDeploymentFailed),
    /// An organization requires MFA from now on.
    MfaRequirementBegan(MfaRequirementBegan),
    /// The person has other roles.
    RolesChanged(RolesChanged),
    /// Credits fell below what the person chose.
    CreditsLow(CreditsLow),
    /// An API key of the person's ends soon.
    ApiKeyExpiring(ApiKeyExpiring),
    /// Something that a later portal knows.
    #[cynic(fallback)]
    Unknown,
}

/// An export of chart data that the person asked for came to an end.
#[derive(Clone, Debug, PartialEq, Eq, cynic::QueryFragment)]
pub struct ExportEnded {
    /// The organization.
    pub organization_id: cynic::Id,
    /// Its name then.
    pub organization_name: String,
    /// The export.
    pub export_id: cynic::Id,
    /// The first day of its range.
    pub first_day: NaiveDate,
    /// The last day, which is in the range.
    pub last_day: NaiveDate,
    /// The IANA time zone whose days they are.
    pub time_zone: String,
    /// What came of it.
    pub state: ExportState,
}

/// A version of a workflow was put on devices.
#[derive(Clone, Debug, PartialEq, Eq, cynic::QueryFragment)]
pub struct WorkflowDeployed {
    /// The organization.
    pub organization_id: cynic::Id,
    /// Its name then.
    pub organization_name: String,
    /// Name of the workflow.
    pub workflow: String,
    /// The version, from 1 on.
    pub version: i32,
    /// Name of the device; `None` when there are several.
    pub device: Option<String>,
    /// How many devices.
    pub devices: i32,
}

/// A version of a workflow could not be put on devices.
#[derive(Clone, Debug, PartialEq, Eq, cynic::QueryFragment)]
pub struct WorkflowDeploymentFailed {
    /// The organization.
    pub organization_id: cynic::Id,
    /// Its name then.
    pub organization_name: String,
    /// Name of the workflow.
    pub workflow: String,
    /// The version, from 1 on.
    pub version: i32,
    /// Name of the device; `None` when there are several.
    pub device: Option<String>,
    /// How many devices.
    pub devices: i32,
    /// Why, for people.
    pub reason: Option<String>,
}

/// An organization requires MFA of its members from now on.
#[derive(Clone, Debug, PartialEq, Eq, cynic::QueryFragment)]
pub struct MfaRequirementBegan {
    /// The organization.
    pub organization_id: cynic::Id,
    /// Its name then.
    pub organization_name: String,
}

/// The person has other roles in an organization.
#[derive(Clone, Debug, PartialEq, Eq, cynic::QueryFragment)]
pub struct RolesChanged {
    /// The organization.
    pub organization_id: cynic::Id,
    /// Its name then.
    pub organization_name: String,
    /// The roles since then; none when the person is no member any more.
    pub roles: Vec<Role>,
}

/// The credits of an organization fell below what the person chose.
#[derive(Clone, Debug, PartialEq, Eq, cynic::QueryFragment)]
pub struct CreditsLow {
    /// The organization.
    pub organization_id: cynic::Id,
    /// Its name then.
    pub organization_name: String,
    /// What the person chose.
    pub threshold: String,
    /// What was left.
    pub balance: String,
}

/// An API key that the person created ends soon.
#[derive(Clone, Debug, PartialEq, Eq, cynic::QueryFragment)]
pub struct ApiKeyExpiring {
    /// The organization.
    pub organization_id: cynic::Id,
    /// Its name then.
    pub organization_name: String,
    /// What the person calls the key.
    pub name: String,
    /// From when on it is refused.
    pub expires_at: DateTime<Utc>,
}

/// An update in what the person is told.
#[derive(Clone, Debug, PartialEq, Eq, cynic::QueryFragment)]
pub struct StatusEntry {
    /// What comes after it is asked for with this.
    pub cursor: String,
    /// When it happened, in UTC.
    pub at: DateTime<Utc>,
    /// What happened; `None` when the portal doesn't know what.
    pub update: Option<StatusUpdate>,
}

/// Updates after a position.
#[derive(Clone, Debug, PartialEq, Eq, cynic::QueryFragment)]
pub struct StatusPage {
    /// In the order in which they happened.
    pub entries: Vec<StatusEntry>,
    /// What comes after these is asked for with this.
    pub cursor: String,
    /// Whether there are more already.
    pub more: bool,
}

/// What is new. Has neither at the beginning, and where something happened that doesn't concern the person any more.
#[derive(Clone, Debug, PartialEq, Eq, cynic::QueryFragment)]
pub struct StatusTick {
    /// What comes after it is asked for with this.
    pub cursor: String,
    /// An update.
    pub entry: Option<StatusEntry>,
    /// The organization of which exports changed. That is told to those who listen, and not kept.
    pub exports_changed: Option<cynic::Id>,
}

#[derive(cynic::QueryVariables)]
pub(crate) struct AfterVariables<'a> {
    pub(crate) after: Option<&'a str>,
}

/// Asks for what happened since, for who can't follow it.
#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query", variables = "AfterVariables")]
pub(crate) struct LookAtStatusUpdates {
    #[arguments(after: $after)]
    pub(crate) status_updates: StatusPage,
}

/// Follows what happens.
#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Subscription", variables = "AfterVariables")]
pub(crate) struct FollowStatusUpdates {
    #[arguments(after: $after)]
    pub(crate) status_updates: StatusTick,
}
