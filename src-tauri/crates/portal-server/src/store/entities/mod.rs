//! The tables, one file each.

pub mod account;
pub mod device;
pub mod membership;
pub mod membership_role;
pub mod organization;
pub mod organization_feature;
pub mod preferences;
pub mod session;
