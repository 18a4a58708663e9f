//! Sessions.

use chrono::{DateTime, Utc};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter,
};
use uuid::Uuid;

use super::StoreError;
use super::entities::session::{self, TokenHash};

/// Opens a session.
///
/// # Errors
///
/// When the store fails.
pub async fn insert(
    database: &impl ConnectionTrait,
    session: &session::Model,
) -> Result<(), StoreError> {
    session::Entity::insert(session.clone().into_active_model().reset_all())
        .exec_without_returning(database)
        .await?;
    Ok(())
}

/// The session of this token, whatever its state.
///
/// # Errors
///
/// When the store fails.
pub async fn by_token(
    database: &impl ConnectionTrait,
    token_hash: TokenHash,
) -> Result<Option<session::Model>, StoreError> {
    Ok(session::Entity::find()
        .filter(session::Column::TokenHash.eq(token_hash))
        .one(database)
        .await?)
}

/// Notes that the session was used.
///
/// # Errors
///
/// When the store fails.
pub async fn touch(
    database: &impl ConnectionTrait,
    id: Uuid,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    session::Entity::update_many()
        .col_expr(session::Column::LastUsedAt, Expr::value(now))
        .filter(session::Column::Id.eq(id))
        .filter(session::Column::LastUsedAt.lt(now))
        .exec(database)
        .await?;
    Ok(())
}

/// Ends one session.
///
/// # Errors
///
/// When the store fails.
pub async fn revoke(
    database: &impl ConnectionTrait,
    id: Uuid,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    session::Entity::update_many()
        .col_expr(session::Column::RevokedAt, Expr::value(now))
        .filter(session::Column::Id.eq(id))
        .filter(session::Column::RevokedAt.is_null())
        .exec(database)
        .await?;
    Ok(())
}

/// Ends all sessions of an account; answers how many were open.
///
/// # Errors
///
/// When the store fails.
pub async fn revoke_all(
    database: &impl ConnectionTrait,
    account_id: Uuid,
    now: DateTime<Utc>,
) -> Result<u64, StoreError> {
    let revoked = session::Entity::update_many()
        .col_expr(session::Column::RevokedAt, Expr::value(now))
        .filter(session::Column::AccountId.eq(account_id))
        .filter(session::Column::RevokedAt.is_null())
        .filter(session::Column::ExpiresAt.gt(now))
        .exec(database)
        .await?;
    Ok(revoked.rows_affected)
}

/// Forgets the sessions of an account that are past their absolute end.
///
/// # Errors
///
/// When the store fails.
pub async fn forget_expired(
    database: &impl ConnectionTrait,
    account_id: Uuid,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    session::Entity::delete_many()
        .filter(session::Column::AccountId.eq(account_id))
        .filter(session::Column::ExpiresAt.lte(now))
        .exec(database)
        .await?;
    Ok(())
}
