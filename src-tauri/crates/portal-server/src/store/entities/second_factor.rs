//! Authenticators that are in force.

use std::fmt;

use sea_orm::entity::prelude::*;

/// The second factor of an account.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "second_factors")]
pub struct Model {
    /// Whose it is.
    #[sea_orm(primary_key, auto_increment = false)]
    pub account_id: Uuid,
    /// The shared secret, sealed.
    pub sealed_secret: SealedSecret,
    /// The step of the code accepted last; none of it or before is accepted again.
    pub last_step: i64,
    /// Since when a code is asked for, in UTC.
    pub enabled_at: DateTimeUtc,
    /// The enrollment that it came from, so that its completion can be asked for again.
    pub enrollment_id: Uuid,
}

impl ActiveModelBehavior for ActiveModel {}

/// A secret as it is kept: of no use without the key. Not shown by `Debug`.
#[derive(Clone, PartialEq, Eq, DeriveValueType)]
pub struct SealedSecret(pub Vec<u8>);

impl fmt::Debug for SealedSecret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("SealedSecret(…)")
    }
}
