//! The organizations of the sample data, with their members and devices.

use chrono_tz::Tz;

use super::people::{ADA, GRACE, LINUS, MEI};
use crate::domain::{Feature, PERSONAL_ACCOUNT, Plan, Role};

/// One of them.
pub(super) struct Tenant {
    pub(super) name: &'static str,
    pub(super) plan: Plan,
    pub(super) zone: Tz,
    pub(super) owner: &'static str,
    /// Everyone else.
    pub(super) members: &'static [Member],
    pub(super) features: &'static [Feature],
    pub(super) devices: &'static [&'static str],
}

pub(super) struct Member {
    pub(super) email: &'static str,
    pub(super) roles: &'static [Role],
}

pub(super) const TENANTS: [Tenant; 3] = [
    Tenant {
        name: "ACME Robotics",
        plan: Plan::Business,
        zone: Tz::Europe__Berlin,
        owner: ADA,
        members: &[
            Member {
                email: GRACE,
                roles: &[Role::Admin],
            },
            Member {
                email: MEI,
                roles: &[Role::ChartEditor],
            },
        ],
        features: &[Feature::ApiKeys, Feature::ChartDataExport],
        devices: &[
            "Line 1 – Palletizer",
            "Line 2 – Welding cell",
            "Line 3 – Paint robot",
            "Line 4 – Conveyor north",
            "Line 4 – Conveyor south",
            "Test bench gateway",
        ],
    },
    Tenant {
        name: "Borealis Foods",
        plan: Plan::Team,
        zone: Tz::America__Halifax,
        owner: LINUS,
        members: &[
            Member {
                email: GRACE,
                roles: &[Role::BillingAdmin, Role::DeviceTechnician],
            },
            Member {
                email: MEI,
                roles: &[Role::DeviceEnroller],
            },
        ],
        features: &[],
        devices: &[
            "Cold store A thermometer",
            "Cold store B thermometer",
            "Filling station 7",
            "Pasteurizer 2",
        ],
    },
    Tenant {
        name: "Cobalt Energy",
        plan: Plan::Free,
        zone: Tz::Europe__Berlin,
        owner: GRACE,
        members: &[
            Member {
                email: LINUS,
                roles: &[Role::WorkflowEditor, Role::WorkflowDeployer],
            },
            Member {
                email: MEI,
                roles: &[Role::ChartViewerOnly],
            },
        ],
        features: &[Feature::ChartDataExport],
        devices: &["Inverter hall 1", "Substation Ravensburg meter"],
    },
];

/// Where each person works first; who is not named here works in the personal account.
pub(super) const FIRST_VIEWS: [(&str, &str); 3] = [
    (ADA, "ACME Robotics"),
    (GRACE, "Borealis Foods"),
    (MEI, "Cobalt Energy"),
];

/// In whose calendar a tenant chooses days.
pub(super) fn zone_of(tenant: &str) -> Tz {
    let found = TENANTS.iter().find(|known| known.name == tenant);
    found.map_or(Tz::UTC, |found| found.zone)
}

/// The organization where this person works first, and their roles in it.
pub(super) fn first_view(email: &str) -> (&'static str, &'static [Role]) {
    const PERSONAL: (&str, &[Role]) = (PERSONAL_ACCOUNT, &[Role::Owner]);
    let tenant = FIRST_VIEWS
        .iter()
        .find(|(person, _)| *person == email)
        .and_then(|(_, name)| TENANTS.iter().find(|tenant| tenant.name == *name));
    let Some(tenant) = tenant else {
        return PERSONAL;
    };
    let member = tenant.members.iter().find(|member| member.email == email);
    (
        tenant.name,
        member.map_or(PERSONAL.1, |member| member.roles),
    )
}
