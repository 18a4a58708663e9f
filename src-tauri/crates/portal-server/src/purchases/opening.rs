//! Making checkouts for purchases.

use sea_orm::Set;

use super::Purchases;
use crate::domain::{PurchaseState, credits_in_words};
use crate::payments::{Order, Payments, PaymentsError};
use crate::store::entities::purchase;
use crate::store::{StoreError, purchases};

impl Purchases {
    /// Makes a checkout for a purchase that has none, and answers the purchase as it is then: as it was, where the
    /// provider makes none now.
    ///
    /// # Errors
    ///
    /// When the store fails.
    pub(super) async fn opened(
        &self,
        payments: &dyn Payments,
        purchase: purchase::Model,
    ) -> Result<purchase::Model, StoreError> {
        match self.open_checkout(payments, &purchase).await {
            Ok(purchase) => Ok(purchase),
            Err(PaymentsError::Store(error)) => Err(error),
            Err(error) => {
                tracing::warn!(%error, purchase = %purchase.id, "a purchase has no checkout yet");
                Ok(purchase)
            }
        }
    }

    /// Makes the checkout. One purchase is one order at the provider, so that it is the same checkout for all who ask
    /// at once, and for who asks again after being killed.
    async fn open_checkout(
        &self,
        payments: &dyn Payments,
        purchase: &purchase::Model,
    ) -> Result<purchase::Model, PaymentsError> {
        let id = purchase.id;
        let order = Order {
            purchase: id,
            description: format!(
                "{} for {}",
                credits_in_words(purchase.credits),
                purchase.organization_name
            ),
            price: purchase.price(),
            created_at: purchase.created_at,
            expires_at: purchase.expires_at,
        };
        let checkout = payments.begin(&order).await?;
        let transaction = self.store.begin_write().await?;
        // The payment can have been heard of already, or the purchase have been given up: its checkout is looked at then.
        purchases::note_checkout(&transaction, id, checkout.reference, checkout.url).await?;
        let change = purchase::ActiveModel {
            state: Set(PurchaseState::Pending),
            ..Default::default()
        };
        purchases::advance(&transaction, id, &[PurchaseState::Created], change).await?;
        let purchase = purchases::by_id(&transaction, id).await?;
        transaction.commit().await.map_err(StoreError::from)?;
        Ok(purchase.ok_or(StoreError::Inconsistent("a purchase is gone"))?)
    }
}
