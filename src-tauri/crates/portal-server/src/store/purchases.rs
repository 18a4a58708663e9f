//! Purchases of credits. Each goes from state to state by statements that change it only where it is in a state from
//! which that is possible.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, ConnectionTrait, EntityTrait, IntoActiveModel,
    QueryFilter, QueryOrder, QuerySelect, Set,
};
use uuid::Uuid;

use super::StoreError;
use super::entities::{credit_transaction, purchase, receipt_number};
use crate::domain::PurchaseState;

/// Adds a purchase.
///
/// # Errors
///
/// When the store fails.
pub async fn insert(
    database: &impl ConnectionTrait,
    purchase: purchase::Model,
) -> Result<(), StoreError> {
    purchase::Entity::insert(purchase.into_active_model().reset_all())
        .exec_without_returning(database)
        .await?;
    Ok(())
}

/// The purchase with this id.
///
/// # Errors
///
/// When the store fails.
pub async fn by_id(
    database: &impl ConnectionTrait,
    id: Uuid,
) -> Result<Option<purchase::Model>, StoreError> {
    Ok(purchase::Entity::find_by_id(id).one(database).await?)
}

/// The purchase with this id, held until the transaction ends. Whoever holds its organization as well has that first,
/// and the ledger last.
///
/// # Errors
///
/// When the store fails.
pub async fn lock(
    database: &impl ConnectionTrait,
    id: Uuid,
) -> Result<Option<purchase::Model>, StoreError> {
    Ok(purchase::Entity::find_by_id(id)
        .lock_exclusive()
        .one(database)
        .await?)
}

/// The purchase whose payment the provider calls this.
///
/// # Errors
///
/// When the store fails.
pub async fn by_payment(
    database: &impl ConnectionTrait,
    payment: &str,
) -> Result<Option<purchase::Model>, StoreError> {
    Ok(purchase::Entity::find()
        .filter(purchase::Column::PaymentReference.eq(payment))
        .one(database)
        .await?)
}

/// Changes a purchase that is in one of these states; answers whether it was.
///
/// # Errors
///
/// When the store fails.
pub async fn advance(
    database: &impl ConnectionTrait,
    id: Uuid,
    from: &[PurchaseState],
    change: purchase::ActiveModel,
) -> Result<bool, StoreError> {
    let changed = purchase::Entity::update_many()
        .set(change)
        .filter(purchase::Column::Id.eq(id))
        .filter(purchase::Column::State.is_in(from.iter().copied()))
        .exec(database)
        .await?;
    Ok(changed.rows_affected == 1)
}

/// Notes the checkout of a purchase that has none; answers whether it had none. The checkout is open until the
/// provider says otherwise.
///
/// # Errors
///
/// When the store fails.
pub async fn note_checkout(
    database: &impl ConnectionTrait,
    id: Uuid,
    reference: String,
    url: Option<String>,
) -> Result<bool, StoreError> {
    let change = purchase::ActiveModel {
        provider_reference: Set(Some(reference)),
        checkout_url: Set(url),
        settled: Set(false),
        ..Default::default()
    };
    let changed = purchase::Entity::update_many()
        .set(change)
        .filter(purchase::Column::Id.eq(id))
        .filter(purchase::Column::ProviderReference.is_null())
        .exec(database)
        .await?;
    Ok(changed.rows_affected == 1)
}

/// A place in the list of an organization's purchases.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PurchasePosition {
    /// When the purchase there was begun, in UTC.
    pub created_at: DateTime<Utc>,
    /// Its id.
    pub id: Uuid,
}

/// Purchases of an organization from before a place, at most `limit`, the newest first.
///
/// # Errors
///
/// When the store fails.
pub async fn page(
    database: &impl ConnectionTrait,
    organization_id: Uuid,
    before: Option<PurchasePosition>,
    limit: u64,
) -> Result<Vec<purchase::Model>, StoreError> {
    use purchase::Column;

    let mut found = purchase::Entity::find().filter(Column::OrganizationId.eq(organization_id));
    if let Some(PurchasePosition { created_at, id }) = before {
        let earlier = Condition::any()
            .add(Column::CreatedAt.lt(created_at))
            .add(Column::CreatedAt.eq(created_at).and(Column::Id.lt(id)));
        found = found.filter(earlier);
    }
    Ok(found
        .order_by_desc(Column::CreatedAt)
        .order_by_desc(Column::Id)
        .limit(limit)
        .all(database)
        .await?)
}

