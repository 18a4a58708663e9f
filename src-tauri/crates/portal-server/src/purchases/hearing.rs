//! What a payment provider tells of a purchase, whether it does so by itself or was asked.

use sea_orm::{DatabaseTransaction, Set};
use uuid::Uuid;

use super::Purchases;
use crate::domain::PurchaseState;
use crate::payments::{CheckoutState, Payment};
use crate::store::entities::purchase;
use crate::store::{StoreError, purchases};

impl Purchases {
    /// Takes note of how far the checkout of a purchase has come, and does what follows; answers the purchase as it is
    /// then, `None` when there is none.
    ///
    /// # Errors
    ///
    /// When the store fails. What was told can be told again.
    pub async fn hear(
        &self,
        id: Uuid,
        state: CheckoutState,
    ) -> Result<Option<purchase::Model>, StoreError> {
        let Some(known) = purchases::by_id(self.store.read(), id).await? else {
            return Ok(None);
        };
        match state {
            CheckoutState::Open => {}
            CheckoutState::Paid(payment) => {
                if self.note_payment(&known, payment).await? {
                    self.credit(id, true).await?;
                }
            }
            CheckoutState::Declined => self.note_end(id, PurchaseState::Declined, None).await?,
            CheckoutState::Expired => self.note_end(id, PurchaseState::Expired, None).await?,
            CheckoutState::Refunded => self.take_back(id).await?,
        }
        purchases::by_id(self.store.read(), id).await
    }

    /// Notes that a purchase is paid, whatever became of it before; answers whether it may have to be credited.
    async fn note_payment(
        &self,
        known: &purchase::Model,
        payment: Payment,
    ) -> Result<bool, StoreError> {
        let id = known.id;
        if matches!(
            known.state,
            PurchaseState::Credited | PurchaseState::Refunded
        ) {
            return Ok(false);
        }
        if payment.minor != known.price_minor
            || !payment.currency.eq_ignore_ascii_case(known.currency.code())
        {
            tracing::error!(
                purchase = %id, paid = payment.minor, currency = payment.currency,
                payment = payment.reference,
                "something else was paid than was asked for, and nothing is credited: give the money back with \
                `portal-server purchase refund`"
            );
            let payment = payment.reference;
            self.note_end(id, PurchaseState::Declined, payment).await?;
            return Ok(false);
        }
        let change = purchase::ActiveModel {
            state: Set(PurchaseState::Paid),
            settled: Set(true),
            paid_at: Set(Some(self.surroundings.now())),
            ended_at: Set(None),
            payment_reference: Set(payment.reference),
            ..Default::default()
        };
        let transaction = self.store.begin_write().await?;
        let is_news = purchases::advance(&transaction, id, &PurchaseState::UNPAID, change).await?;
        transaction.commit().await?;
        Ok(is_news || known.state == PurchaseState::Paid)
    }

    /// Notes that nothing more is to be expected of a checkout, and ends a purchase that waited for it. A payment that
    /// is not taken is kept in mind, so that it can be paid back.
    pub(super) async fn note_end(
        &self,
        id: Uuid,
        state: PurchaseState,
        payment: Option<String>,
    ) -> Result<(), StoreError> {
        let transaction = self.store.begin_write().await?;
        self.end(&transaction, id, state, true).await?;
        let mut settled = purchase::ActiveModel {
            settled: Set(true),
            ..Default::default()
        };
        if payment.is_some() {
            settled.payment_reference = Set(payment);
        }
        purchases::advance(&transaction, id, &PurchaseState::UNPAID, settled).await?;
        Ok(transaction.commit().await?)
    }

    /// Ends a purchase that can still be paid; answers whether it could.
    pub(super) async fn end(
        &self,
        transaction: &DatabaseTransaction,
        id: Uuid,
        state: PurchaseState,
        settled: bool,
    ) -> Result<bool, StoreError> {
        let change = purchase::ActiveModel {
            state: Set(state),
            settled: Set(settled),
            ended_at: Set(Some(self.surroundings.now())),
            ..Default::default()
        };
        purchases::advance(transaction, id, &PurchaseState::OPEN, change).await
    }
}
