//! What was answered to requests that may come again.

use sea_orm::entity::prelude::*;

/// A request that was carried out.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "idempotency_keys")]
pub struct Model {
    /// Who sent it.
    #[sea_orm(primary_key, auto_increment = false)]
    pub account_id: Uuid,
    /// SHA-256 of the request's idempotency key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub key_hash: Vec<u8>,
    /// What was asked for.
    pub operation: String,
    /// SHA-256 of what it was asked with.
    pub input_hash: Vec<u8>,
    /// What came of it.
    pub subject: Uuid,
    /// Makes the same secret again together with the idempotency key, which is not kept.
    pub salt: Vec<u8>,
    /// When it was carried out, in UTC.
    pub created_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
