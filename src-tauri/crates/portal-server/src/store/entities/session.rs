//! One device on which a person is signed in.

use std::fmt;

use sea_orm::entity::prelude::*;

/// A session.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "sessions")]
pub struct Model {
    /// Opaque id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Who is signed in.
    pub account_id: Uuid,
    /// The organization it works in, as long as the account is a member.
    pub organization_id: Uuid,
    /// Finds the session by its token without holding it.
    #[sea_orm(unique)]
    pub token_hash: TokenHash,
    /// What signed in, as it called itself.
    pub client: String,
    /// The device's name, as it called itself.
    pub device: Option<String>,
    /// The network address it was opened from.
    pub address: Option<String>,
    /// The network of that address, by which attempts are limited.
    pub network: Option<String>,
    /// When the person signed in, in UTC.
    pub created_at: DateTimeUtc,
    /// When it was last used, in UTC, give or take [`TOUCH_INTERVAL`](crate::auth::TOUCH_INTERVAL).
    pub last_used_at: DateTimeUtc,
    /// Its absolute end, in UTC.
    pub expires_at: DateTimeUtc,
    /// When it was revoked, in UTC.
    pub revoked_at: Option<DateTimeUtc>,
    /// When the person last showed who they are, in UTC.
    pub confirmed_at: Option<DateTimeUtc>,
}

impl ActiveModelBehavior for ActiveModel {}

/// SHA-256 of a session token. Not shown by `Debug`.
#[derive(Clone, PartialEq, Eq, DeriveValueType)]
pub struct TokenHash(pub Vec<u8>);

impl fmt::Debug for TokenHash {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("TokenHash(…)")
    }
}
