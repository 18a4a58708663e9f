//! Secrets of API keys: one in force, and perhaps the one before.

use std::fmt;

use sea_orm::entity::prelude::*;

/// A secret, known by its hash alone.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "api_key_secrets")]
pub struct Model {
    /// Opaque id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The key it belongs to.
    pub api_key_id: Uuid,
    /// Its visible part, by which it is found.
    pub lookup: String,
    /// Proves it without holding it.
    pub hash: SecretHash,
    /// When it was issued, in UTC.
    pub issued_at: DateTimeUtc,
    /// From when on another takes its place, in UTC.
    pub ends_at: Option<DateTimeUtc>,
}

impl ActiveModelBehavior for ActiveModel {}

/// SHA-256 of an API key's text. Not shown by `Debug`.
#[derive(Clone, PartialEq, Eq, DeriveValueType)]
pub struct SecretHash(pub Vec<u8>);

impl fmt::Debug for SecretHash {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("SecretHash(…)")
    }
}
