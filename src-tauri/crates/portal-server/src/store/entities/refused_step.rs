//! Codes ahead of time that were told to be that, and are never accepted.

use sea_orm::entity::prelude::*;

/// A step of an account's authenticator.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "refused_steps")]
pub struct Model {
    /// Whose authenticator it is.
    #[sea_orm(primary_key, auto_increment = false)]
    pub account_id: Uuid,
    /// The step.
    #[sea_orm(primary_key, auto_increment = false)]
    pub step: i64,
}

impl ActiveModelBehavior for ActiveModel {}
