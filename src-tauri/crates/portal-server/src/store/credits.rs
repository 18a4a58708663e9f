//! The ledgers of credits: rows are added, never changed.

use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter,
    QueryOrder, QuerySelect,
};
use uuid::Uuid;

use super::StoreError;
use super::entities::{credit_balance, credit_transaction};
use crate::domain::Credits;

/// What is left in an organization's ledger; `None` when it was never written to.
///
/// # Errors
///
/// When the store fails.
pub async fn balance(
    database: &impl ConnectionTrait,
    organization_id: Uuid,
) -> Result<Option<credit_balance::Model>, StoreError> {
    Ok(credit_balance::Entity::find_by_id(organization_id)
        .one(database)
        .await?)
}

/// Holds an organization's ledger until the transaction ends, so that nobody else adds to it, and answers where it ends.
///
/// # Errors
///
/// When the store fails.
pub async fn lock(
    database: &impl ConnectionTrait,
    organization_id: Uuid,
) -> Result<credit_balance::Model, StoreError> {
    let empty = credit_balance::Model {
        organization_id,
        balance: Credits::default(),
        last_number: 0,
        last_at: DateTime::UNIX_EPOCH,
    };
    let unless_there = OnConflict::column(credit_balance::Column::OrganizationId)
        .do_nothing()
        .to_owned();
    credit_balance::Entity::insert(empty.into_active_model().reset_all())
        .on_conflict(unless_there)
        .exec_without_returning(database)
        .await?;
    credit_balance::Entity::find_by_id(organization_id)
        .lock_exclusive()
        .one(database)
        .await?
        .ok_or(StoreError::Inconsistent("a balance is gone"))
}

/// Moves the end of an organization's ledger by `amount`, where that leaves at least `least` and at most
/// [`Credits::MAXIMUM_BALANCE`]; `None` where it doesn't. No earlier than the transaction before it is `now`.
///
/// # Errors
///
/// When the store fails.
pub async fn advance(
    database: &impl ConnectionTrait,
    organization_id: Uuid,
    amount: Credits,
    least: Credits,
    now: DateTime<Utc>,
) -> Result<Option<credit_balance::Model>, StoreError> {
    use credit_balance::{Column, Entity};

    let balance = || Expr::col(Column::Balance).add(amount.0);
    let at = Expr::case(Expr::col(Column::LastAt).lt(now), now).finally(Expr::col(Column::LastAt));
    let moved = Entity::update_many()
        .col_expr(Column::Balance, balance())
        .col_expr(Column::LastNumber, Expr::col(Column::LastNumber).add(1))
        .col_expr(Column::LastAt, at.into())
        .filter(Column::OrganizationId.eq(organization_id))
        .filter(balance().gte(least.0))
        .filter(balance().lte(Credits::MAXIMUM_BALANCE.0))
        .exec(database)
        .await?;
    match moved.rows_affected {
        0 => Ok(None),
        _ => self::balance(database, organization_id).await,
    }
}

/// Sets where an organization's ledger ends, for transactions that were added together.
///
/// # Errors
///
/// When the store fails, or the ledger was written to.
pub async fn set_balance(
    database: &impl ConnectionTrait,
    last: &credit_transaction::Model,
) -> Result<(), StoreError> {
    let row = credit_balance::Model {
        organization_id: last.organization_id,
        balance: last.balance_after,
        last_number: last.number,
        last_at: last.at,
    };
    credit_balance::Entity::insert(row.into_active_model().reset_all())
        .exec_without_returning(database)
        .await?;
    Ok(())
}

/// Adds transactions.
///
/// # Errors
///
/// When the store fails, or the ledger has one with such a number.
pub async fn append(
    database: &impl ConnectionTrait,
    transactions: Vec<credit_transaction::Model>,
) -> Result<(), StoreError> {
    let rows = transactions
        .into_iter()
        .map(|transaction| transaction.into_active_model().reset_all());
    credit_transaction::Entity::insert_many(rows)
        .exec_without_returning(database)
        .await?;
    Ok(())
}

/// A transaction by its number.
///
/// # Errors
///
/// When the store fails.
pub async fn by_number(
    database: &impl ConnectionTrait,
    organization_id: Uuid,
    number: i64,
) -> Result<Option<credit_transaction::Model>, StoreError> {
    Ok(
        credit_transaction::Entity::find_by_id((organization_id, number))
            .one(database)
            .await?,
    )
}

/// The first transactions after a number, at most `limit`, in the order of the ledger.
///
/// # Errors
///
/// When the store fails.
pub async fn following(
    database: &impl ConnectionTrait,
    organization_id: Uuid,
    number: i64,
    limit: u64,
) -> Result<Vec<credit_transaction::Model>, StoreError> {
    Ok(credit_transaction::Entity::find()
        .filter(credit_transaction::Column::OrganizationId.eq(organization_id))
        .filter(credit_transaction::Column::Number.gt(number))
        .order_by_asc(credit_transaction::Column::Number)
        .limit(limit)
        .all(database)
        .await?)
}

/// The organizations whose ledgers were written to, also those that are gone, in the order of their ids.
///
/// # Errors
///
/// When the store fails.
pub async fn ledgers(database: &impl ConnectionTrait) -> Result<Vec<Uuid>, StoreError> {
    let with_balance = credit_balance::Entity::find()
        .select_only()
        .column(credit_balance::Column::OrganizationId)
        .into_tuple::<Uuid>()
        .all(database)
        .await?;
    let with_transactions = credit_transaction::Entity::find()
        .select_only()
        .column(credit_transaction::Column::OrganizationId)
        .distinct()
        .into_tuple::<Uuid>()
        .all(database)
        .await?;
    let mut all: Vec<Uuid> = with_balance.into_iter().chain(with_transactions).collect();
    all.sort_unstable();
    all.dedup();
    Ok(all)
}
