//! Exports of chart data, as people see them.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use sea_orm::sea_query::ExprTrait;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, PaginatorTrait,
    QueryFilter, QueryOrder, QuerySelect,
};
use uuid::Uuid;

use super::StoreError;
use super::entities::export;
use crate::domain::ExportState;

/// A place in the list of exports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExportPosition {
    /// When the export there was asked for, in UTC.
    pub created_at: DateTime<Utc>,
    /// Its id.
    pub id: Uuid,
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

/// The export with this id.
///
/// # Errors
///
/// When the store fails.
pub async fn by_id(
    database: &impl ConnectionTrait,
    id: Uuid,
) -> Result<Option<export::Model>, StoreError> {
    Ok(export::Entity::find_by_id(id).one(database).await?)
}

/// The exports with these ids, in the order in which these are given.
///
/// # Errors
///
/// When the store fails.
pub async fn by_ids(
    database: &impl ConnectionTrait,
    ids: &[Uuid],
) -> Result<Vec<export::Model>, StoreError> {
    let mut found = export::Entity::find()
        .filter(export::Column::Id.is_in(ids.iter().copied()))
        .all(database)
        .await?;
    found.sort_by_key(|export| ids.iter().position(|id| *id == export.id));
    Ok(found)
}

/// The export of an organization with this id.
///
/// # Errors
///
/// When the store fails.
pub async fn of_organization(
    database: &impl ConnectionTrait,
    organization_id: Uuid,
    id: Uuid,
) -> Result<Option<export::Model>, StoreError> {
    let found = by_id(database, id).await?;
    Ok(found.filter(|export| export.organization_id == organization_id))
}

/// The exports of an organization, whoever asked for them, the newest first: those before `after`, at most `limit`.
///
/// # Errors
///
/// When the store fails.
pub async fn page(
    database: &impl ConnectionTrait,
    organization_id: Uuid,
    after: Option<ExportPosition>,
    limit: u64,
) -> Result<Vec<export::Model>, StoreError> {
    use export::Column::{CreatedAt, Id};

    let mut exports =
        export::Entity::find().filter(export::Column::OrganizationId.eq(organization_id));
    if let Some(ExportPosition { created_at, id }) = after {
        let at_once = CreatedAt.eq(created_at).and(Id.lt(id));
        exports = exports.filter(CreatedAt.lt(created_at).or(at_once));
    }
    Ok(exports
        .order_by_desc(CreatedAt)
        .order_by_desc(Id)
        .limit(limit)
        .all(database)
        .await?)
}

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

/// How many exports of a person wait or run in an organization.
///
/// # Errors
///
/// When the store fails.
pub async fn under_way(
    database: &impl ConnectionTrait,
    organization_id: Uuid,
    requester_id: Uuid,
) -> Result<u64, StoreError> {
    Ok(export::Entity::find()
        .filter(export::Column::OrganizationId.eq(organization_id))
        .filter(export::Column::RequesterId.eq(requester_id))
        .filter(export::Column::State.eq(ExportState::InProgress))
        .count(database)
        .await?)
}

/// Those of these contents, by their SHA-256, that can be downloaded, or are about to be.
///
/// # Errors
///
/// When the store fails.
pub async fn contents_among(
    database: &impl ConnectionTrait,
    contents: &[String],
) -> Result<HashSet<String>, StoreError> {
    let found: Vec<Option<String>> = export::Entity::find()
        .select_only()
        .column(export::Column::Sha256)
        .filter(export::Column::Sha256.is_in(contents))
        .filter(export::Column::State.is_in([ExportState::InProgress, ExportState::Ready]))
        .into_tuple()
        .all(database)
        .await?;
    Ok(found.into_iter().flatten().collect())
}
