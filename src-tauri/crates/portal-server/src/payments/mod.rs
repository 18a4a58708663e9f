//! Where people pay: a port with an implementation for each payment provider.

mod sandbox;
mod stripe;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use uuid::Uuid;

pub use sandbox::{Sandbox, SandboxAction, SandboxPage};
pub use stripe::{STRIPE_API, Stripe, StripeConfig};

use crate::domain::{PaymentProvider, Price};
use crate::store::StoreError;
use crate::store::entities::purchase;
use crate::surroundings::RandomnessError;

/// Which payments a portal takes.
#[derive(Clone, Debug, Default)]
pub enum PaymentsConfig {
    /// None.
    #[default]
    None,
    /// Those of a test checkout of its own, where no money moves.
    Sandbox,
    /// Those of Stripe.
    Stripe(StripeConfig),
}

/// What somebody is asked to pay for.
#[derive(Clone, Debug)]
pub struct Order {
    /// The purchase. One order is one checkout, however often it is begun.
    pub purchase: Uuid,
    /// What is sold, at most 200 characters.
    pub description: String,
    /// What it costs.
    pub price: Price,
    /// When it was made, in UTC.
    pub created_at: DateTime<Utc>,
    /// Until when it can be paid, in UTC.
    pub expires_at: DateTime<Utc>,
}

/// Where somebody pays.
#[derive(Clone, Debug)]
pub struct Checkout {
    /// What the provider calls it.
    pub reference: String,
    /// The page, where it does not follow from the reference.
    pub url: Option<String>,
}

/// What was paid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Payment {
    /// How much, in the smallest unit of the currency.
    pub minor: i64,
    /// The code of the currency.
    pub currency: String,
    /// What the provider calls the payment, where it has such a name.
    pub reference: Option<String>,
}

/// How far a checkout has come at the provider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CheckoutState {
    /// It can be paid.
    Open,
    /// It was paid.
    Paid(Payment),
    /// The payment was declined, and can't be tried again.
    Declined,
    /// It ended without a payment.
    Expired,
    /// It was paid, and all of it was paid back.
    Refunded,
}

/// Of what a provider tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum About {
    /// A purchase.
    Purchase(Uuid),
    /// A payment, as the provider calls it.
    Payment(String),
}

/// What a provider tells by itself. It may come late, more than once, and in any order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// Of what.
    pub about: About,
    /// How far its checkout has come.
    pub state: CheckoutState,
}

/// Why what somebody sent is not taken for a word of the provider.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoticeRefused {
    /// This provider tells nothing in this way.
    #[error("nothing is told here")]
    NotHere,
    /// It is not signed by the provider, or not for this portal.
    #[error("the signature is not right")]
    Signature,
    /// It was signed too long ago, or in the future.
    #[error("the signature is not of now")]
    NotOfNow,
    /// It can't be read.
    #[error("it can't be read")]
    Unreadable,
}

/// Why a provider did not do what it was asked for.
#[derive(Debug, thiserror::Error)]
pub enum PaymentsError {
    /// It was not reached, or did not answer in time. What became of the request is not known; it can be repeated.
    #[error("the payment provider can't be reached: {0}")]
    Unreachable(String),
    /// It knows of no such checkout or payment.
    #[error("the payment provider knows of none such: {0}")]
    Missing(String),
    /// It does not do that, or not for this portal.
    #[error("the payment provider refused: {0}")]
    Refused(String),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// There is no randomness.
    #[error(transparent)]
    Randomness(#[from] RandomnessError),
}

/// A payment provider. All that is asked of it can be asked again, and is done once.
#[async_trait]
pub trait Payments: Send + Sync {
    /// Which one it is.
    fn provider(&self) -> PaymentProvider;

    /// Makes a checkout, or answers the one there is for the purchase.
    ///
    /// # Errors
    ///
    /// When the provider is not reached, or refuses.
    async fn begin(&self, order: &Order) -> Result<Checkout, PaymentsError>;

    /// The page where a purchase is paid: a whole URL, or a path for a page of the portal's own, which is wherever the
    /// buyer's app reaches the portal. `None` before there is one.
    fn page(&self, purchase: &purchase::Model) -> Option<String>;

    /// How far a checkout has come.
    ///
    /// # Errors
    ///
    /// When the provider is not reached, or refuses.
    async fn look(&self, reference: &str) -> Result<CheckoutState, PaymentsError>;

    /// Ends a checkout unless it has ended, and answers how it ended: it may have been paid meanwhile.
    ///
    /// # Errors
    ///
    /// When the provider is not reached, or refuses.
    async fn end(&self, reference: &str) -> Result<CheckoutState, PaymentsError>;

    /// Pays all of a purchase back.
    ///
    /// # Errors
    ///
    /// When the provider is not reached, or refuses.
    async fn refund(&self, purchase: &purchase::Model) -> Result<(), PaymentsError>;

    /// What the provider says in a body that was sent to the portal with this signature; `None` for what is of no
    /// concern here.
    ///
    /// # Errors
    ///
    /// When it is not a word of the provider's.
    fn notice(
        &self,
        signature: Option<&str>,
        body: &[u8],
        now: DateTime<Utc>,
    ) -> Result<Option<Notice>, NoticeRefused> {
        let _ = (signature, body, now);
        Err(NoticeRefused::NotHere)
    }
}
