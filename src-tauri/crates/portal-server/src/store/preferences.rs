//! Preferences.

use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use super::StoreError;
use super::entities::preferences;
use crate::domain::Theme;

/// What to change; `None` stays as it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PreferencesChange {
    /// Whether announcements are shown as native notifications.
    pub toast_notifications: Option<bool>,
    /// The look.
    pub theme: Option<Theme>,
}

/// Gives a new account the preferences that everyone starts with.
///
/// # Errors
///
/// When the store fails.
pub async fn insert(database: &impl ConnectionTrait, account_id: Uuid) -> Result<(), StoreError> {
    let row = preferences::ActiveModel {
        account_id: Set(account_id),
        toast_notifications: Set(true),
        theme: Set(Theme::System),
    };
    preferences::Entity::insert(row)
        .exec_without_returning(database)
        .await?;
    Ok(())
}

/// The preferences of this account.
///
/// # Errors
///
/// When the store fails, or the account has none.
pub async fn of(
    database: &impl ConnectionTrait,
    account_id: Uuid,
) -> Result<preferences::Model, StoreError> {
    preferences::Entity::find_by_id(account_id)
        .one(database)
        .await?
        .ok_or(StoreError::Inconsistent("an account has no preferences"))
}

/// Writes only what changes, so that callers who change different things don't undo each other.
///
/// # Errors
///
/// When the store fails.
pub async fn change(
    database: &impl ConnectionTrait,
    account_id: Uuid,
    change: PreferencesChange,
) -> Result<(), StoreError> {
    let mut update = preferences::Entity::update_many();
    if let Some(on) = change.toast_notifications {
        update = update.col_expr(preferences::Column::ToastNotifications, Expr::value(on));
    }
    if let Some(theme) = change.theme {
        update = update.col_expr(preferences::Column::Theme, Expr::value(theme));
    }
    if change == PreferencesChange::default() {
        return Ok(());
    }
    update
        .filter(preferences::Column::AccountId.eq(account_id))
        .exec(database)
        .await?;
    Ok(())
}
