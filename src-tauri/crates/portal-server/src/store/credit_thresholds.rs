//! Below how many credits people want to be told, and which transaction took the balance there.

use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter,
    QueryOrder,
};
use uuid::Uuid;

use super::StoreError;
use super::entities::credit_threshold::{Column, Entity, Model};
use crate::domain::Credits;

/// What a person wants to be told of in an organization.
///
/// # Errors
///
/// When the store fails.
pub async fn of(
    database: &impl ConnectionTrait,
    organization_id: Uuid,
    account_id: Uuid,
) -> Result<Option<Model>, StoreError> {
    Ok(Entity::find_by_id((organization_id, account_id))
        .one(database)
        .await?)
}

/// A person's thresholds that were crossed and that the balance is still below, in the order of the organizations' ids.
///
/// # Errors
///
/// When the store fails.
pub async fn crossed(
    database: &impl ConnectionTrait,
    account_id: Uuid,
) -> Result<Vec<Model>, StoreError> {
    Ok(Entity::find()
        .filter(Column::AccountId.eq(account_id))
        .filter(Column::Crossing.is_not_null())
        .order_by_asc(Column::OrganizationId)
        .all(database)
        .await?)
}

/// Sets a threshold in place of any other. Called by the holder of the ledger.
///
/// # Errors
///
/// When the store fails.
pub async fn set(database: &impl ConnectionTrait, row: Model) -> Result<(), StoreError> {
    let in_place = OnConflict::columns([Column::OrganizationId, Column::AccountId])
        .update_columns([Column::Threshold, Column::Crossing])
        .to_owned();
    Entity::insert(row.into_active_model().reset_all())
        .on_conflict(in_place)
        .exec_without_returning(database)
        .await?;
    Ok(())
}

/// Takes a threshold away; succeeds when there is none.
///
/// # Errors
///
/// When the store fails.
pub async fn remove(
    database: &impl ConnectionTrait,
    organization_id: Uuid,
    account_id: Uuid,
) -> Result<(), StoreError> {
    Entity::delete_by_id((organization_id, account_id))
        .exec(database)
        .await?;
    Ok(())
}

/// Notes for all thresholds of an organization that the transaction with this number took the balance from `before` to
/// `after`. Called by the holder of the ledger.
///
/// # Errors
///
/// When the store fails.
pub async fn moved(
    database: &impl ConnectionTrait,
    organization_id: Uuid,
    number: i64,
    before: Credits,
    after: Credits,
) -> Result<(), StoreError> {
    let of_organization = Entity::update_many().filter(Column::OrganizationId.eq(organization_id));
    let update = if after < before {
        of_organization
            .col_expr(Column::Crossing, Expr::value(Some(number)))
            .filter(Column::Threshold.gt(after))
            .filter(Column::Threshold.lte(before))
    } else {
        of_organization
            .col_expr(Column::Crossing, Expr::value(None::<i64>))
            .filter(Column::Threshold.lte(after))
            .filter(Column::Crossing.is_not_null())
    };
    update.exec(database).await?;
    Ok(())
}
