//! The numbers of receipts.

use sea_orm::entity::prelude::*;

/// The last number that was given to a receipt. There is one row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "receipt_numbers")]
pub struct Model {
    /// Always 1.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i32,
    /// The number; 0 before the first.
    pub last: i64,
}

impl ActiveModelBehavior for ActiveModel {}
