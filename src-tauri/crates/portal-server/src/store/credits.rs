//! The ledger of credits: rows are added, never changed.

use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter,
    QueryOrder,
};
use uuid::Uuid;

use super::StoreError;
use super::entities::credit_transaction;

/// The last transaction of an organization; its balance is what is left.
///
/// # Errors
///
/// When the store fails.
pub async fn last(
    database: &impl ConnectionTrait,
    organization_id: Uuid,
) -> Result<Option<credit_transaction::Model>, StoreError> {
    Ok(credit_transaction::Entity::find()
        .filter(credit_transaction::Column::OrganizationId.eq(organization_id))
        .order_by_desc(credit_transaction::Column::Number)
        .one(database)
        .await?)
}

/// Adds transactions.
///
/// # Errors
///
/// When the store fails, or the ledger has one with such a number.
pub async fn append(
    database: &impl ConnectionTrait,
    transactions: Vec<credit_transaction::Model>,
) -> Result<(), StoreError> {
    let rows = transactions
        .into_iter()
        .map(|transaction| transaction.into_active_model().reset_all());
    credit_transaction::Entity::insert_many(rows)
        .exec_without_returning(database)
        .await?;
    Ok(())
}
