//! Pages of the app, and the one that opens first.

use sea_orm::sea_query::StringLen;
use sea_orm::{DeriveActiveEnum, EnumIter};

use super::{Members, OrganizationKind, Role};

/// A page of the app.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum, async_graphql::Enum)]
#[sea_orm(
    rs_type = "String",
    db_type = "String(StringLen::N(32))",
    rename_all = "snake_case"
)]
pub enum Page {
    /// The organization at a glance; opens first unless another is pinned.
    Home,
    /// The charts workspaces, or one of them.
    Charts,
    /// Members and roles.
    Members,
    /// The person's profile.
    Profile,
}

impl Page {
    /// All pages, in the order of the navigation bar.
    const ALL: [Self; 4] = [Self::Home, Self::Charts, Self::Members, Self::Profile];

    /// The pages open to a member with these roles in an organization of this kind.
    #[must_use]
    pub fn open_to(roles: &[Role], kind: OrganizationKind) -> Vec<Self> {
        let opens = |page: &Self| page.opens_for(roles, kind);
        Self::ALL.into_iter().filter(opens).collect()
    }

    /// Whether a member with these roles may open it in an organization of this kind.
    #[must_use]
    pub fn opens_for(self, roles: &[Role], kind: OrganizationKind) -> bool {
        match self {
            Self::Home | Self::Profile => true,
            Self::Charts => Members::ChartViewers.include(kind, roles),
            Self::Members => Members::Administrators.include(kind, roles),
        }
    }
}

/// Why a pinned page can't be opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, async_graphql::Enum)]
pub enum BrokenPin {
    /// It is not there any more.
    Gone,
    /// The person's roles don't allow it.
    NotAllowed,
}