/// Purchases of one person in an organization that go on, the oldest first, at most `limit`.
///
/// # Errors
///
/// When the store fails.
pub async fn open_of(
    database: &impl ConnectionTrait,
    organization_id: Uuid,
    buyer_id: Uuid,
    limit: u64,
) -> Result<Vec<purchase::Model>, StoreError> {
    use purchase::Column;

    Ok(purchase::Entity::find()
        .filter(Column::OrganizationId.eq(organization_id))
        .filter(Column::BuyerId.eq(buyer_id))
        .filter(Column::State.is_in(going_on()))
        .order_by_asc(Column::CreatedAt)
        .order_by_asc(Column::Id)
        .limit(limit)
        .all(database)
        .await?)
}

/// When the credits of these purchases came, in UTC, by their ids: as their ledgers have it. Those that were never
/// credited are left out.
///
/// # Errors
///
/// When the store fails.
pub async fn credited_at(
    database: &impl ConnectionTrait,
    purchases: &[purchase::Model],
) -> Result<HashMap<Uuid, DateTime<Utc>>, StoreError> {
    use credit_transaction::{Column, Entity};

    let mut ids = HashMap::new();
    for purchase in purchases {
        if let Some(number) = purchase.transaction_number {
            ids.insert((purchase.organization_id, number), purchase.id);
        }
    }
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let came: Vec<(Uuid, i64, DateTime<Utc>)> = Entity::find()
        .select_only()
        .columns([Column::OrganizationId, Column::Number, Column::At])
        .filter(Column::OrganizationId.is_in(ids.keys().map(|(organization, _)| *organization)))
        .filter(Column::Number.is_in(ids.keys().map(|(_, number)| *number)))
        .into_tuple()
        .all(database)
        .await?;
    let came = came.into_iter();
    let of_these = came.filter_map(|(organization, number, at)| {
        let id = ids.get(&(organization, number))?;
        Some((*id, at))
    });
    Ok(of_these.collect())
}

/// Purchases of all organizations, the newest first, at most `limit`.
///
/// # Errors
///
/// When the store fails.
pub async fn latest(
    database: &impl ConnectionTrait,
    limit: u64,
) -> Result<Vec<purchase::Model>, StoreError> {
    Ok(purchase::Entity::find()
        .order_by_desc(purchase::Column::CreatedAt)
        .order_by_desc(purchase::Column::Id)
        .limit(limit)
        .all(database)
        .await?)
}

/// Purchases with an id after `after` of which something new may be known at the provider, and those that are paid and
/// not credited, in the order of their ids, at most `limit`.
///
/// # Errors
///
/// When the store fails.
pub async fn unfinished(
    database: &impl ConnectionTrait,
    after: Uuid,
    limit: u64,
) -> Result<Vec<purchase::Model>, StoreError> {
    use purchase::Column;

    let in_question = Column::State
        .is_in(PurchaseState::UNPAID)
        .and(Column::Settled.eq(false));
    let unfinished = Condition::any()
        .add(Column::State.eq(PurchaseState::Paid))
        .add(in_question);
    Ok(purchase::Entity::find()
        .filter(Column::Id.gt(after))
        .filter(unfinished)
        .order_by_asc(Column::Id)
        .limit(limit)
        .all(database)
        .await?)
}

fn going_on() -> [PurchaseState; 3] {
    [
        PurchaseState::Created,
        PurchaseState::Pending,
        PurchaseState::Paid,
    ]
}

/// The number of the next receipt. The transaction that takes it keeps others from taking one: none is left out.
///
/// # Errors
///
/// When the store fails.
pub async fn take_receipt_number(database: &impl ConnectionTrait) -> Result<i64, StoreError> {
    use receipt_number::{Column, Entity};

    Entity::update_many()
        .col_expr(Column::Last, Expr::col(Column::Last).add(1))
        .exec(database)
        .await?;
    let taken = Entity::find().one(database).await?;
    let taken = taken.ok_or(StoreError::Inconsistent("the numbers of receipts are gone"))?;
    Ok(taken.last)
}
