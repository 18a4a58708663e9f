//! The page that opens first, for each person and organization.

use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter,
};
use uuid::Uuid;

use super::StoreError;
use super::entities::pinned_page;
use crate::domain::Page;

/// The page that is pinned.
///
/// # Errors
///
/// When the store fails.
pub async fn of(
    database: &impl ConnectionTrait,
    organization_id: Uuid,
    account_id: Uuid,
) -> Result<Option<pinned_page::Model>, StoreError> {
    let id = (organization_id, account_id);
    Ok(pinned_page::Entity::find_by_id(id)
        .filter(pinned_page::Column::UnpinnedAt.is_null())
        .one(database)
        .await?)
}

/// Pins a page in place of any other.
///
/// # Errors
///
/// When the store fails.
pub async fn pin(
    database: &impl ConnectionTrait,
    page: pinned_page::Model,
) -> Result<(), StoreError> {
    use pinned_page::Column;

    let in_place = OnConflict::columns([Column::OrganizationId, Column::AccountId])
        .update_columns([
            Column::Page,
            Column::WorkspaceId,
            Column::WorkspaceName,
            Column::UnpinnedAt,
        ])
        .to_owned();
    pinned_page::Entity::insert(page.into_active_model().reset_all())
        .on_conflict(in_place)
        .exec_without_returning(database)
        .await?;
    Ok(())
}

/// Unpins a page, or takes that back with `None`, unless another is pinned by then or was; answers whether it was so.
/// Done twice it does the same.
///
/// # Errors
///
/// When the store fails.
pub async fn set_unpinned(
    database: &impl ConnectionTrait,
    (organization_id, account_id): (Uuid, Uuid),
    (page, workspace_id): (Page, Option<Uuid>),
    at: Option<DateTime<Utc>>,
) -> Result<bool, StoreError> {
    use pinned_page::Column;

    let of_workspace = match workspace_id {
        Some(workspace) => Column::WorkspaceId.eq(workspace),
        None => Column::WorkspaceId.is_null(),
    };
    let updated = pinned_page::Entity::update_many()
        .col_expr(Column::UnpinnedAt, Expr::value(at))
        .filter(Column::OrganizationId.eq(organization_id))
        .filter(Column::AccountId.eq(account_id))
        .filter(Column::Page.eq(page))
        .filter(of_workspace)
        .exec(database)
        .await?;
    Ok(updated.rows_affected == 1)
}
