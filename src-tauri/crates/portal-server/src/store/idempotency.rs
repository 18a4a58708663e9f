//! What was answered to requests that may come again.

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter,
};
use uuid::Uuid;

use super::StoreError;
use super::entities::idempotency_key;

/// The request of this account that came with this key.
///
/// # Errors
///
/// When the store fails.
pub async fn find(
    database: &impl ConnectionTrait,
    account_id: Uuid,
    key_hash: Vec<u8>,
) -> Result<Option<idempotency_key::Model>, StoreError> {
    Ok(idempotency_key::Entity::find_by_id((account_id, key_hash))
        .one(database)
        .await?)
}

/// Keeps a request that was carried out, and forgets those of the account from before `since`.
///
/// # Errors
///
/// When the store fails, or there is a request with this key.
pub async fn keep(
    database: &impl ConnectionTrait,
    request: idempotency_key::Model,
    since: DateTime<Utc>,
) -> Result<(), StoreError> {
    idempotency_key::Entity::delete_many()
        .filter(idempotency_key::Column::AccountId.eq(request.account_id))
        .filter(idempotency_key::Column::CreatedAt.lt(since))
        .exec(database)
        .await?;
    idempotency_key::Entity::insert(request.into_active_model().reset_all())
        .exec_without_returning(database)
        .await?;
    Ok(())
}
