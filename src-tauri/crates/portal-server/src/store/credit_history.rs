//! The history of ledgers of credits, the last transaction first.

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use super::StoreError;
use super::entities::credit_transaction;

/// The last transactions of an organization, at most `limit`, the last first.
///
/// # Errors
///
/// When the store fails.
pub async fn last(
    database: &impl ConnectionTrait,
    organization_id: Uuid,
    limit: u64,
) -> Result<Vec<credit_transaction::Model>, StoreError> {
    Ok(credit_transaction::Entity::find()
        .filter(credit_transaction::Column::OrganizationId.eq(organization_id))
        .order_by_desc(credit_transaction::Column::Number)
        .limit(limit)
        .all(database)
        .await?)
}
