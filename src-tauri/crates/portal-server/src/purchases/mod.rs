//! Buying credits: what is sold, purchases from their beginning to their end, and what payment providers tell of them.
//!
//! A purchase is credited once, whatever tells that it is paid, in whatever order and however often; and it is credited
//! whatever became of it here before. What a portal does not hear, or was killed while hearing, it finds out by looking
//! at the provider: when it starts, from time to time, and when somebody reads the purchase. A purchase that is left
//! without a checkout gets one in the same way.

mod beginning;
mod crediting;
mod hearing;
mod looking;
mod offers;
mod opening;
mod refunding;
mod stopping;

use std::sync::Arc;

pub use beginning::{BeginPurchaseOutcome, WantedOffer, WantedPurchase};
pub use offers::{AmountPrice, Offers, OwnAmount, Pack};
pub use refunding::RefundError;
pub use stopping::CancelPurchaseOutcome;

use crate::domain::PaymentProvider;
use crate::payments::{About, CheckoutState, Payments, Sandbox};
use crate::store::entities::purchase;
use crate::store::{Store, StoreError, purchases};
use crate::surroundings::Surroundings;

/// The purchases of a portal.
#[derive(Clone)]
pub struct Purchases {
    store: Store,
    surroundings: Surroundings,
    payments: Option<Arc<dyn Payments>>,
    /// The payments, where they are the sandbox's.
    sandbox: Option<Arc<Sandbox>>,
}

impl Purchases {
    /// Keeps them in `store`; without payments nobody can buy.
    #[must_use]
    pub fn new(
        store: Store,
        surroundings: Surroundings,
        payments: Option<Arc<dyn Payments>>,
    ) -> Self {
        Self {
            store,
            surroundings,
            payments,
            sandbox: None,
        }
    }

    /// As [`new`](Self::new), with payments in the sandbox.
    #[must_use]
    pub fn with_sandbox(store: Store, surroundings: Surroundings, sandbox: Sandbox) -> Self {
        let sandbox = Arc::new(sandbox);
        Self {
            sandbox: Some(Arc::clone(&sandbox)),
            ..Self::new(store, surroundings, Some(sandbox))
        }
    }

    /// The payments that are taken.
    #[must_use]
    pub fn payments(&self) -> Option<&Arc<dyn Payments>> {
        self.payments.as_ref()
    }

    /// The sandbox, where payments are its.
    #[must_use]
    pub fn sandbox(&self) -> Option<&Sandbox> {
        self.sandbox.as_deref()
    }

    /// The page where the buyer pays, while they can: a whole URL, or a path on this portal.
    #[must_use]
    pub fn checkout_page(&self, purchase: &purchase::Model) -> Option<String> {
        let payments = self.payments_of(purchase.provider)?;
        let is_open = purchase.state.is_open() && purchase.expires_at > self.surroundings.now();
        is_open.then(|| payments.page(purchase)).flatten()
    }

    /// Hears what a provider tells by itself; answers whether the portal knows the purchase.
    ///
    /// # Errors
    ///
    /// When the store fails.
    pub async fn hear_of(&self, about: &About, state: CheckoutState) -> Result<bool, StoreError> {
        let id = match about {
            About::Purchase(id) => Some(*id),
            About::Payment(payment) => {
                let found = purchases::by_payment(self.store.read(), payment).await?;
                found.map(|purchase| purchase.id)
            }
        };
        match id {
            Some(id) => Ok(self.hear(id, state).await?.is_some()),
            None => Ok(false),
        }
    }

    /// Whether the portal takes payments where this purchase is paid.
    fn can_ask_about(&self, purchase: &purchase::Model) -> bool {
        self.payments_of(purchase.provider).is_some()
    }

    /// The payments at this provider; `None` where the portal takes none there now.
    fn payments_of(&self, provider: PaymentProvider) -> Option<&Arc<dyn Payments>> {
        let payments = self.payments.as_ref();
        payments.filter(|payments| payments.provider() == provider)
    }
}
