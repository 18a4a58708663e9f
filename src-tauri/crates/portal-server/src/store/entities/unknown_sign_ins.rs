//! Attempts to sign in to accounts that don't exist.

use sea_orm::entity::prelude::*;

/// One row that counts them.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "unknown_sign_ins")]
pub struct Model {
    /// Always 1.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i16,
    /// How many.
    pub failures: i64,
    /// The last one, in UTC.
    pub last_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
