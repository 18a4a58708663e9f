//! Credentials of programs.

use sea_orm::entity::prelude::*;

/// An API key; its secrets have rows of their own.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "api_keys")]
pub struct Model {
    /// Opaque id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// What it can see.
    pub organization_id: Uuid,
    /// Who created it; it acts for them.
    pub account_id: Uuid,
    /// What the person calls it.
    pub name: String,
    /// When it was created, in UTC.
    pub created_at: DateTimeUtc,
    /// From when on it is refused, in UTC.
    pub expires_at: Option<DateTimeUtc>,
    /// When it was last used, in UTC, give or take [`TOUCH_INTERVAL`](crate::auth::TOUCH_INTERVAL).
    pub last_used_at: Option<DateTimeUtc>,
    /// What used it last, as it called itself.
    pub last_used_by: Option<String>,
    /// When it was revoked, in UTC.
    pub revoked_at: Option<DateTimeUtc>,
    /// How many days before its end the person was last told of that; `None` before. Whoever creates a key that lives
    /// no longer than that knows it.
    pub expiry_told: Option<i16>,
}

impl ActiveModelBehavior for ActiveModel {}
