//! The notification centre: what the app told the person, and what it would have told them had they wanted
//! notifications.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::announcements::{Announcement, StatusAnnouncement};
use crate::ports::TokenKey;

/// What a person is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// Whom.
    pub account: TokenKey,
    /// When it happened, in UTC.
    pub at: DateTime<Utc>,
    /// What happened.
    pub announcement: Announcement,
    /// The id of the organization that it happened in, if in one.
    pub organization: Option<String>,
}

/// Something that the person was told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notification {
    /// Counts those of an account on this machine; later ones have higher numbers.
    pub id: u32,
    /// When it happened, in UTC.
    pub at: DateTime<Utc>,
    /// What happened.
    pub announcement: Announcement,
    /// The id of the organization that it happened in, if in one.
    pub organization: Option<String>,
    /// Whether the person saw it. What they did themselves they need not see again.
    pub is_read: bool,
}

/// Where a notification leads: to what it is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// The organization at a glance.
    Home,
    /// The charts workspaces.
    Charts,
    /// Members and roles.
    Members,
    /// The person's profile.
    Profile,
    /// Where the person is signed in.
    Sessions,
    /// API keys of the personal account or the organization.
    ApiKeys,
    /// The organization's settings.
    Settings,
    /// All exports of chart data.
    Exports,
    /// The history of credits.
    Transactions,
    /// Purchases of credits.
    Purchases,
    /// All that the person was told.
    Notifications,
}

impl Place {
    /// Whether another organization shows another page there.
    #[must_use]
    pub fn is_of_organization(self) -> bool {
        !matches!(self, Self::Profile | Self::Sessions | Self::Notifications)
    }
}

impl Announcement {
    /// Where to find what it is about; `None` when that is gone, or nothing to look at.
    #[must_use]
    pub fn place(&self) -> Option<Place> {
        match self {
            Self::SignedIn { .. } | Self::SessionRevoked | Self::OtherSessionsRevoked { .. } => {
                Some(Place::Sessions)
            }
            Self::DisplayNameChanged { .. }
            | Self::ThemeChanged { .. }
            | Self::NotificationsOn
            | Self::MfaEnabled
            | Self::MfaDisabled
            | Self::RecoveryCodesRegenerated
            | Self::PasswordChanged
            | Self::PagePinned { .. }
            | Self::PageUnpinned => Some(Place::Profile),
            Self::ApiKeyCreated { .. }
            | Self::ApiKeyRotated { .. }
            | Self::ApiKeyRevoked { .. } => Some(Place::ApiKeys),
            Self::OrganizationCreated { .. } | Self::ChangeNotSaved { .. } => Some(Place::Home),
            Self::OrganizationSaved { .. }
            | Self::MfaRequired { .. }
            | Self::MfaNotRequired { .. } => Some(Place::Settings),
            Self::MemberAdded { .. }
            | Self::MemberRolesChanged { .. }
            | Self::MemberRemoved { .. } => Some(Place::Members),
            Self::CreditsLow { .. } | Self::CreditsAdded { .. } => Some(Place::Transactions),
            Self::PaymentDeclined { .. }
            | Self::PaymentExpired { .. }
            | Self::CheckoutNotOpened { .. } => Some(Place::Purchases),
            Self::ExportSaved { .. } | Self::ExportPaused { .. } | Self::ExportNotSaved { .. } => {
                Some(Place::Exports)
            }
            Self::SignedOut { .. }
            | Self::OrganizationLeft { .. }
            | Self::OrganizationDeleted { .. } => None,
            Self::Status(status) => status.place(),
        }
    }

    /// Whether it came without the person having done something just then.
    #[must_use]
    pub fn comes_by_itself(&self) -> bool {
        matches!(
            self,
            Self::Status(_)
                | Self::CreditsLow { .. }
                | Self::CreditsAdded { .. }
                | Self::PaymentDeclined { .. }
                | Self::PaymentExpired { .. }
                | Self::CheckoutNotOpened { .. }
                | Self::ExportSaved { .. }
                | Self::ExportPaused { .. }
                | Self::ExportNotSaved { .. }
                | Self::ChangeNotSaved { .. }
        )
    }
}

impl StatusAnnouncement {
    fn place(&self) -> Option<Place> {
        match self {
            Self::ExportEnded { .. } => Some(Place::Exports),
            Self::WorkflowDeployed { .. }
            | Self::WorkflowDeploymentFailed { .. }
            | Self::RolesChanged { .. } => Some(Place::Home),
            Self::MfaNowRequired { .. } => Some(Place::Profile),
            Self::ApiKeyExpiring { .. } => Some(Place::ApiKeys),
            Self::MembershipEnded { .. } => None,
        }
    }
}
