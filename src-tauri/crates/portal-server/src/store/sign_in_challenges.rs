//! Sign-ins between the password and the second factor.

use chrono::{DateTime, Utc};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter,
};
use uuid::Uuid;

use super::StoreError;
use super::entities::session::TokenHash;
use super::entities::sign_in_challenge;

/// Keeps a challenge, and forgets those of the account that are too old.
///
/// # Errors
///
/// When the store fails.
pub async fn insert(
    database: &impl ConnectionTrait,
    challenge: sign_in_challenge::Model,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    sign_in_challenge::Entity::delete_many()
        .filter(sign_in_challenge::Column::AccountId.eq(challenge.account_id))
        .filter(sign_in_challenge::Column::ExpiresAt.lte(now))
        .exec(database)
        .await?;
    sign_in_challenge::Entity::insert(challenge.into_active_model().reset_all())
        .exec_without_returning(database)
        .await?;
    Ok(())
}

/// The challenge of this token, while it is not too old.
///
/// # Errors
///
/// When the store fails.
pub async fn by_token(
    database: &impl ConnectionTrait,
    token_hash: TokenHash,
    now: DateTime<Utc>,
) -> Result<Option<sign_in_challenge::Model>, StoreError> {
    Ok(sign_in_challenge::Entity::find()
        .filter(sign_in_challenge::Column::TokenHash.eq(token_hash))
        .filter(sign_in_challenge::Column::ExpiresAt.gt(now))
        .one(database)
        .await?)
}

/// Counts a code tried; answers how many there were.
///
/// # Errors
///
/// When the store fails.
pub async fn count_attempt(
    database: &impl ConnectionTrait,
    challenge: &sign_in_challenge::Model,
) -> Result<i32, StoreError> {
    let attempts = challenge.attempts.saturating_add(1);
    sign_in_challenge::Entity::update_many()
        .col_expr(sign_in_challenge::Column::Attempts, Expr::value(attempts))
        .filter(sign_in_challenge::Column::Id.eq(challenge.id))
        .exec(database)
        .await?;
    Ok(attempts)
}

/// Forgets a challenge; answers whether it was there.
///
/// # Errors
///
/// When the store fails.
pub async fn remove(database: &impl ConnectionTrait, id: Uuid) -> Result<bool, StoreError> {
    let deleted = sign_in_challenge::Entity::delete_by_id(id)
        .exec(database)
        .await?;
    Ok(deleted.rows_affected == 1)
}

/// Forgets all challenges of an account, as when its password changes.
///
/// # Errors
///
/// When the store fails.
pub async fn remove_all(
    database: &impl ConnectionTrait,
    account_id: Uuid,
) -> Result<(), StoreError> {
    sign_in_challenge::Entity::delete_many()
        .filter(sign_in_challenge::Column::AccountId.eq(account_id))
        .exec(database)
        .await?;
    Ok(())
}
