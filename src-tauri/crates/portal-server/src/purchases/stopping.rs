//! Giving a purchase up.

use uuid::Uuid;

use crate::auth::{ActiveSession, AuthError};
use crate::domain::{Members, PurchaseState};
use crate::organizations::hold_as;
use crate::portal::Portal;
use crate::store::entities::purchase;
use crate::store::purchases;

/// What comes of giving a purchase up.
#[derive(Debug)]
pub enum CancelPurchaseOutcome {
    /// It is given up, and can't be paid any more once the provider knows.
    Cancelled(Box<purchase::Model>),
    /// It had ended already, or it was paid meanwhile.
    NotCancelled(Box<purchase::Model>),
    /// There is no such purchase.
    NotFound,
}

impl Portal {
    /// Gives up a purchase of the organization in view that was not paid. What was paid meanwhile is credited.
    ///
    /// # Errors
    ///
    /// When the person may not buy there (any more), or the store fails.
    pub async fn cancel_credit_purchase(
        &self,
        session: &ActiveSession,
        id: Uuid,
    ) -> Result<CancelPurchaseOutcome, AuthError> {
        let transaction = self.store.begin_write().await?;
        let organization = hold_as(Members::CreditBuyers, &transaction, session).await?;
        let found = purchases::lock(&transaction, id).await?;
        let Some(known) = found.filter(|found| found.organization_id == organization.id) else {
            return Ok(CancelPurchaseOutcome::NotFound);
        };
        let (purchases, state) = (&self.purchases, PurchaseState::Cancelled);
        let is_settled = known.provider_reference.is_none();
        let ended = purchases.end(&transaction, id, state, is_settled).await?;
        transaction.commit().await?;
        // The checkout is ended at the provider, now or when that is reached again.
        let purchase = purchases.as_it_is(id).await?;
        let purchase = Box::new(purchases.refreshed(purchase).await?);
        Ok(match ended && purchase.state == state {
            true => CancelPurchaseOutcome::Cancelled(purchase),
            false => CancelPurchaseOutcome::NotCancelled(purchase),
        })
    }
}
