//! One person's sign-in at this portal.

use std::fmt;

use sea_orm::entity::prelude::*;

/// An account.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "accounts")]
pub struct Model {
    /// Opaque id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The address as it was written.
    pub email: String,
    /// The address in the form in which addresses are compared.
    #[sea_orm(unique)]
    pub email_key: String,
    /// Full name as others see it.
    pub display_name: String,
    /// The name in lower case: what members are listed by, in the same order on every database.
    pub name_order: String,
    /// Proves the password without holding it.
    pub password_hash: PasswordHash,
    /// SHA-256 of the picture, in lower-case hexadecimal; names it in the object store.
    pub avatar: Option<String>,
    /// When it was added, in UTC.
    pub created_at: DateTimeUtc,
    /// When the password was changed last, in UTC.
    pub password_changed_at: Option<DateTimeUtc>,
}

impl ActiveModelBehavior for ActiveModel {}

/// A password's hash in the PHC string format. Not shown by `Debug`.
#[derive(Clone, PartialEq, Eq, DeriveValueType)]
pub struct PasswordHash(pub String);

impl fmt::Debug for PasswordHash {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("PasswordHash(…)")
    }
}
