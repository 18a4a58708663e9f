//! Below how many credits a person wants to be told.

use sea_orm::DatabaseTransaction;

use crate::auth::ActiveSession;
use crate::domain::CreditThreshold;
use crate::store::entities::credit_threshold;
use crate::store::{StoreError, credit_thresholds, credits, organizations};

/// Sets below how many credits of the organization in view the session's person is told; `None`: never. Sent twice it
/// does the same. Where the balance is below already, nothing is told until it falls there again.
///
/// # Errors
///
/// When the store fails.
pub(crate) async fn set_threshold(
    transaction: &DatabaseTransaction,
    session: &ActiveSession,
    threshold: Option<CreditThreshold>,
) -> Result<(), StoreError> {
    let (organization, account) = (session.organization.id, session.account.id);
    organizations::keep(transaction, organization).await?;
    // Nobody moves the balance meanwhile.
    credits::lock(transaction, organization).await?;
    let Some(threshold) = threshold.map(CreditThreshold::credits) else {
        return credit_thresholds::remove(transaction, organization, account).await;
    };
    let row = credit_threshold::Model {
        organization_id: organization,
        account_id: account,
        threshold,
    };
    credit_thresholds::set(transaction, row).await
}
