//! Authenticators that are being set up.

use sea_orm::entity::prelude::*;

use super::second_factor::SealedSecret;

/// An enrollment; there is at most one for each account.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "mfa_enrollments")]
pub struct Model {
    /// Whose it is.
    #[sea_orm(primary_key, auto_increment = false)]
    pub account_id: Uuid,
    /// Sets it apart from the one before.
    pub id: Uuid,
    /// The shared secret, sealed.
    pub sealed_secret: SealedSecret,
    /// The step of the code that showed that the authenticator works.
    pub verified_step: Option<i64>,
    /// When it is too late to complete it, in UTC.
    pub expires_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
