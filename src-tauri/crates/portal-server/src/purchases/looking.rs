//! Looking at the payment provider for what the portal has not heard.

use std::time::Duration;

use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use super::Purchases;
use crate::auth::stopped_within;
use crate::domain::PurchaseState;
use crate::payments::PaymentsError;
use crate::store::entities::purchase;
use crate::store::{StoreError, purchases};

/// Between two passes.
const INTERVAL: Duration = Duration::from_secs(15);

/// Purchases looked at a time.
const BATCH: u64 = 100;

impl Purchases {
    /// The purchase as it is, after a look at the provider if something new may be known there. A provider that is not
    /// reached is asked another time.
    ///
    /// # Errors
    ///
    /// When the store fails.
    pub async fn refreshed(
        &self,
        purchase: purchase::Model,
    ) -> Result<purchase::Model, StoreError> {
        let id = purchase.id;
        if purchase.state == PurchaseState::Paid {
            self.credit(id, false).await?;
            return self.as_it_is(id).await;
        }
        if purchase.settled {
            return Ok(purchase);
        }
        let is_overdue = self.surroundings.now() >= purchase.expires_at;
        let payments = self.payments_of(purchase.provider);
        let (Some(payments), Some(reference)) = (payments, &purchase.provider_reference) else {
            // There is nothing to pay at, or nobody to ask.
            if is_overdue && purchase.state.is_open() {
                self.expire(id).await?;
                return self.as_it_is(id).await;
            }
            return Ok(purchase);
        };
        let seen = match is_overdue || !purchase.state.is_open() {
            true => payments.end(reference).await,
            false => payments.look(reference).await,
        };
        match seen {
            Ok(state) => {
                let heard = self.hear(id, state).await?;
                heard.ok_or(StoreError::Inconsistent("a purchase is gone"))
            }
            Err(PaymentsError::Store(error)) => Err(error),
            Err(error) => {
                tracing::warn!(%error, purchase = %id, "how far a purchase has come is not known");
                Ok(purchase)
            }
        }
    }

    /// Looks at all purchases of which something new may be known, and credits what is paid.
    ///
    /// # Errors
    ///
    /// When the store fails.
    pub async fn look_at_all(&self) -> Result<(), StoreError> {
        let mut after = Uuid::nil();
        loop {
            let batch = purchases::unfinished(self.store.read(), after, BATCH).await?;
            let Some(last) = batch.last() else {
                return Ok(());
            };
            after = last.id;
            for purchase in batch {
                self.refreshed(purchase).await?;
            }
        }
    }

    /// Looks at all purchases at once and from time to time, until told to stop.
    pub(crate) async fn keep_on(self, stop: CancellationToken) {
        loop {
            if let Err(error) = self.look_at_all().await {
                tracing::warn!(%error, "purchases were not all looked at");
            }
            if stopped_within(INTERVAL, &stop).await {
                return;
            }
        }
    }

    /// Ends a purchase that was not paid in time. Its checkout, if there is one, is looked at when that can be done.
    async fn expire(&self, id: Uuid) -> Result<(), StoreError> {
        let transaction = self.store.begin_write().await?;
        let held = purchases::lock(&transaction, id).await?;
        let is_settled = held.is_some_and(|held| held.provider_reference.is_none());
        let state = PurchaseState::Expired;
        self.end(&transaction, id, state, is_settled).await?;
        Ok(transaction.commit().await?)
    }

    pub(super) async fn as_it_is(&self, id: Uuid) -> Result<purchase::Model, StoreError> {
        let found = purchases::by_id(self.store.read(), id).await?;
        found.ok_or(StoreError::Inconsistent("a purchase is gone"))
    }
}
