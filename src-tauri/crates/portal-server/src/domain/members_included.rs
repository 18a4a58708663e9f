//! Whose affair something in an organization is.

use super::{OrganizationKind, Role};

/// Whose affair something in an organization is, by the roles that they have in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Members {
    /// All of them.
    Everyone,
    /// The owner of a shared organization, and its admins. A personal account has none: there are no
    /// members and settings to administer.
    Administrators,
    /// The owner and admins; in a personal account its person.
    KeyAdministrators,
    /// The owner of a shared organization.
    OwnerOnly,
    /// Those who may look at charts.
    ChartViewers,
    /// Those who may look at workflows and where they were deployed.
    WorkflowViewers,
    /// Those who may look at more than charts.
    NotChartViewersOnly,
    /// Those who may buy credits.
    CreditBuyers,
}

impl Members {
    /// Whether a member of an organization of this kind, with these roles in it, is one of them. A member may do
    /// what any of their roles allows.
    #[must_use]
    pub fn include(self, kind: OrganizationKind, roles: &[Role]) -> bool {
        let is_shared = kind == OrganizationKind::Shared;
        roles.iter().any(|role| match self {
            Self::Everyone => true,
            Self::Administrators => is_shared && role.administers(),
            Self::KeyAdministrators => role.administers(),
            Self::OwnerOnly => is_shared && *role == Role::Owner,
            Self::ChartViewers => role.views_charts(),
            Self::WorkflowViewers => role.sees_workflows(),
            Self::NotChartViewersOnly => *role != Role::ChartViewerOnly,
            Self::CreditBuyers => role.buys_credits(),
        })
    }

    /// The roles that make a member of an organization of this kind one of them, in the contract's order.
    pub fn roles(self, kind: OrganizationKind) -> impl Iterator<Item = Role> {
        let suffices = move |role: &Role| self.include(kind, &[*role]);
        Role::ALL.into_iter().filter(suffices)
    }
}
