//! Codes that stand in for an authenticator.

use sea_orm::entity::prelude::*;

/// A recovery code, known by its message authentication code alone.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "recovery_codes")]
pub struct Model {
    /// Whose it is.
    #[sea_orm(primary_key, auto_increment = false)]
    pub account_id: Uuid,
    /// Proves it without holding it.
    #[sea_orm(primary_key, auto_increment = false)]
    pub code_mac: Vec<u8>,
    /// Whether it waits for an enrollment to be completed.
    pub pending: bool,
    /// When it was used, in UTC.
    pub used_at: Option<DateTimeUtc>,
}

impl ActiveModelBehavior for ActiveModel {}
