//! Paying a purchase back.

use uuid::Uuid;

use super::Purchases;
use crate::domain::{PaymentProvider, PurchaseState};
use crate::payments::{CheckoutState, PaymentsError};
use crate::store::entities::purchase;
use crate::store::{StoreError, purchases};

/// Why a purchase is not paid back. Nothing is changed then, here.
#[derive(Debug, thiserror::Error)]
pub enum RefundError {
    /// There is no such purchase.
    #[error("there is no purchase {0}")]
    NotFound(Uuid),
    /// It was not paid.
    #[error("purchase {id} is {state}: there is nothing to pay back")]
    NotPaid {
        /// The purchase.
        id: Uuid,
        /// How far it has come.
        state: PurchaseState,
    },
    /// It was paid elsewhere.
    #[error("it was paid with {0}, which this command has no access to")]
    Elsewhere(PaymentProvider),
    /// The provider did not do it, or it is not known whether it did. It can be asked again.
    #[error(transparent)]
    Payments(#[from] PaymentsError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Purchases {
    /// Pays a purchase back, and takes its credits out of the ledger if they had come. Once, however often it is asked
    /// for: a purchase that was paid back is answered as it is. So is paid back what was paid in place of what was asked
    /// for.
    ///
    /// # Errors
    ///
    /// When there is nothing to pay back, or the provider does not do it.
    pub async fn refund(&self, id: Uuid) -> Result<purchase::Model, RefundError> {
        let found = purchases::by_id(self.store.read(), id).await?;
        let found = found.ok_or(RefundError::NotFound(id))?;
        let purchase = self.looked_at(found).await?;
        let is_paid = purchase.payment_reference.is_some();
        match purchase.state {
            PurchaseState::Refunded => return Ok(purchase),
            PurchaseState::Paid | PurchaseState::Credited => {}
            state if !is_paid => return Err(RefundError::NotPaid { id, state }),
            _ => {}
        }
        let payments = self.payments_of(purchase.provider);
        let payments = payments.ok_or(RefundError::Elsewhere(purchase.provider))?;
        payments.refund(&purchase).await?;
        let refunded = self.hear(id, CheckoutState::Refunded).await?;
        refunded.ok_or(RefundError::NotFound(id))
    }
}
