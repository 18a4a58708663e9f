//! Who a person is at a portal: what the profile page shows.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::api_keys::ApiKeySummary;
use crate::pages::{Page, PinnedPage};
use crate::preferences::Preferences;
use crate::security::Security;

/// Everything the profile page shows, as the portal decided it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Profile {
    /// The signed-in person.
    pub account: Account,
    /// The organization the session works in.
    pub organization: CurrentOrganization,
    /// How the app notifies the person and looks.
    pub preferences: Preferences,
    /// How the person proves who they are.
    pub security: Security,
    /// API keys of the organization in view at a glance; absent where there are none.
    pub api_keys: Option<ApiKeySummary>,
    /// The page that opens first in the organization in view; absent while none is pinned.
    pub pinned_page: Option<PinnedPage>,
}

/// The signed-in person.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Account {
    /// Opaque id, unique within the portal.
    pub id: String,
    /// The address the person signs in with; read-only.
    pub email: String,
    /// Full name as others see it.
    pub display_name: String,
    /// One or two letters that stand in for a missing picture.
    pub initials: String,
    /// Hue of the initials' background in degrees, 0–359, derived from the id.
    pub hue: u16,
    /// The picture as a `data:` URL, so that the page loads nothing from outside.
    pub avatar: Option<String>,
}

/// The organization that the session works in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CurrentOrganization {
    /// Opaque id.
    pub id: String,
    /// Name as its members see it.
    pub name: String,
    /// Personal account or shared organization.
    pub kind: OrganizationKind,
    /// One or two letters that stand in for a missing picture.
    pub initials: String,
    /// Hue of the initials' background in degrees, 0–359, derived from the id.
    pub hue: u16,
    /// The picture as a `data:` URL.
    pub image: Option<String>,
    /// The person's roles in it, in the contract's order.
    pub roles: Vec<Role>,
    /// Since when all its members need MFA, in UTC.
    pub mfa_required_since: Option<DateTime<Utc>>,
    /// Whether the person may open its settings and members.
    pub can_administer: bool,
    /// Whether the person may leave it.
    pub can_leave: bool,
    /// Pages that the person may open in it, in the order of the navigation bar.
    pub pages: Vec<Page>,
    /// Whether it is on a credit-based plan and the person may see its credits.
    pub sees_credits: bool,
    /// Whether the person may export its chart data.
    pub exports_charts: bool,
}

/// Whether an organization can be shared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum OrganizationKind {
    /// The one that every account has; it can't be shared.
    Personal,
    /// A tenant with members.
    Shared,
}

/// What a member may do in an organization.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Created the organization; may do all that an Admin may.
    Owner,
    /// Manages members and settings; exclusive.
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
    /// Looks at charts and nothing else; exclusive.
    ChartViewerOnly,
}

impl Role {
    /// Whether it may buy credits.
    pub(crate) fn buys_credits(self) -> bool {
        matches!(self, Self::Owner | Self::Admin | Self::BillingAdmin)
    }
}

/// A profile and when the portal said it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ProfileSnapshot {
    /// What the portal said.
    pub profile: Profile,
    /// When it said so, in UTC.
    pub fetched_at: DateTime<Utc>,
}
