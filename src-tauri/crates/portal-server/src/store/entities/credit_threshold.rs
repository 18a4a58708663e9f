//! Below how many credits people want to be told.

use sea_orm::entity::prelude::*;

use crate::domain::Credits;

/// Below how many credits of one organization one person wants to be told.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "credit_thresholds")]
pub struct Model {
    /// The organization.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: Uuid,
    /// The person.
    #[sea_orm(primary_key, auto_increment = false)]
    pub account_id: Uuid,
    /// More than nothing.
    pub threshold: Credits,
}

impl ActiveModelBehavior for ActiveModel {}
