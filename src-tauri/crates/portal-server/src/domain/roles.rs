//! What a member may do in an organization, and which roles go together.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use sea_orm::sea_query::StringLen;
use sea_orm::{DeriveActiveEnum, EnumIter};
use serde::{Deserialize, Serialize};

/// What a member may do in an organization.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    EnumIter,
    DeriveActiveEnum,
    Serialize,
    Deserialize,
    async_graphql::Enum,
)]
#[serde(rename_all = "snake_case")]
#[sea_orm(
    rs_type = "String",
    db_type = "String(StringLen::N(32))",
    rename_all = "snake_case"
)]
pub enum Role {
    /// Created the organization; may do all that an Admin may. Can't be granted or removed.
    Owner,
    /// Manages members and settings. Exclusive: stands alone.
    Admin,
    /// Manages credits, not members or settings.
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
    /// Looks at charts and nothing else. Exclusive: stands alone.
    ChartViewerOnly,
}

impl Role {
    /// All roles, in the contract's order.
    pub const ALL: [Self; 9] = [
        Self::Owner,
        Self::Admin,
        Self::BillingAdmin,
        Self::DeviceTechnician,
        Self::DeviceEnroller,
        Self::WorkflowEditor,
        Self::WorkflowDeployer,
        Self::ChartEditor,
        Self::ChartViewerOnly,
    ];

    /// Its name on the command line, such as `chart-viewer-only`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Admin => "admin",
            Self::BillingAdmin => "billing-admin",
            Self::DeviceTechnician => "device-technician",
            Self::DeviceEnroller => "device-enroller",
            Self::WorkflowEditor => "workflow-editor",
            Self::WorkflowDeployer => "workflow-deployer",
            Self::ChartEditor => "chart-editor",
            Self::ChartViewerOnly => "chart-viewer-only",
        }
    }

    /// Whether it clears all other roles.
    #[must_use]
    pub fn is_exclusive(self) -> bool {
        matches!(self, Self::Admin | Self::ChartViewerOnly)
    }

    /// Whether it manages members and settings.
    #[must_use]
    pub fn administers(self) -> bool {
        matches!(self, Self::Owner | Self::Admin)
    }

    /// Whether it can be granted.
    #[must_use]
    pub fn is_grantable(self) -> bool {
        self != Self::Owner
    }
}

/// What each role opens. A member may do what any of their roles allows.
impl Role {
    /// Whether it may look at charts and the data behind them.
    #[must_use]
    pub fn views_charts(self) -> bool {
        !matches!(self, Self::BillingAdmin | Self::DeviceEnroller)
    }

    /// Whether it may buy credits.
    #[must_use]
    pub fn buys_credits(self) -> bool {
        matches!(self, Self::Owner | Self::Admin | Self::BillingAdmin)
    }

    /// Whether it may see workflows and where they were deployed.
    #[must_use]
    pub fn sees_workflows(self) -> bool {
        !matches!(self, Self::ChartViewerOnly | Self::BillingAdmin)
    }
}

impl fmt::Display for Role {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

impl FromStr for Role {
    type Err = UnknownRole;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|role| role.name() == name)
            .ok_or_else(|| UnknownRole(name.to_owned()))
    }
}

/// No role has this name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a role; roles are {list}", list = Role::ALL.map(Role::name).join(", "))]
pub struct UnknownRole(pub String);

/// Roles that a member may be granted together: at least one, never Owner, and an exclusive one
/// only by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoleSet(BTreeSet<Role>);

impl RoleSet {
    /// The set of `roles`, named in any order and as often as one likes.
    ///
    /// # Errors
    ///
    /// When they may not be granted together.
    pub fn granted(roles: impl IntoIterator<Item = Role>) -> Result<Self, RoleRuleBroken> {
        let roles = BTreeSet::from_iter(roles);
        if roles.is_empty() {
            return Err(RoleRuleBroken::NoRole);
        }
        if roles.contains(&Role::Owner) {
            return Err(RoleRuleBroken::OwnerGranted);
        }
        match roles.iter().find(|role| role.is_exclusive()) {
            Some(&role) if roles.len() > 1 => Err(RoleRuleBroken::NotAlone { role }),
            _ => Ok(Self(roles)),
        }
    }

    /// The roles in the contract's order.
    pub fn iter(&self) -> impl Iterator<Item = Role> + '_ {
        self.0.iter().copied()
    }
}

/// Why roles may not be granted together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RoleRuleBroken {
    /// A member without a role is no member.
    #[error("a member has at least one role")]
    NoRole,
    /// Owner is given to the creator.
    #[error("owner is given to whoever creates the organization and can't be granted")]
    OwnerGranted,
    /// The organization keeps its owner.
    #[error("the owner of an organization keeps that role; it can't be changed or removed")]
    OwnerChanged,
    /// An exclusive role with others.
    #[error("{role} stands alone and can't be combined with other roles")]
    NotAlone {
        /// The exclusive role.
        role: Role,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_role_is_found_by_its_name() {
        for role in Role::ALL {
            assert_eq!(role.name().parse(), Ok(role));
        }
        assert_eq!(
            "Owner".parse::<Role>(),
            Err(UnknownRole("Owner".to_owned()))
        );
    }

    #[test]
    fn roles_are_kept_in_the_order_of_the_contract() {
        let set = RoleSet::granted([Role::ChartEditor, Role::BillingAdmin, Role::ChartEditor]);
        assert_eq!(
            set.map(|set| set.iter().collect()),
            Ok(vec![Role::BillingAdmin, Role::ChartEditor])
        );
    }
}
