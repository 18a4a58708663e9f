//! How often codes were wrong.

use chrono::{DateTime, Utc};
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter,
};

use super::StoreError;
use super::entities::code_failures;

/// The failures of this scope; `None` when there were none.
///
/// # Errors
///
/// When the store fails.
pub async fn of(
    database: &impl ConnectionTrait,
    scope: &str,
) -> Result<Option<code_failures::Model>, StoreError> {
    Ok(code_failures::Entity::find_by_id(scope)
        .one(database)
        .await?)
}

/// Keeps the failures of a scope. To be called while the account is held.
///
/// # Errors
///
/// When the store fails.
pub async fn keep(
    database: &impl ConnectionTrait,
    failures: code_failures::Model,
) -> Result<(), StoreError> {
    let newer = OnConflict::column(code_failures::Column::Scope)
        .update_columns([
            code_failures::Column::Failures,
            code_failures::Column::LastFailedAt,
            code_failures::Column::BlockedUntil,
        ])
        .to_owned();
    code_failures::Entity::insert(failures.into_active_model().reset_all())
        .on_conflict(newer)
        .exec_without_returning(database)
        .await?;
    Ok(())
}

/// Forgets the failures of a scope.
///
/// # Errors
///
/// When the store fails.
pub async fn forget(database: &impl ConnectionTrait, scope: &str) -> Result<(), StoreError> {
    code_failures::Entity::delete_by_id(scope)
        .exec(database)
        .await?;
    Ok(())
}

/// Forgets all failures, of any scope, from before `moment`.
///
/// # Errors
///
/// When the store fails.
pub async fn forget_before(
    database: &impl ConnectionTrait,
    moment: DateTime<Utc>,
) -> Result<(), StoreError> {
    code_failures::Entity::delete_many()
        .filter(code_failures::Column::LastFailedAt.lt(moment))
        .exec(database)
        .await?;
    Ok(())
}
