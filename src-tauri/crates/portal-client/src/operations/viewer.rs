//! The signed-in person, with all that the profile page shows.

use chrono::{DateTime, NaiveDate, Utc};

use crate::operations::api_keys::ApiKeySummary;
use crate::operations::pages::{Page, PinnedPage};
use crate::operations::preferences::Preferences;
use crate::operations::security::Security;
use crate::schema;

/// Asks who is signed in.
#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query")]
pub(crate) struct ViewerQuery {
    pub(crate) viewer: Viewer,
    pub(crate) chart_data_export: Option<ExportsOffered>,
}

/// Asks who is signed in at a portal that has no exports.
#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query")]
pub(crate) struct ViewerWithoutExportsQuery {
    pub(crate) viewer: Viewer,
}

/// Asks whether the person may export chart data of the organization in view.
#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query")]
pub(crate) struct LookForExports {
    pub(crate) chart_data_export: Option<ExportsOffered>,
}

/// Is there where the person may export chart data.
#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "ChartDataExport")]
pub(crate) struct ExportsOffered {
    #[expect(dead_code, reason = "the contract asks for a field")]
    today: NaiveDate,
}

/// What the profile page shows.
#[derive(Clone, Debug, PartialEq)]
pub struct ProfilePage {
    /// The signed-in person.
    pub viewer: Viewer,
    /// Whether the person may export chart data of the organization in view.
    pub exports_charts: bool,
}

/// The signed-in person.
#[derive(Clone, Debug, PartialEq, cynic::QueryFragment)]
pub struct Viewer {
    /// Opaque id, unique within the portal.
    pub id: cynic::Id,
    /// The address the person signs in with.
    pub email: String,
    /// Full name as others see it.
    pub display_name: String,
    /// Path of the picture on the portal.
    pub avatar_path: Option<String>,
    /// The organization the session works in.
    pub organization: Organization,
    /// How the app notifies the person and looks.
    pub preferences: Preferences,
    /// How the person proves who they are; a session always has it.
    pub security: Option<Security>,
    /// API keys of the organization in view at a glance; `None` where there are none.
    pub api_keys: Option<ApiKeySummary>,
    /// The page that opens first in the organization in view; `None` while none is pinned.
    pub pinned_page: Option<PinnedPage>,
}

/// The organization that the session works in.
#[derive(Clone, Debug, PartialEq, cynic::QueryFragment)]
pub struct Organization {
    /// Opaque id.
    pub id: cynic::Id,
    /// Name as its members see it.
    pub name: String,
    /// Personal account or shared organization.
    pub kind: OrganizationKind,
    /// The person's roles in it, in the contract's order.
    pub viewer_roles: Vec<Role>,
    /// Path of the picture on the portal.
    pub image_path: Option<String>,
    /// Since when all its members need MFA; `None` while they don't.
    pub mfa_required_since: Option<DateTime<Utc>>,
    /// Whether the person may open its settings and members.
    pub viewer_can_administer: bool,
    /// Whether the person may leave it.
    pub viewer_can_leave: bool,
    /// Pages that the person may open in it, in the contract's order.
    pub viewer_pages: Vec<Page>,
    /// Whether it is on a credit-based plan and the person may see its credits.
    pub viewer_sees_credits: bool,
}

/// Whether an organization can be shared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, cynic::Enum)]
pub enum OrganizationKind {
    /// The one that every account has.
    Personal,
    /// A tenant with members.
    Shared,
    /// A kind that a later portal knows.
    #[cynic(fallback)]
    Unknown,
}

/// What a member may do in an organization.
#[derive(Clone, Copy, Debug, PartialEq, Eq, cynic::Enum)]
pub enum Role {
    /// Created the organization.
    Owner,
    /// Manages members and settings.
    Admin,
    /// Manages credits.
    BillingAdmin,
    /// Maintains devices.
    DeviceTechnician,
    /// Enrols devices.
    DeviceEnroller,
    /// Edits workflows.
    WorkflowEditor,
    /// Deploys workflows.
    WorkflowDeployer,
    /// Edits charts.
    ChartEditor,
    /// Looks at charts and nothing else.
    ChartViewerOnly,
    /// A role that a later portal knows; can't be sent.
    #[cynic(fallback)]
    Unknown,
}
