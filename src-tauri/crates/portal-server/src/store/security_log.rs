//! What happened to the security of accounts: added to, never changed, and forgotten in time.

use chrono::{DateTime, Utc};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, OnConflict, Order, Query};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, ConnectionTrait, EntityTrait, ExprTrait,
    IntoActiveModel, QueryFilter, QueryOrder, QuerySelect,
};
use uuid::Uuid;

use super::StoreError;
use super::entities::{security_event, unknown_sign_ins};
use crate::domain::SecurityCategory;

/// Where a page of events ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EventPosition {
    /// When its last event happened, in UTC.
    pub at: DateTime<Utc>,
    /// The id, which decides between events of one moment.
    pub id: Uuid,
}

/// Adds an event.
///
/// # Errors
///
/// When the store fails.
pub async fn insert(
    database: &impl ConnectionTrait,
    event: security_event::Model,
) -> Result<(), StoreError> {
    security_event::Entity::insert(event.into_active_model().reset_all())
        .exec_without_returning(database)
        .await?;
    Ok(())
}

/// At most `limit` events of an account before a position, the latest first; only those of
/// `categories` unless there are none.
///
/// # Errors
///
/// When the store fails.
pub async fn page(
    database: &impl ConnectionTrait,
    account_id: Uuid,
    categories: &[SecurityCategory],
    before: Option<EventPosition>,
    limit: u64,
) -> Result<Vec<security_event::Model>, StoreError> {
    let mut events = security_event::Entity::find()
        .filter(security_event::Column::AccountId.eq(account_id))
        .order_by_desc(security_event::Column::At)
        .order_by_desc(security_event::Column::Id)
        .limit(limit);
    if !categories.is_empty() {
        let wanted = categories.iter().copied();
        events = events.filter(security_event::Column::Category.is_in(wanted));
    }
    if let Some(position) = before {
        events = events.filter(
            Condition::any()
                .add(security_event::Column::At.lt(position.at))
                .add(
                    Condition::all()
                        .add(security_event::Column::At.eq(position.at))
                        .add(security_event::Column::Id.lt(position.id)),
                ),
        );
    }
    Ok(events.all(database).await?)
}

/// When the oldest event of all happened, in UTC; `None` when there are none.
///
/// # Errors
///
/// When the store fails.
pub async fn oldest(database: &impl ConnectionTrait) -> Result<Option<DateTime<Utc>>, StoreError> {
    Ok(security_event::Entity::find()
        .select_only()
        .column(security_event::Column::At)
        .order_by_asc(security_event::Column::At)
        .into_tuple()
        .one(database)
        .await?)
}

/// Forgets at most `limit` events from before `moment`, the oldest first; answers how many.
///
/// # Errors
///
/// When the store fails.
pub async fn forget_before(
    database: &impl ConnectionTrait,
    moment: DateTime<Utc>,
    limit: u64,
) -> Result<u64, StoreError> {
    let oldest = Query::select()
        .column(security_event::Column::Id)
        .from(security_event::Entity)
        .and_where(security_event::Column::At.lt(moment))
        .order_by(security_event::Column::At, Order::Asc)
        .limit(limit)
        .to_owned();
    let deleted = security_event::Entity::delete_many()
        .filter(security_event::Column::Id.in_subquery(oldest))
        .exec(database)
        .await?;
    Ok(deleted.rows_affected)
}

/// Counts an attempt to sign in to an account that doesn't exist.
///
/// # Errors
///
/// When the store fails.
pub async fn count_unknown_sign_in(
    database: &impl ConnectionTrait,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    const ONLY: i16 = 1;
    let row = unknown_sign_ins::ActiveModel {
        id: Set(ONLY),
        failures: Set(1),
        last_at: Set(now),
    };
    let failures = (unknown_sign_ins::Entity, unknown_sign_ins::Column::Failures);
    let one_more = OnConflict::column(unknown_sign_ins::Column::Id)
        .value(
            unknown_sign_ins::Column::Failures,
            Expr::col(failures).add(1),
        )
        .update_column(unknown_sign_ins::Column::LastAt)
        .to_owned();
    unknown_sign_ins::Entity::insert(row)
        .on_conflict(one_more)
        .exec_without_returning(database)
        .await?;
    Ok(())
}
