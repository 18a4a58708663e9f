//! What accounts are told of what happens on the portal.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict, Order, Query};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, ConnectionTrait, DatabaseTransaction, EntityTrait,
    IntoActiveModel, QueryFilter, QueryOrder, QuerySelect,
};
use uuid::Uuid;

use super::StoreError;
use super::entities::{api_key, status_feed, status_update};

/// Takes the next position in an account's feed. The feed is held until the transaction ends, so that positions are
/// in the order of commits: whoever reads one has all before it.
///
/// # Errors
///
/// When the store fails.
pub async fn advance(
    transaction: &DatabaseTransaction,
    account_id: Uuid,
) -> Result<i64, StoreError> {
    let row = status_feed::ActiveModel {
        account_id: Set(account_id),
        last: Set(1),
    };
    let last = (status_feed::Entity, status_feed::Column::Last);
    let next = OnConflict::column(status_feed::Column::AccountId)
        .value(status_feed::Column::Last, Expr::col(last).add(1))
        .to_owned();
    let feed = status_feed::Entity::insert(row)
        .on_conflict(next)
        .exec_with_returning(transaction)
        .await?;
    Ok(feed.last)
}

/// Adds an update, at a position that was taken in the same transaction.
///
/// # Errors
///
/// When the store fails.
pub async fn insert(
    transaction: &DatabaseTransaction,
    update: status_update::Model,
) -> Result<(), StoreError> {
    status_update::Entity::insert(update.into_active_model().reset_all())
        .exec_without_returning(transaction)
        .await?;
    Ok(())
}

/// Where an account's feed ends; 0 when it was never told anything.
///
/// # Errors
///
/// When the store fails.
pub async fn last(database: &impl ConnectionTrait, account_id: Uuid) -> Result<i64, StoreError> {
    let feed = status_feed::Entity::find_by_id(account_id)
        .one(database)
        .await?;
    Ok(feed.map_or(0, |feed| feed.last))
}

/// Where the feeds of these accounts end; those that were never told anything are left out.
///
/// # Errors
///
/// When the store fails.
pub async fn ends(
    database: &impl ConnectionTrait,
    accounts: impl IntoIterator<Item = Uuid>,
) -> Result<HashMap<Uuid, i64>, StoreError> {
    let feeds = status_feed::Entity::find()
        .filter(status_feed::Column::AccountId.is_in(accounts))
        .all(database)
        .await?;
    Ok(feeds
        .into_iter()
        .map(|feed| (feed.account_id, feed.last))
        .collect())
}

/// The first updates of an account after a position, at most `limit`, in order.
///
/// # Errors
///
/// When the store fails.
pub async fn after(
    database: &impl ConnectionTrait,
    account_id: Uuid,
    position: i64,
    limit: u64,
) -> Result<Vec<status_update::Model>, StoreError> {
    Ok(status_update::Entity::find()
        .filter(status_update::Column::AccountId.eq(account_id))
        .filter(status_update::Column::Position.gt(position))
        .order_by_asc(status_update::Column::Position)
        .limit(limit)
        .all(database)
        .await?)
}

/// Whether there are updates from before `moment`.
///
/// # Errors
///
/// When the store fails.
pub async fn any_before(
    database: &impl ConnectionTrait,
    moment: DateTime<Utc>,
) -> Result<bool, StoreError> {
    let first: Option<Uuid> = status_update::Entity::find()
        .select_only()
        .column(status_update::Column::AccountId)
        .filter(status_update::Column::At.lt(moment))
        .into_tuple()
        .one(database)
        .await?;
    Ok(first.is_some())
}

/// Forgets at most `limit` updates from before `moment`, the oldest first; answers how many.
///
/// # Errors
///
/// When the store fails.
pub async fn forget_before(
    database: &impl ConnectionTrait,
    moment: DateTime<Utc>,
    limit: u64,
) -> Result<u64, StoreError> {
    use status_update::{Column, Entity};

    let oldest = Query::select()
        .columns([Column::AccountId, Column::Position])
        .from(Entity)
        .and_where(Column::At.lt(moment))
        .order_by(Column::At, Order::Asc)
        .limit(limit)
        .to_owned();
    let key = Expr::tuple([Expr::col(Column::AccountId), Expr::col(Column::Position)]);
    let deleted = Entity::delete_many()
        .filter(key.in_subquery(oldest))
        .exec(database)
        .await?;
    Ok(deleted.rows_affected)
}

/// Keys that end after `now` and not after `until`, of which nobody was told so few `days` before; at most `limit`,
/// the first to end first.
///
/// # Errors
///
/// When the store fails.
pub async fn expiring_keys(
    database: &impl ConnectionTrait,
    now: DateTime<Utc>,
    until: DateTime<Utc>,
    days: i16,
    limit: u64,
) -> Result<Vec<api_key::Model>, StoreError> {
    Ok(api_key::Entity::find()
        .filter(api_key::Column::RevokedAt.is_null())
        .filter(api_key::Column::ExpiresAt.gt(now))
        .filter(api_key::Column::ExpiresAt.lte(until))
        .filter(untold(days))
        .order_by_asc(api_key::Column::ExpiresAt)
        .limit(limit)
        .all(database)
        .await?)
}

/// Notes that the end of a key is told so many `days` before; answers whether it was not, and the key is in use.
///
/// # Errors
///
/// When the store fails.
pub async fn note_expiry_told(
    transaction: &DatabaseTransaction,
    key: Uuid,
    days: i16,
) -> Result<bool, StoreError> {
    let noted = api_key::Entity::update_many()
        .col_expr(api_key::Column::ExpiryTold, Expr::value(days))
        .filter(api_key::Column::Id.eq(key))
        .filter(api_key::Column::RevokedAt.is_null())
        .filter(untold(days))
        .exec(transaction)
        .await?;
    Ok(noted.rows_affected == 1)
}

fn untold(days: i16) -> Condition {
    Condition::any()
        .add(api_key::Column::ExpiryTold.is_null())
        .add(api_key::Column::ExpiryTold.gt(days))
}
