//! The portal's words and the rules that hold for them, without a database or a network.

mod display_name;
mod email;
mod organization;
mod preferences;
mod roles;

pub use display_name::{DisplayName, DisplayNameRefusal, MAXIMUM_DISPLAY_NAME_LENGTH};
pub use email::{EmailAddress, InvalidEmail};
pub use organization::{
    Feature, InvalidOrganizationName, MAXIMUM_OWNED_ORGANIZATIONS, OrganizationKind,
    OrganizationName, PERSONAL_ACCOUNT, Plan, UnknownFeature, UnknownPlan,
};
pub use preferences::Theme;
pub use roles::{Role, RoleRuleBroken, RoleSet, UnknownRole};
