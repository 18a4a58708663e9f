//! Checkouts of the sandbox.

use chrono::{DateTime, Utc};
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, Set,
};
use uuid::Uuid;

use super::StoreError;
use super::entities::sandbox_checkout::{self, SandboxState};

/// Adds a checkout unless there is one for the purchase, and answers the one there is.
///
/// # Errors
///
/// When the store fails.
pub async fn ensure(
    database: &impl ConnectionTrait,
    checkout: sandbox_checkout::Model,
) -> Result<sandbox_checkout::Model, StoreError> {
    let id = checkout.purchase_id;
    let unless_there = OnConflict::column(sandbox_checkout::Column::PurchaseId)
        .do_nothing()
        .to_owned();
    sandbox_checkout::Entity::insert(checkout.into_active_model().reset_all())
        .on_conflict(unless_there)
        .exec_without_returning(database)
        .await?;
    let there = sandbox_checkout::Entity::find()
        .filter(sandbox_checkout::Column::PurchaseId.eq(id))
        .one(database)
        .await?;
    there.ok_or(StoreError::Inconsistent("a checkout is gone"))
}

/// The checkout with this token.
///
/// # Errors
///
/// When the store fails.
pub async fn by_token(
    database: &impl ConnectionTrait,
    token: &str,
) -> Result<Option<sandbox_checkout::Model>, StoreError> {
    Ok(sandbox_checkout::Entity::find_by_id(token)
        .one(database)
        .await?)
}

/// The checkout of a purchase.
///
/// # Errors
///
/// When the store fails.
pub async fn of_purchase(
    database: &impl ConnectionTrait,
    purchase: Uuid,
) -> Result<Option<sandbox_checkout::Model>, StoreError> {
    Ok(sandbox_checkout::Entity::find()
        .filter(sandbox_checkout::Column::PurchaseId.eq(purchase))
        .one(database)
        .await?)
}

/// Ends a checkout that is open, in time where `in_time` says when it is; answers whether it was.
///
/// # Errors
///
/// When the store fails.
pub async fn end(
    database: &impl ConnectionTrait,
    token: &str,
    state: SandboxState,
    in_time: Option<DateTime<Utc>>,
) -> Result<bool, StoreError> {
    let mut end = sandbox_checkout::Entity::update_many()
        .set(to(state))
        .filter(sandbox_checkout::Column::Token.eq(token))
        .filter(sandbox_checkout::Column::State.eq(SandboxState::Open));
    if let Some(now) = in_time {
        end = end.filter(sandbox_checkout::Column::ExpiresAt.gt(now));
    }
    Ok(end.exec(database).await?.rows_affected == 1)
}

/// Pays back a checkout that was paid; answers whether it was.
///
/// # Errors
///
/// When the store fails.
pub async fn refund(database: &impl ConnectionTrait, token: &str) -> Result<bool, StoreError> {
    let refunded = sandbox_checkout::Entity::update_many()
        .set(to(SandboxState::Refunded))
        .filter(sandbox_checkout::Column::Token.eq(token))
        .filter(sandbox_checkout::Column::State.eq(SandboxState::Paid))
        .exec(database)
        .await?;
    Ok(refunded.rows_affected == 1)
}

fn to(state: SandboxState) -> sandbox_checkout::ActiveModel {
    sandbox_checkout::ActiveModel {
        state: Set(state),
        ..Default::default()
    }
}
