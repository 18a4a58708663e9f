//! One role of one member.

use sea_orm::entity::prelude::*;

use crate::domain::Role;

/// A member's role.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "membership_roles")]
pub struct Model {
    /// The organization.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: Uuid,
    /// The member.
    #[sea_orm(primary_key, auto_increment = false)]
    pub account_id: Uuid,
    /// What the member may do.
    #[sea_orm(primary_key, auto_increment = false)]
    pub role: Role,
}

impl ActiveModelBehavior for ActiveModel {}
