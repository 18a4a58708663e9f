//! Purchases of credits.

use chrono::{DateTime, Utc};

use crate::operations::credit_offers::{CreditAmountRefusal, CreditAmountRefused};
use crate::operations::refusals::{
    CreditPurchaseNotFound, CreditsUnavailable, IdempotencyKeyReused, PaymentProviderUnreachable,
    PaymentsUnavailable,
};
use crate::schema;

/// A purchase of credits. Amounts are exact decimals.
#[derive(Clone, Debug, PartialEq, cynic::QueryFragment)]
pub struct CreditPurchase {
    /// Its id.
    pub id: cynic::Id,
    /// How far it has come.
    pub state: CreditPurchaseState,
    /// What is bought.
    pub credits: String,
    /// What it costs.
    pub price: String,
    /// Code of the currency, as ISO 4217 has it.
    pub currency: String,
    /// What one credit costs.
    pub price_per_credit: String,
    /// Page where the buyer pays: a whole URL, also of a page that the portal has itself. `None` once it can't be paid
    /// any more.
    pub checkout_url: Option<String>,
    /// When it was begun.
    pub created_at: DateTime<Utc>,
    /// Until when it can be paid.
    pub expires_at: DateTime<Utc>,
    /// When the credits came, also where they were taken back since; `None` before.
    pub credited_at: Option<DateTime<Utc>>,
    /// Display name of the buyer, at that time.
    pub buyer_name: String,
    /// What the organization was called then.
    pub organization_name: String,
    /// Number of the receipt; `None` before the credits came.
    pub receipt_number: Option<String>,
    /// Where it is paid.
    pub provider: PaymentProvider,
    /// What the payment provider calls the payment.
    pub provider_reference: Option<String>,
}

/// How far a purchase has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, cynic::Enum)]
pub enum CreditPurchaseState {
    /// There is no checkout for it yet.
    Created,
    /// The checkout waits for the buyer.
    Pending,
    /// It is paid, and the credits are on their way.
    Paid,
    /// The credits are there.
    Credited,
    /// The payment was refused.
    Declined,
    /// Nobody paid in time.
    Expired,
    /// The buyer gave it up.
    Cancelled,
    /// It was paid back.
    Refunded,
    /// One that a later portal knows.
    #[cynic(fallback)]
    Unknown,
}

/// Where people pay.
#[derive(Clone, Copy, Debug, PartialEq, Eq, cynic::Enum)]
pub enum PaymentProvider {
    /// The portal's own test checkout, where no money moves.
    Sandbox,
    /// Stripe.
    Stripe,
    /// One that a later portal knows.
    #[cynic(fallback)]
    Unknown,
}

/// A page of purchases, the newest first.
#[derive(Clone, Debug, PartialEq, cynic::QueryFragment)]
pub struct CreditPurchaseList {
    /// The purchases.
    pub data: Vec<CreditPurchase>,
    /// Asks for the next page; `None` on the last.
    pub cursor: Option<String>,
}

/// What is to be bought, at the price that the person saw.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CreditWish {
    /// The pack; `None` for an amount of one's own.
    pub pack: Option<String>,
    /// The amount of one's own; `None` for a pack.
    pub credits: Option<String>,
    /// The price that the person saw.
    pub price: String,
    /// Code of its currency.
    pub currency: String,
}

/// What came of beginning a purchase.
#[derive(Clone, Debug, PartialEq)]
pub enum BeginPurchaseAnswer {
    /// It is begun.
    Begun(Box<CreditPurchase>),
    /// It costs something else now.
    OfferChanged {
        /// What it costs now; `None` when it is not sold any more.
        price: Option<String>,
    },
    /// So many can't be bought.
    AmountRefused(CreditAmountRefusal),
    /// The plan goes without credits, or the portal takes no payments (any more).
    Unavailable,
    /// The payment provider did not answer. The same wish goes on where this one stopped.
    ProviderUnreachable,
    /// The idempotency key names another wish.
    Reused,
    /// An answer that a later portal knows.
    Unknown,
}

/// What came of giving a purchase up.
#[derive(Clone, Debug, PartialEq)]
pub enum CancelPurchaseAnswer {
    /// It is given up.
    Cancelled(Box<CreditPurchase>),
    /// It had ended before, or was paid meanwhile.
    NotCancelled(Box<CreditPurchase>),
    /// There is none.
    NotFound,
    /// An answer that a later portal knows.
    Unknown,
}

#[derive(cynic::QueryVariables)]
pub(crate) struct LookAtPurchaseVariables<'a> {
    pub(crate) id: &'a cynic::Id,
}

/// Asks for one purchase.
#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query", variables = "LookAtPurchaseVariables")]
pub(crate) struct LookAtCreditPurchase {
    #[arguments(id: $id)]
    pub(crate) credit_purchase: Option<CreditPurchase>,
}

