//! A feature that is on for one organization; off is the absence of its row.

use sea_orm::entity::prelude::*;

use crate::domain::Feature;

/// A feature turned on.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "organization_features")]
pub struct Model {
    /// The organization.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: Uuid,
    /// What is on.
    #[sea_orm(primary_key, auto_increment = false)]
    pub feature: Feature,
    /// When it was turned on, in UTC.
    pub enabled_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
