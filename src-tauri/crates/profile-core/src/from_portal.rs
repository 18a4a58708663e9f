//! From the contract's types to the page's. What a later portal adds and this app doesn't know is left out.

mod api_keys;
mod charts;
mod credit_purchases;
mod credits;
mod exports;
mod home;
mod members;
mod organizations;
mod pages;
mod security;
mod security_log;

use portal_client as contract;

use crate::monogram::{hue, initials};
use crate::preferences::{Preferences, Theme};
use crate::profile::{Account, CurrentOrganization, OrganizationKind, Profile, Role};

pub(crate) use self::api_keys::{
    api_key, api_key_name_refusal, api_key_summary, api_keys, contract_overlap, tried_api_key,
};
pub(crate) use self::charts::{
    chart_readings, chart_workspace, chart_workspace_summary, contract_calculation, contract_range,
};
pub(crate) use self::credit_purchases::{
    contract_wish, credit_amount_refusal, credit_offers, credit_purchase, credit_purchases_page,
};
pub(crate) use self::credits::{
    amount_refusal, contract_filter, credit_history_page, credit_totals, credits,
};
pub(crate) use self::exports::{
    chart_exports, contract_export_wish, export, export_estimate, export_range_refusal,
    export_state, exports_page,
};
pub(crate) use self::home::home;
pub(crate) use self::members::{member, members_page, roles_refusal};
pub(crate) use self::organizations::{
    name_refusal, organization_settings, organization_summary, picture_refusal,
};
pub(crate) use self::pages::contract_page;
pub(crate) use self::security::{open_sessions, password_refusal, requirements, security};
pub(crate) use self::security_log::{contract_category, security_event};

/// The profile of `viewer`, with the pictures at hand.
pub(crate) fn profile(
    viewer: contract::Viewer,
    exports_charts: bool,
    avatar: Option<String>,
    image: Option<String>,
) -> Profile {
    let organization = viewer.organization;
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
            initials: initials(&organization.name),
            hue: hue(organization.id.inner()),
            image,
            mfa_required_since: organization.mfa_required_since,
            can_administer: organization.viewer_can_administer,
            can_leave: organization.viewer_can_leave,
            pages: pages::pages(organization.viewer_pages),
            sees_credits: organization.viewer_sees_credits,
            exports_charts,
            id: organization.id.into_inner(),
            name: organization.name,
            kind: kind(organization.kind),
            roles: roles(organization.viewer_roles),
        },
        preferences: preferences(viewer.preferences),
        // A session's viewer always has it.
        security: viewer.security.map(security).unwrap_or_default(),
        api_keys: viewer.api_keys.map(api_key_summary),
        pinned_page: viewer.pinned_page.and_then(pages::pinned_page),
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

/// The page's roles.
pub(crate) fn roles(roles: Vec<contract::Role>) -> Vec<Role> {
    roles.into_iter().filter_map(role).collect()
}

/// The contract's roles.
pub(crate) fn contract_roles(roles: &[Role]) -> Vec<contract::Role> {
    roles.iter().copied().map(contract_role).collect()
}

fn contract_role(role: Role) -> contract::Role {
    match role {
        Role::Owner => contract::Role::Owner,
        Role::Admin => contract::Role::Admin,
        Role::BillingAdmin => contract::Role::BillingAdmin,
        Role::DeviceTechnician => contract::Role::DeviceTechnician,
        Role::DeviceEnroller => contract::Role::DeviceEnroller,
        Role::WorkflowEditor => contract::Role::WorkflowEditor,
        Role::WorkflowDeployer => contract::Role::WorkflowDeployer,
        Role::ChartEditor => contract::Role::ChartEditor,
        Role::ChartViewerOnly => contract::Role::ChartViewerOnly,
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

/// A count of the contract, which has no unsigned numbers; a negative one would be none.
pub(crate) fn count(number: i32) -> u32 {
    number.try_into().unwrap_or_default()
}
