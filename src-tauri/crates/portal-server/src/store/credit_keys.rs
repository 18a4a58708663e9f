//! Requests to ledgers that may come again.

use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter,
};
use uuid::Uuid;

use super::StoreError;
use super::entities::credit_key;

/// The request to this ledger that came with this key.
///
/// # Errors
///
/// When the store fails.
pub async fn find(
    database: &impl ConnectionTrait,
    organization_id: Uuid,
    key_hash: Vec<u8>,
) -> Result<Option<credit_key::Model>, StoreError> {
    Ok(credit_key::Entity::find_by_id((organization_id, key_hash))
        .one(database)
        .await?)
}

/// Keeps a request that was carried out, and forgets those to the ledger from before `since`.
///
/// # Errors
///
/// When the store fails, or there is a request with this key.
pub async fn keep(
    database: &impl ConnectionTrait,
    request: credit_key::Model,
    since: DateTime<Utc>,
) -> Result<(), StoreError> {
    credit_key::Entity::delete_many()
        .filter(credit_key::Column::OrganizationId.eq(request.organization_id))
        .filter(credit_key::Column::CreatedAt.lt(since))
        .exec(database)
        .await?;
    credit_key::Entity::insert(request.into_active_model().reset_all())
        .exec_without_returning(database)
        .await?;
    Ok(())
}
