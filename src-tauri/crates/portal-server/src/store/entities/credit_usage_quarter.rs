//! What organizations used, by quarter hours.

use sea_orm::entity::prelude::*;

use crate::domain::Credits;

/// The usage of an organization in one quarter hour. Days begin at a quarter hour in every time zone.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "credit_usage_quarters")]
pub struct Model {
    /// The organization, which may be gone.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: Uuid,
    /// When it begins, in seconds since 1970 in UTC.
    #[sea_orm(primary_key, auto_increment = false)]
    pub begins_at: i64,
    /// What was used, a positive amount.
    pub amount: Credits,
}

impl ActiveModelBehavior for ActiveModel {}
