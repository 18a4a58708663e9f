//! A payment provider in which no money moves: its checkout is a page of the portal. It keeps its checkouts for itself,
//! as a provider elsewhere would, and tells of what happens there in the same way.

use async_trait::async_trait;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use uuid::Uuid;

use super::{About, Checkout, CheckoutState, Notice, Order, Payment, Payments, PaymentsError};
use crate::domain::{PaymentProvider, Price};
use crate::store::entities::purchase;
use crate::store::entities::sandbox_checkout::{self, SandboxState};
use crate::store::{Store, StoreError, sandbox_checkouts};
use crate::surroundings::Surroundings;

/// Octets of a token: beyond guessing.
const TOKEN: usize = 32;

/// Where the pages are on the portal.
const PAGES: &str = "/checkout/";

/// The sandbox.
pub struct Sandbox {
    store: Store,
    surroundings: Surroundings,
    /// Who sells, at most 100 characters.
    seller: String,
}

/// What a person does on the page of a checkout.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SandboxAction {
    /// Pays.
    Pay,
    /// Pays, and has the provider tell of it twice.
    PayTwice,
    /// Has the payment declined.
    Decline,
    /// Leaves without paying.
    Abandon,
}

/// What the page of a checkout shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SandboxPage {
    /// The purchase it is for.
    pub purchase: Uuid,
    /// Who sells.
    pub seller: String,
    /// What is sold.
    pub description: String,
    /// What it costs.
    pub price: Price,
    /// How far it has come.
    pub state: SandboxState,
}

impl Sandbox {
    /// Keeps its checkouts in `store`, in which `seller` sells.
    #[must_use]
    pub fn new(store: Store, surroundings: Surroundings, seller: String) -> Self {
        Self {
            store,
            surroundings,
            seller,
        }
    }

    /// What the page with this token shows; `None` when there is none.
    ///
    /// # Errors
    ///
    /// When the store fails.
    pub async fn page_of(&self, token: &str) -> Result<Option<SandboxPage>, StoreError> {
        let found = sandbox_checkouts::by_token(self.store.read(), token).await?;
        Ok(found.map(|checkout| SandboxPage {
            state: self.state_of(&checkout),
            purchase: checkout.purchase_id,
            seller: checkout.seller,
            description: checkout.description,
            price: Price {
                minor: checkout.amount_minor,
                currency: checkout.currency,
            },
        }))
    }

    /// Does what a person chose on the page with this token; answers whether the checkout was open until then.
    ///
    /// # Errors
    ///
    /// When the store fails.
    pub async fn act(&self, token: &str, action: SandboxAction) -> Result<bool, StoreError> {
        let state = match action {
            SandboxAction::Pay | SandboxAction::PayTwice => SandboxState::Paid,
            SandboxAction::Decline => SandboxState::Declined,
            SandboxAction::Abandon => SandboxState::Expired,
        };
        let now = self.surroundings.now();
        sandbox_checkouts::end(self.store.read(), token, state, Some(now)).await
    }

    /// What the sandbox tells of what was done on a page that was open.
    #[must_use]
    pub fn notice_of(&self, page: &SandboxPage, action: SandboxAction) -> Notice {
        let state = match action {
            SandboxAction::Pay | SandboxAction::PayTwice => CheckoutState::Paid(Payment {
                minor: page.price.minor,
                currency: page.price.currency.code().to_owned(),
                reference: Some(payment_of(page.purchase)),
            }),
            SandboxAction::Decline => CheckoutState::Declined,
            SandboxAction::Abandon => CheckoutState::Expired,
        };
        Notice {
            about: About::Purchase(page.purchase),
            state,
        }
    }

    /// What is told of a checkout.
    ///
    /// # Errors
    ///
    /// When there is none, or the store fails.
    async fn tell(&self, token: &str) -> Result<CheckoutState, PaymentsError> {
        let found = sandbox_checkouts::by_token(self.store.read(), token).await?;
        let checkout = found.ok_or_else(no_such_checkout)?;
        Ok(match self.state_of(&checkout) {
            SandboxState::Open => CheckoutState::Open,
            SandboxState::Paid => CheckoutState::Paid(Payment {
                minor: checkout.amount_minor,
                currency: checkout.currency.code().to_owned(),
                reference: Some(payment_of(checkout.purchase_id)),
            }),
            SandboxState::Declined => CheckoutState::Declined,
            SandboxState::Expired => CheckoutState::Expired,
            SandboxState::Refunded => CheckoutState::Refunded,
        })
    }

    fn state_of(&self, checkout: &sandbox_checkout::Model) -> SandboxState {
        match checkout.state {
            SandboxState::Open if checkout.expires_at <= self.surroundings.now() => {
                SandboxState::Expired
            }
            state => state,
        }
    }
}

#[async_trait]
impl Payments for Sandbox {
    fn provider(&self) -> PaymentProvider {
        PaymentProvider::Sandbox
    }

    async fn begin(&self, order: &Order) -> Result<Checkout, PaymentsError> {
        let mut token = [0; TOKEN];
        self.surroundings.randomness.fill(&mut token)?;
        let checkout = sandbox_checkout::Model {
            token: URL_SAFE_NO_PAD.encode(token),
            purchase_id: order.purchase,
            seller: self.seller.clone(),
            description: order.description.clone(),
            amount_minor: order.price.minor,
            currency: order.price.currency,
            state: SandboxState::Open,
            created_at: order.created_at,
            expires_at: order.expires_at,
        };
        let there = sandbox_checkouts::ensure(self.store.read(), checkout).await?;
        Ok(Checkout {
            reference: there.token,
            url: None,
        })
    }

    /// A path. The portal does not know by which of its names an app reaches it (it may listen on all addresses, and
    /// each has several), and what a request says of that is only as good as who sent it; the app does know, and opens
    /// nothing elsewhere for a path.
    fn page(&self, purchase: &purchase::Model) -> Option<String> {
        let token = purchase.provider_reference.as_deref()?;
        Some(format!("{PAGES}{token}"))
    }

    async fn look(&self, reference: &str) -> Result<CheckoutState, PaymentsError> {
        self.tell(reference).await
    }

    async fn end(&self, reference: &str) -> Result<CheckoutState, PaymentsError> {
        let database = self.store.read();
        sandbox_checkouts::end(database, reference, SandboxState::Expired, None).await?;
        self.tell(reference).await
    }

    async fn refund(&self, purchase: &purchase::Model) -> Result<(), PaymentsError> {
        let token = purchase.provider_reference.as_deref();
        let token = token.ok_or_else(no_such_checkout)?;
        sandbox_checkouts::refund(self.store.read(), token).await?;
        match self.tell(token).await? {
            CheckoutState::Refunded => Ok(()),
            _ => Err(PaymentsError::Refused("it was not paid".to_owned())),
        }
    }
}

fn no_such_checkout() -> PaymentsError {
    PaymentsError::Missing("there is no such checkout".to_owned())
}

/// What the sandbox calls a payment.
fn payment_of(purchase: Uuid) -> String {
    format!("test-{}", purchase.simple())
}
