//! Adding updates to feeds, in the transaction of what happened.

use chrono::{DateTime, Utc};
use sea_orm::DatabaseTransaction;
use uuid::Uuid;

use crate::domain::StatusUpdate;
use crate::store::entities::{organization, status_update};
use crate::store::{StoreError, status_updates};

/// Tells each of these accounts what happened in an organization. To be called once in a transaction, after all that it
/// has to hold: feeds are held until it ends, in the order of the accounts' ids, and whoever holds one waits for nothing
/// but feeds.
///
/// # Errors
///
/// When the store fails. What happened must not happen then.
pub(crate) async fn record(
    transaction: &DatabaseTransaction,
    now: DateTime<Utc>,
    organization: &organization::Model,
    updates: impl IntoIterator<Item = (Uuid, StatusUpdate)>,
) -> Result<(), StoreError> {
    let mut updates: Vec<_> = updates.into_iter().collect();
    updates.sort_by_key(|(account, _)| *account);
    for (account_id, update) in updates {
        let (kind, details) = update
            .written()
            .map_err(|_| StoreError::Inconsistent("a status update can't be written"))?;
        let row = status_update::Model {
            account_id,
            position: status_updates::advance(transaction, account_id).await?,
            at: now,
            kind,
            organization_id: Some(organization.id),
            organization_name: Some(organization.name.clone()),
            details,
        };
        status_updates::insert(transaction, row).await?;
    }
    Ok(())
}

/// As [`record`], the same for all of them.
///
/// # Errors
///
/// As [`record`].
pub(crate) async fn record_for_all(
    transaction: &DatabaseTransaction,
    now: DateTime<Utc>,
    organization: &organization::Model,
    accounts: impl IntoIterator<Item = Uuid>,
    update: &StatusUpdate,
) -> Result<(), StoreError> {
    let updates = accounts
        .into_iter()
        .map(|account| (account, update.clone()));
    record(transaction, now, organization, updates).await
}
