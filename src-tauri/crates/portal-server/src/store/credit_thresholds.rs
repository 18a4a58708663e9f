//! Below how many credits people want to be told.

use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter,
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

/// Sets a threshold in place of any other. Called by the holder of the ledger.
///
/// # Errors
///
/// When the store fails.
pub async fn set(database: &impl ConnectionTrait, row: Model) -> Result<(), StoreError> {
    let in_place = OnConflict::columns([Column::OrganizationId, Column::AccountId])
        .update_column(Column::Threshold)
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

/// The thresholds of an organization that a balance falls below when it goes from `before` to `after`. Called by the
/// holder of the ledger.
///
/// # Errors
///
/// When the store fails.
pub async fn crossed(
    database: &impl ConnectionTrait,
    organization_id: Uuid,
    before: Credits,
    after: Credits,
) -> Result<Vec<Model>, StoreError> {
    if after >= before {
        return Ok(Vec::new());
    }
    Ok(Entity::find()
        .filter(Column::OrganizationId.eq(organization_id))
        .filter(Column::Threshold.gt(after))
        .filter(Column::Threshold.lte(before))
        .all(database)
        .await?)
}
