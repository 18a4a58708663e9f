//! Accounts.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, LockType, OnConflict};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect, TryInsertResult,
};
use uuid::Uuid;

use super::StoreError;
use super::entities::account::{self, PasswordHash};
use crate::domain::{DisplayName, EmailAddress};

/// What a new account starts with.
#[derive(Clone, Debug)]
pub struct NewAccount {
    /// Its id.
    pub id: Uuid,
    /// The address to sign in with.
    pub email: EmailAddress,
    /// Full name.
    pub display_name: DisplayName,
    /// Proves the password.
    pub password_hash: PasswordHash,
    /// SHA-256 of the picture, in lower-case hexadecimal.
    pub avatar: Option<String>,
    /// When it is added.
    pub created_at: DateTime<Utc>,
}

/// The account with this id.
///
/// # Errors
///
/// When the store fails.
pub async fn by_id(
    database: &impl ConnectionTrait,
    id: Uuid,
) -> Result<Option<account::Model>, StoreError> {
    Ok(account::Entity::find_by_id(id).one(database).await?)
}

/// The account that signs in with this address.
///
/// # Errors
///
/// When the store fails.
pub async fn by_email(
    database: &impl ConnectionTrait,
    email: &EmailAddress,
) -> Result<Option<account::Model>, StoreError> {
    Ok(account::Entity::find()
        .filter(account::Column::EmailKey.eq(email.key()))
        .one(database)
        .await?)
}

/// The display names of these accounts, each with its account.
///
/// # Errors
///
/// When the store fails.
pub async fn display_names(
    database: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = Uuid>,
) -> Result<BTreeMap<Uuid, String>, StoreError> {
    let found = account::Entity::find()
        .filter(account::Column::Id.is_in(BTreeSet::from_iter(ids)))
        .all(database)
        .await?;
    Ok(found
        .into_iter()
        .map(|account| (account.id, account.display_name))
        .collect())
}

/// Holds the account with this id until the transaction ends, so that what is counted for it
/// can't change meanwhile, and answers it as it is. On SQLite the transaction holds the whole
/// database already. On PostgreSQL others may still refer to the account, as the security log does: who
/// holds an organization and tells the person of it must not have to wait for one who waits for it.
///
/// # Errors
///
/// When the store fails, or there is no such account.
pub async fn lock(database: &impl ConnectionTrait, id: Uuid) -> Result<account::Model, StoreError> {
    account::Entity::find_by_id(id)
        .lock(LockType::NoKeyUpdate)
        .one(database)
        .await?
        .ok_or(StoreError::Inconsistent("an account is gone"))
}

/// Adds an account; answers whether it did. It doesn't when the id or the address is taken.
///
/// # Errors
///
/// When the store fails.
pub async fn insert(database: &impl ConnectionTrait, new: NewAccount) -> Result<bool, StoreError> {
    let row = account::ActiveModel {
        id: Set(new.id),
        email: Set(new.email.as_str().to_owned()),
        email_key: Set(new.email.key().to_owned()),
        name_order: Set(new.display_name.as_str().to_lowercase()),
        display_name: Set(new.display_name.as_str().to_owned()),
        password_hash: Set(new.password_hash),
        avatar: Set(new.avatar),
        created_at: Set(new.created_at),
        password_changed_at: Set(None),
    };
    let inserted = account::Entity::insert(row)
        .on_conflict(OnConflict::new().do_nothing().to_owned())
        .try_insert()
        .exec_without_returning(database)
        .await?;
    Ok(matches!(inserted, TryInsertResult::Inserted(rows) if rows > 0))
}

/// Gives the account another display name; answers whether there is such an account.
///
/// # Errors
///
/// When the store fails.
pub async fn set_display_name(
    database: &impl ConnectionTrait,
    id: Uuid,
    display_name: &DisplayName,
) -> Result<bool, StoreError> {
    let updated = account::Entity::update_many()
        .col_expr(
            account::Column::DisplayName,
            Expr::value(display_name.as_str()),
        )
        .col_expr(
            account::Column::NameOrder,
            Expr::value(display_name.as_str().to_lowercase()),
        )
        .filter(account::Column::Id.eq(id))
        .exec(database)
        .await?;
    Ok(updated.rows_affected == 1)
}

/// Gives the account another password.
///
/// # Errors
///
/// When the store fails.
pub async fn set_password(
    database: &impl ConnectionTrait,
    id: Uuid,
    password_hash: PasswordHash,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    account::Entity::update_many()
        .col_expr(account::Column::PasswordHash, Expr::value(password_hash))
        .col_expr(account::Column::PasswordChangedAt, Expr::value(now))
        .filter(account::Column::Id.eq(id))
        .exec(database)
        .await?;
    Ok(())
}
