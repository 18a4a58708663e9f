//! Recovery codes.

use chrono::{DateTime, Utc};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, PaginatorTrait, QueryFilter};
use uuid::Uuid;

use super::StoreError;
use super::entities::recovery_code;

/// Whether codes count at once, or wait for an enrollment to be completed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Force {
    /// They count.
    Now,
    /// They wait.
    Pending,
}

/// Puts these codes in the place of all others of the same force.
///
/// # Errors
///
/// When the store fails.
pub async fn replace(
    database: &impl ConnectionTrait,
    account_id: Uuid,
    macs: Vec<Vec<u8>>,
    force: Force,
) -> Result<(), StoreError> {
    remove(database, account_id, force).await?;
    let rows = macs.into_iter().map(|mac| recovery_code::ActiveModel {
        account_id: Set(account_id),
        code_mac: Set(mac),
        pending: Set(force == Force::Pending),
        used_at: Set(None),
    });
    recovery_code::Entity::insert_many(rows)
        .exec_without_returning(database)
        .await?;
    Ok(())
}

/// Removes all codes of this force.
///
/// # Errors
///
/// When the store fails.
pub async fn remove(
    database: &impl ConnectionTrait,
    account_id: Uuid,
    force: Force,
) -> Result<(), StoreError> {
    recovery_code::Entity::delete_many()
        .filter(recovery_code::Column::AccountId.eq(account_id))
        .filter(recovery_code::Column::Pending.eq(force == Force::Pending))
        .exec(database)
        .await?;
    Ok(())
}

/// Puts the waiting codes in force in place of those that are.
///
/// # Errors
///
/// When the store fails.
pub async fn put_in_force(
    database: &impl ConnectionTrait,
    account_id: Uuid,
) -> Result<(), StoreError> {
    remove(database, account_id, Force::Now).await?;
    recovery_code::Entity::update_many()
        .col_expr(recovery_code::Column::Pending, Expr::value(false))
        .filter(recovery_code::Column::AccountId.eq(account_id))
        .exec(database)
        .await?;
    Ok(())
}

/// What became of a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    /// It was in force, and is used up now.
    Accepted,
    /// It was used up before.
    Used,
    /// There is no such code.
    Unknown,
}

/// Uses up a code.
///
/// # Errors
///
/// When the store fails.
pub async fn use_up(
    database: &impl ConnectionTrait,
    account_id: Uuid,
    mac: &[u8],
    now: DateTime<Utc>,
) -> Result<Use, StoreError> {
    let this = || {
        recovery_code::Column::AccountId
            .eq(account_id)
            .and(recovery_code::Column::CodeMac.eq(mac))
            .and(recovery_code::Column::Pending.eq(false))
    };
    let updated = recovery_code::Entity::update_many()
        .col_expr(recovery_code::Column::UsedAt, Expr::value(now))
        .filter(this())
        .filter(recovery_code::Column::UsedAt.is_null())
        .exec(database)
        .await?;
    if updated.rows_affected == 1 {
        return Ok(Use::Accepted);
    }
    let known = recovery_code::Entity::find()
        .filter(this())
        .one(database)
        .await?;
    Ok(known.map_or(Use::Unknown, |_| Use::Used))
}

/// How many codes in force were not used yet.
///
/// # Errors
///
/// When the store fails.
pub async fn count_left(
    database: &impl ConnectionTrait,
    account_id: Uuid,
) -> Result<u64, StoreError> {
    Ok(recovery_code::Entity::find()
        .filter(recovery_code::Column::AccountId.eq(account_id))
        .filter(recovery_code::Column::Pending.eq(false))
        .filter(recovery_code::Column::UsedAt.is_null())
        .count(database)
        .await?)
}
