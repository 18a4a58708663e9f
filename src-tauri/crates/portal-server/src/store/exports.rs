//! Exports of chart data.

use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, PaginatorTrait,
    QueryFilter, QueryOrder, QuerySelect,
};
use uuid::Uuid;

use super::StoreError;
use super::entities::export;

/// The latest exports that a person asked for in an organization, at most `limit`.
///
/// # Errors
///
/// When the store fails.
pub async fn latest_of(
    database: &impl ConnectionTrait,
    organization_id: Uuid,
    requester_id: Uuid,
    limit: u64,
) -> Result<Vec<export::Model>, StoreError> {
    Ok(export::Entity::find()
        .filter(export::Column::OrganizationId.eq(organization_id))
        .filter(export::Column::RequesterId.eq(requester_id))
        .order_by_desc(export::Column::CreatedAt)
        .order_by_desc(export::Column::Id)
        .limit(limit)
        .all(database)
        .await?)
}

/// How many exports of an organization there are, whoever asked for them.
///
/// # Errors
///
/// When the store fails.
pub async fn count(
    database: &impl ConnectionTrait,
    organization_id: Uuid,
) -> Result<u64, StoreError> {
    Ok(export::Entity::find()
        .filter(export::Column::OrganizationId.eq(organization_id))
        .count(database)
        .await?)
}

/// Adds an export.
///
/// # Errors
///
/// When the store fails.
pub async fn insert(
    database: &impl ConnectionTrait,
    export: export::Model,
) -> Result<(), StoreError> {
    export::Entity::insert(export.into_active_model().reset_all())
        .exec_without_returning(database)
        .await?;
    Ok(())
}
