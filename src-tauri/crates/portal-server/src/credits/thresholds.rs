//! Telling people that credits run low: once for each time that the balance falls below what they chose.

use sea_orm::DatabaseTransaction;
use uuid::Uuid;

use crate::auth::{ActiveSession, owes_mfa};
use crate::domain::{CreditThreshold, Credits, Members};
use crate::store::entities::{credit_threshold, organization};
use crate::store::{Store, StoreError, credit_thresholds, credits, memberships, organizations};

/// The balance of an organization fell below what a person chose, and is still there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CreditAlert {
    /// The organization.
    pub(crate) organization: organization::Model,
    /// What the person chose.
    pub(crate) threshold: Credits,
    /// What is left.
    pub(crate) balance: Credits,
    /// The number of the transaction that took the balance below.
    pub(crate) crossing: i64,
}

/// Sets below how many credits of the organization in view the session's person is told; `None`: never. Sent twice it
/// does the same.
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
    let before = credit_thresholds::of(transaction, organization, account).await?;
    let same = before.filter(|before| before.threshold == threshold);
    let row = credit_threshold::Model {
        organization_id: organization,
        account_id: account,
        threshold,
        crossing: same.and_then(|same| same.crossing),
    };
    credit_thresholds::set(transaction, row).await
}

/// Where credits are below what the person chose, in all organizations whose credits they may see.
///
/// # Errors
///
/// When the store fails.
pub(crate) async fn alerts(
    store: &Store,
    account_id: Uuid,
) -> Result<Vec<CreditAlert>, StoreError> {
    let moment = store.begin_read().await?;
    let mut alerts = Vec::new();
    for row in credit_thresholds::crossed(&moment, account_id).await? {
        let id = row.organization_id;
        let roles = memberships::roles(&moment, id, account_id).await?;
        let (Some(crossing), Some(organization)) =
            (row.crossing, organizations::by_id(&moment, id).await?)
        else {
            continue;
        };
        let may_see = organization.plan.uses_credits()
            && Members::NotChartViewersOnly.include(organization.kind, &roles)
            && !owes_mfa(&moment, &organization, account_id).await?;
        if let (true, Some(end)) = (may_see, credits::balance(&moment, id).await?) {
            alerts.push(CreditAlert {
                organization,
                threshold: row.threshold,
                balance: end.balance,
                crossing,
            });
        }
    }
    Ok(alerts)
}
