//! Looking at the payment provider for what the portal has not heard.

use std::time::Duration;

use chrono::TimeDelta;
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

/// From when a purchase was begun until its checkout is surely made, if whoever began it goes on.
const MADE_WITHIN: TimeDelta = TimeDelta::seconds(20);

/// For how long after its end a purchase is looked at whose provider can't be asked: longer than providers repeat what
/// they tell.
const LOOKED_AT_FOR: TimeDelta = TimeDelta::days(7);

/// Purchases looked at a time.
const BATCH: u64 = 100;

impl Purchases {
    /// The purchase as it is, with a checkout if it waits for one, or after a look at the provider if something new may
    /// be known there. A provider that is not reached is asked another time.
    ///
    /// # Errors
    ///
    /// When the store fails.
    pub async fn refreshed(
        &self,
        purchase: purchase::Model,
    ) -> Result<purchase::Model, StoreError> {
        let waits = purchase.state == PurchaseState::Created && !self.is_overdue(&purchase);
        let Some(payments) = self.payments_of(purchase.provider).filter(|_| waits) else {
            return self.looked_at(purchase).await;
        };
        let opened = self.opened(payments.as_ref(), purchase).await?;
        match opened.state.is_open() {
            true => Ok(opened),
            false => self.looked_at(opened).await,
        }
    }

    /// The purchase as it is, after a look at the provider if something new may be known there.
    ///
    /// # Errors
    ///
    /// When the store fails.
    pub(super) async fn looked_at(
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
        let is_overdue = self.is_overdue(&purchase);
        let payments = self.payments_of(purchase.provider);
        let (Some(payments), Some(reference)) = (payments, &purchase.provider_reference) else {
            // There is nothing to pay at, or nobody to ask.
            if is_overdue {
                self.expire(&purchase).await?;
                return self.as_it_is(id).await;
            }
            return Ok(purchase);
        };
        let seen = match is_overdue || !purchase.state.is_open() {
            true => payments.end(reference).await,
            false => payments.look(reference).await,
        };
        let error = match seen {
            Ok(state) => {
                let heard = self.hear(id, state).await?;
                return heard.ok_or(StoreError::Inconsistent("a purchase is gone"));
            }
            Err(PaymentsError::Store(error)) => return Err(error),
            Err(error) => error,
        };
        tracing::warn!(%error, purchase = %id, "how far a purchase has come is not known");
        match error {
            _ if !is_overdue => return Ok(purchase),
            PaymentsError::Missing(_) => self.note_end(id, PurchaseState::Expired, None).await?,
            PaymentsError::Refused(_) => self.expire(&purchase).await?,
            _ if self.is_given_up(&purchase) => self.expire(&purchase).await?,
            _ => return Ok(purchase),
        }
        self.as_it_is(id).await
    }

    /// Looks at all purchases of which something new may be known, and credits what is paid, until told to stop. One
    /// that can't be looked at keeps nobody from the others.
    ///
    /// # Errors
    ///
    /// When the purchases can't be read.
    pub async fn look_at_all(&self, stop: &CancellationToken) -> Result<(), StoreError> {
        let mut after = Uuid::nil();
        loop {
            let batch = purchases::unfinished(self.store.read(), after, BATCH).await?;
            let Some(last) = batch.last() else {
                return Ok(());
            };
            after = last.id;
            for purchase in batch {
                if stop.is_cancelled() {
                    return Ok(());
                }
                if self.is_just_begun(&purchase) {
                    continue;
                }
                let id = purchase.id;
                if let Err(error) = self.refreshed(purchase).await {
                    tracing::error!(%error, purchase = %id, "a purchase can't be looked at");
                }
            }
        }
    }

    /// Looks at all purchases at once and from time to time, until told to stop.
    pub(crate) async fn keep_on(self, stop: CancellationToken) {
        loop {
            if let Err(error) = self.look_at_all(&stop).await {
                tracing::error!(%error, "purchases were not looked at");
            }
            if stopped_within(INTERVAL, &stop).await {
                return;
            }
        }
    }

    fn is_overdue(&self, purchase: &purchase::Model) -> bool {
        self.surroundings.now() >= purchase.expires_at
    }

    /// Whether nothing new is expected of a purchase any more, although nobody could be asked about it.
    fn is_given_up(&self, purchase: &purchase::Model) -> bool {
        self.surroundings.now() >= purchase.expires_at + LOOKED_AT_FOR
    }

    /// Whether whoever began a purchase is still making its checkout: the provider takes one request at a time.
    fn is_just_begun(&self, purchase: &purchase::Model) -> bool {
        purchase.state == PurchaseState::Created
            && self.surroundings.now() < purchase.created_at + MADE_WITHIN
    }

    /// Ends a purchase that was not paid in time. Its checkout, if there is one, is looked at when that can be done, but
    /// not for good.
    async fn expire(&self, purchase: &purchase::Model) -> Result<(), StoreError> {
        let (id, is_given_up) = (purchase.id, self.is_given_up(purchase));
        if !purchase.state.is_open() && !is_given_up {
            return Ok(());
        }
        if purchase.provider_reference.is_some() && is_given_up {
            tracing::error!(
                purchase = %id, provider = %purchase.provider, reference = purchase.provider_reference,
                "a purchase is not looked at any more: see at the provider whether it was paid"
            );
            return self.note_end(id, PurchaseState::Expired, None).await;
        }
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