#[derive(cynic::QueryVariables)]
pub(crate) struct CreditPurchasesVariables<'a> {
    pub(crate) first: i32,
    pub(crate) after: Option<&'a str>,
}

/// Asks for one page of purchases.
#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query", variables = "CreditPurchasesVariables")]
pub(crate) struct CreditPurchases {
    #[arguments(first: $first, after: $after)]
    pub(crate) credit_purchases: CreditPurchaseList,
}

/// Asks for the purchases that go on.
#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query")]
pub(crate) struct OpenCreditPurchases {
    pub(crate) open_credit_purchases: Vec<CreditPurchase>,
}

#[derive(cynic::InputObject)]
pub(crate) struct BeginCreditPurchaseInput<'a> {
    pub(crate) pack_id: Option<&'a cynic::Id>,
    pub(crate) credits: Option<&'a str>,
    pub(crate) price: &'a str,
    pub(crate) currency: &'a str,
    pub(crate) idempotency_key: &'a str,
}

#[derive(cynic::QueryVariables)]
pub(crate) struct BeginCreditPurchaseVariables<'a> {
    pub(crate) input: BeginCreditPurchaseInput<'a>,
}

/// Begins a purchase; sent twice with one idempotency key it begins one.
#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "BeginCreditPurchaseVariables")]
pub(crate) struct BeginCreditPurchase {
    #[arguments(input: $input)]
    pub(crate) begin_credit_purchase: BeginCreditPurchaseResult,
}

#[derive(cynic::InlineFragments)]
#[expect(
    clippy::large_enum_variant,
    reason = "it is turned into an answer at once"
)]
pub(crate) enum BeginCreditPurchaseResult {
    Begun(CreditPurchase),
    OfferChanged(CreditOfferChanged),
    AmountRefused(CreditAmountRefused),
    Credits(CreditsUnavailable),
    Payments(PaymentsUnavailable),
    Unreachable(PaymentProviderUnreachable),
    Reused(IdempotencyKeyReused),
    #[cynic(fallback)]
    Unknown,
}

#[derive(cynic::QueryFragment)]
pub(crate) struct CreditOfferChanged {
    price: Option<String>,
}

#[derive(cynic::QueryVariables)]
pub(crate) struct CancelCreditPurchaseVariables<'a> {
    pub(crate) id: &'a cynic::Id,
}

/// Gives a purchase up; sent twice it does the same.
#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "CancelCreditPurchaseVariables")]
pub(crate) struct CancelCreditPurchase {
    #[arguments(id: $id)]
    pub(crate) cancel_credit_purchase: CancelCreditPurchaseResult,
}

#[derive(cynic::InlineFragments)]
pub(crate) enum CancelCreditPurchaseResult {
    Cancelled(CreditPurchaseCancelled),
    NotCancelled(CreditPurchaseNotCancelled),
    NotFound(CreditPurchaseNotFound),
    #[cynic(fallback)]
    Unknown,
}

#[derive(cynic::QueryFragment)]
pub(crate) struct CreditPurchaseCancelled {
    purchase: CreditPurchase,
}

#[derive(cynic::QueryFragment)]
pub(crate) struct CreditPurchaseNotCancelled {
    purchase: CreditPurchase,
}

impl From<BeginCreditPurchaseResult> for BeginPurchaseAnswer {
    fn from(result: BeginCreditPurchaseResult) -> Self {
        match result {
            BeginCreditPurchaseResult::Begun(purchase) => Self::Begun(Box::new(purchase)),
            BeginCreditPurchaseResult::OfferChanged(offer) => {
                Self::OfferChanged { price: offer.price }
            }
            BeginCreditPurchaseResult::AmountRefused(refused) => {
                Self::AmountRefused(refused.reason)
            }
            BeginCreditPurchaseResult::Credits(CreditsUnavailable { .. })
            | BeginCreditPurchaseResult::Payments(PaymentsUnavailable { .. }) => Self::Unavailable,
            BeginCreditPurchaseResult::Unreachable(PaymentProviderUnreachable { .. }) => {
                Self::ProviderUnreachable
            }
            BeginCreditPurchaseResult::Reused(IdempotencyKeyReused { .. }) => Self::Reused,
            BeginCreditPurchaseResult::Unknown => Self::Unknown,
        }
    }
}

impl From<CancelCreditPurchaseResult> for CancelPurchaseAnswer {
    fn from(result: CancelCreditPurchaseResult) -> Self {
        match result {
            CancelCreditPurchaseResult::Cancelled(it) => Self::Cancelled(Box::new(it.purchase)),
            CancelCreditPurchaseResult::NotCancelled(it) => {
                Self::NotCancelled(Box::new(it.purchase))
            }
            CancelCreditPurchaseResult::NotFound(CreditPurchaseNotFound { .. }) => Self::NotFound,
            CancelCreditPurchaseResult::Unknown => Self::Unknown,
        }
    }
}
