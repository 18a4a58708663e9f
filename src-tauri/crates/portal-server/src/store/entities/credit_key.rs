//! Requests to ledgers that may come again.

use sea_orm::entity::prelude::*;

/// A request that added to a ledger, by its idempotency key.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "credit_keys")]
pub struct Model {
    /// The organization, which may be gone.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organization_id: Uuid,
    /// SHA-256 of the key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub key_hash: Vec<u8>,
    /// SHA-256 of what was asked for.
    pub input_hash: Vec<u8>,
    /// The number of the transaction that came of it.
    pub number: i64,
    /// When it was carried out, in UTC.
    pub created_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
