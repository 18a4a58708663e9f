//! The page that opens first, for each person and organization.

use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter,
};
use uuid::Uuid;

use super::StoreError;
use super::entities::pinned_page;

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

/// Unpins the page, which can be taken back; answers whether one was pinned.
///
/// # Errors
///
/// When the store fails.
pub async fn unpin(
    database: &impl ConnectionTrait,
    organization_id: Uuid,
    account_id: Uuid,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    set_unpinned(database, organization_id, account_id, Some(now)).await
}

/// Takes back that the page was unpinned; answers whether it was.
///
/// # Errors
///
/// When the store fails.
pub async fn restore(
    database: &impl ConnectionTrait,
    organization_id: Uuid,
    account_id: Uuid,
) -> Result<bool, StoreError> {
    set_unpinned(database, organization_id, account_id, None).await
}

async fn set_unpinned(
    database: &impl ConnectionTrait,
    organization_id: Uuid,
    account_id: Uuid,
    at: Option<DateTime<Utc>>,
) -> Result<bool, StoreError> {
    let unpinned = pinned_page::Column::UnpinnedAt;
    let unlike_now = match at {
        Some(_) => unpinned.is_null(),
        None => unpinned.is_not_null(),
    };
    let updated = pinned_page::Entity::update_many()
        .col_expr(unpinned, Expr::value(at))
        .filter(pinned_page::Column::OrganizationId.eq(organization_id))
        .filter(pinned_page::Column::AccountId.eq(account_id))
        .filter(unlike_now)
        .exec(database)
        .await?;
    Ok(updated.rows_affected == 1)
}
