//! What the app tells a person outside the page.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::export_downloads::PauseReason;
use crate::profile::Role;

/// Something that happened; shown as a native notification when the person wants them, and kept for the notification
/// centre under these names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Announcement {
    /// The person signed in.
    SignedIn {
        /// Their name.
        display_name: String,
        /// The portal's name.
        portal: String,
    },
    /// The session was ended by the person.
    SignedOut {
        /// The portal's name.
        portal: String,
    },
    /// The display name is saved.
    DisplayNameChanged {
        /// The new name.
        display_name: String,
    },
    /// The theme is saved.
    ThemeChanged {
        /// The new choice.
        theme: crate::preferences::Theme,
    },
    /// Notifications were turned on.
    NotificationsOn,
    /// MFA is on.
    MfaEnabled,
    /// MFA is off.
    MfaDisabled,
    /// Recovery codes were issued in place of the earlier ones.
    RecoveryCodesRegenerated,
    /// A new password is in force.
    PasswordChanged,
    /// Another session was ended.
    SessionRevoked,
    /// All other sessions were ended.
    OtherSessionsRevoked {
        /// How many there were.
        count: u32,
    },
    /// An API key was created.
    ApiKeyCreated {
        /// What the person calls it.
        name: String,
    },
    /// An API key has a new secret.
    ApiKeyRotated {
        /// What the person calls it.
        name: String,
    },
    /// An API key was ended.
    ApiKeyRevoked {
        /// What the person calls it.
        name: String,
    },
    /// An organization was created.
    OrganizationCreated {
        /// Its name.
        name: String,
    },
    /// An organization's name and picture are saved.
    OrganizationSaved {
        /// Its name.
        name: String,
    },
    /// An organization requires MFA of its members from now on.
    MfaRequired {
        /// Its name.
        organization: String,
    },
    /// An organization requires MFA no more.
    MfaNotRequired {
        /// Its name.
        organization: String,
    },
    /// The person left an organization.
    OrganizationLeft {
        /// Its name.
        name: String,
    },
    /// An organization was deleted.
    OrganizationDeleted {
        /// Its name.
        name: String,
    },
    /// An account was made a member.
    MemberAdded {
        /// The member's name.
        display_name: String,
    },
    /// A member was given other roles.
    MemberRolesChanged {
        /// The member's name.
        display_name: String,
    },
    /// A membership was ended.
    MemberRemoved {
        /// The name of the organization.
        organization: String,
    },
    /// A page opens first from now on.
    PagePinned {
        /// Which page.
        page: crate::pages::Page,
        /// The name of the charts workspace, if it is one.
        workspace: Option<String>,
    },
    /// No page is pinned any more.
    PageUnpinned,
    /// Something happened on the portal that was not this app's doing.
    Status(StatusAnnouncement),
    /// The credits of an organization fell below what the person chose.
    CreditsLow {
        /// The name of the organization.
        organization: String,
        /// What they chose, an exact decimal such as `1000.000`.
        threshold: String,
        /// What is left, an exact decimal.
        balance: String,
    },
    /// Credits that were bought are there.
    CreditsAdded {
        /// The name of the organization.
        organization: String,
        /// How many, an exact decimal such as `1000.000`.
        credits: String,
    },
    /// The payment for credits was refused.
    PaymentDeclined {
        /// The name of the organization.
        organization: String,
        /// How many there would have been, an exact decimal.
        credits: String,
    },
    /// Nobody paid for credits in time.
    PaymentExpired {
        /// The name of the organization.
        organization: String,
        /// How many there would have been, an exact decimal.
        credits: String,
    },
    /// The page where credits are paid did not open, and another organization came into view meanwhile.
    CheckoutNotOpened {
        /// The name of the organization that they are for.
        organization: String,
    },
    /// The file of an export is saved.
    ExportSaved {
        /// What it is called.
        name: String,
        /// Where it lies.
        path: String,
    },
    /// The file of an export comes no further until the person does something about it.
    ExportPaused {
        /// What it is to be called.
        name: String,
        /// What is in the way.
        reason: PauseReason,
    },
    /// The file of an export could not be fetched.
    ExportNotSaved {
        /// What it was to be called.
        name: String,
    },
    /// A change of an organization that is not in view any more did not come about.
    ChangeNotSaved {
        /// The name of the organization.
        organization: String,
    },
}

/// Something that happened on the portal, done by somebody else, by a program, or by time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StatusAnnouncement {
    /// An export of chart data came to an end.
    ExportEnded {
        /// The name of the organization.
        organization: String,
        /// The first day of its range.
        first_day: NaiveDate,
        /// The last day, which is in the range.
        last_day: NaiveDate,
        /// What came of it.
        end: ExportEnd,
    },
    /// A version of a workflow was put on devices.
    WorkflowDeployed {
        /// The name of the organization.
        organization: String,
        /// Name of the workflow.
        workflow: String,
        /// The version.
        version: u32,
        /// Name of the device; `None` when there are several.
        device: Option<String>,
        /// How many devices.
        devices: u32,
    },
    /// A version of a workflow could not be put on devices.
    WorkflowDeploymentFailed {
        /// The name of the organization.
        organization: String,
        /// Name of the workflow.
        workflow: String,
        /// The version.
        version: u32,
        /// Name of the device; `None` when there are several.
        device: Option<String>,
        /// How many devices.
        devices: u32,
        /// Why, in the portal's words.
        reason: Option<String>,
    },
    /// Somebody else made an organization require MFA.
    MfaNowRequired {
        /// Its name.
        organization: String,
        /// Whether the person has MFA.
        is_on: bool,
    },
    /// Somebody else gave the person other roles.
    RolesChanged {
        /// The name of the organization.
        organization: String,
        /// The roles since then, in the contract's order.
        roles: Vec<Role>,
    },
    /// Somebody else ended the person's membership.
    MembershipEnded {
        /// The name of the organization.
        organization: String,
    },
    /// An API key of the person's ends soon.
    ApiKeyExpiring {
        /// The name of the organization.
        organization: String,
        /// What the person calls it.
        name: String,
        /// From when on it is refused, in UTC.
        expires_at: DateTime<Utc>,
    },
}

/// What came of an export.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ExportEnd {
    /// The file can be downloaded.
    Ready,
    /// It took longer than allowed.
    TimedOut,
    /// It could not be made.
    Failed,
    /// Somebody else cancelled it.
    Cancelled,
}
