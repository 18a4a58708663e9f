//! What is left in the ledgers of credits.

use sea_orm::entity::prelude::*;

use crate::domain::Credits;

/// The end of an organization's ledger. Whoever adds to that holds this row.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "credit_balances")]
pub struct Model {
    /// The organization, which may be gone.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: Uuid,
    /// The balance after the last transaction.
    pub balance: Credits,
    /// The number of the last transaction; 0 before the first.
    pub last_number: i64,
    /// When that was, in UTC.
    pub last_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
