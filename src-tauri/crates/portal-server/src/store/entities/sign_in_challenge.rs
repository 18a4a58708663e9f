//! Sign-ins between the password and the second factor.

use sea_orm::entity::prelude::*;

use super::session::TokenHash;

/// A sign-in whose password was right.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "sign_in_challenges")]
pub struct Model {
    /// Opaque id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Finds it by its token without holding it.
    #[sea_orm(unique)]
    pub token_hash: TokenHash,
    /// Who signs in.
    pub account_id: Uuid,
    /// What signs in, as it called itself.
    pub client: String,
    /// The device's name, as it called itself.
    pub device: Option<String>,
    /// When it is too late for the second factor, in UTC.
    pub expires_at: DateTimeUtc,
    /// How many codes were tried.
    pub attempts: i32,
}

impl ActiveModelBehavior for ActiveModel {}
