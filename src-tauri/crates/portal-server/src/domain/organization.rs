//! Organizations: what they are called, what they pay for, what is turned on in them.

use std::fmt;
use std::str::FromStr;

use sea_orm::sea_query::StringLen;
use sea_orm::{DeriveActiveEnum, EnumIter};

use super::visible_name::{Unnameable, visible_name};

/// Shared organizations that one person may own.
pub const MAXIMUM_OWNED_ORGANIZATIONS: u64 = 3;

/// What the personal account of every person is called.
pub const PERSONAL_ACCOUNT: &str = "Personal account";

/// Characters that an organization's name may have.
pub const MAXIMUM_ORGANIZATION_NAME_LENGTH: usize = 100;

/// Whether an organization can be shared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum, async_graphql::Enum)]
#[sea_orm(
    rs_type = "String",
    db_type = "String(StringLen::N(32))",
    rename_all = "snake_case"
)]
pub enum OrganizationKind {
    /// The one that every account has; it can't be shared.
    Personal,
    /// A tenant with members.
    Shared,
}

/// What an organization pays for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(
    rs_type = "String",
    db_type = "String(StringLen::N(32))",
    rename_all = "snake_case"
)]
pub enum Plan {
    /// Nothing; what a new organization starts with.
    Free,
    /// A fixed price for each member.
    Team,
    /// Credits, used up by what the organization does.
    Business,
    /// Credits, of which more may be used than were bought; the rest is settled later.
    Enterprise,
}

impl Plan {
    /// All plans, the smallest first.
    pub const ALL: [Self; 4] = [Self::Free, Self::Team, Self::Business, Self::Enterprise];

    /// Its name on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Free => "free",
            Self::Team => "team",
            Self::Business => "business",
            Self::Enterprise => "enterprise",
        }
    }
}

impl Plan {
    /// Whether it is paid with credits.
    #[must_use]
    pub fn uses_credits(self) -> bool {
        matches!(self, Self::Business | Self::Enterprise)
    }

    /// Whether usage may take the balance below zero.
    #[must_use]
    pub fn overdraws(self) -> bool {
        self == Self::Enterprise
    }
}

impl fmt::Display for Plan {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

impl FromStr for Plan {
    type Err = UnknownPlan;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|plan| plan.name() == name)
            .ok_or_else(|| UnknownPlan(name.to_owned()))
    }
}

/// No plan has this name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a plan; plans are {list}", list = Plan::ALL.map(Plan::name).join(", "))]
pub struct UnknownPlan(pub String);

/// Something that is turned on for one organization at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(
    rs_type = "String",
    db_type = "String(StringLen::N(32))",
    rename_all = "snake_case"
)]
pub enum Feature {
    /// Programs may sign in with keys of their own.
    ApiKeys,
    /// Raw chart data may be written to files.
    ChartDataExport,
}

impl Feature {
    /// All features.
    pub const ALL: [Self; 2] = [Self::ApiKeys, Self::ChartDataExport];

    /// Its name on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::ApiKeys => "api-keys",
            Self::ChartDataExport => "chart-data-export",
        }
    }
}

impl fmt::Display for Feature {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

impl FromStr for Feature {
    type Err = UnknownFeature;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|feature| feature.name() == name)
            .ok_or_else(|| UnknownFeature(name.to_owned()))
    }
}

/// No feature has this name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a feature; features are {list}", list = Feature::ALL.map(Feature::name).join(", "))]
pub struct UnknownFeature(pub String);

/// What a shared organization is called: not empty, of at most [`MAXIMUM_ORGANIZATION_NAME_LENGTH`]
/// characters, and without any that can't be seen or that change how the text around it is drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrganizationName(String);

impl OrganizationName {
    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for OrganizationName {
    type Err = OrganizationNameRefusal;

    /// Space around the name is dropped.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match visible_name(text, MAXIMUM_ORGANIZATION_NAME_LENGTH) {
            Ok(name) => Ok(Self(name.to_owned())),
            Err(Unnameable::Empty) => Err(OrganizationNameRefusal::Empty),
            Err(Unnameable::TooLong) => Err(OrganizationNameRefusal::TooLong),
            Err(Unnameable::InvalidCharacters) => Err(OrganizationNameRefusal::InvalidCharacters),
        }
    }
}

/// Why an organization's name is not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, async_graphql::Enum)]
pub enum OrganizationNameRefusal {
    /// Nothing is left when the space around it is dropped.
    #[error("the name is empty")]
    Empty,
    /// It has more characters than allowed.
    #[error("the name has more than {MAXIMUM_ORGANIZATION_NAME_LENGTH} characters")]
    TooLong,
    /// It has characters that can't be shown.
    #[error("the name has characters that can't be shown")]
    InvalidCharacters,
}
