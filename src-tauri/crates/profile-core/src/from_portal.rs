//! From the contract's types to the page's. What a later portal adds and this app doesn't know is left out.

use portal_client as contract;

use crate::monogram::{hue, initials};
use crate::preferences::{Preferences, Theme};
use crate::profile::{Account, CurrentOrganization, OrganizationKind, Profile, Role};

/// The profile of `viewer`, with the picture at hand.
pub(crate) fn profile(viewer: contract::Viewer, avatar: Option<String>) -> Profile {
    Profile {
        account: Account {
            initials: initials(&viewer.display_name),
            hue: hue(viewer.id.inner()),
            id: viewer.id.into_inner(),
            email: viewer.email,
            display_name: viewer.display_name,
            avatar,
        },
        organization: CurrentOrganization {
            id: viewer.organization.id.into_inner(),
            name: viewer.organization.name,
            kind: kind(viewer.organization.kind),
            roles: viewer
                .organization
                .viewer_roles
                .into_iter()
                .filter_map(role)
                .collect(),
        },
        preferences: preferences(viewer.preferences),
    }
}

/// The page's preferences.
pub(crate) fn preferences(preferences: contract::Preferences) -> Preferences {
    Preferences {
        toast_notifications: preferences.toast_notifications,
        theme: match preferences.theme {
            contract::Theme::System | contract::Theme::Unknown => Theme::System,
            contract::Theme::Light => Theme::Light,
            contract::Theme::Dark => Theme::Dark,
        },
    }
}

/// The contract's theme.
pub(crate) fn contract_theme(theme: Theme) -> contract::Theme {
    match theme {
        Theme::System => contract::Theme::System,
        Theme::Light => contract::Theme::Light,
        Theme::Dark => contract::Theme::Dark,
    }
}

fn kind(kind: contract::OrganizationKind) -> OrganizationKind {
    match kind {
        contract::OrganizationKind::Personal => OrganizationKind::Personal,
        contract::OrganizationKind::Shared | contract::OrganizationKind::Unknown => {
            OrganizationKind::Shared
        }
    }
}

fn role(role: contract::Role) -> Option<Role> {
    match role {
        contract::Role::Owner => Some(Role::Owner),
        contract::Role::Admin => Some(Role::Admin),
        contract::Role::BillingAdmin => Some(Role::BillingAdmin),
        contract::Role::DeviceTechnician => Some(Role::DeviceTechnician),
        contract::Role::DeviceEnroller => Some(Role::DeviceEnroller),
        contract::Role::WorkflowEditor => Some(Role::WorkflowEditor),
        contract::Role::WorkflowDeployer => Some(Role::WorkflowDeployer),
        contract::Role::ChartEditor => Some(Role::ChartEditor),
        contract::Role::ChartViewerOnly => Some(Role::ChartViewerOnly),
        contract::Role::Unknown => None,
    }
}
