//! What credits are sold for, and buying them.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What credits are sold for. Amounts of credits are exact decimals with three fraction digits, prices exact decimals
/// with as many as the currency has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CreditOffers {
    /// Code of the currency, as ISO 4217 has it, such as `EUR`.
    pub currency: String,
    /// Packs, in the portal's order.
    pub packs: Vec<CreditPack>,
    /// Amounts of one's own; absent where only packs are sold.
    pub own_amount: Option<OwnCreditAmount>,
}

/// Credits that are sold together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CreditPack {
    /// Opaque id.
    pub id: String,
    /// How many.
    pub credits: String,
    /// What they cost.
    pub price: String,
    /// What one of them costs.
    pub price_per_credit: String,
}

/// Amounts of one's own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct OwnCreditAmount {
    /// What one credit costs.
    pub price_per_credit: String,
    /// The least that is sold at once.
    pub least: String,
    /// The most that is sold at once.
    pub most: String,
}

/// What an amount of one's own costs, or why it is not sold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum CreditPriceOutcome {
    /// It is sold.
    Priced {
        /// How many credits.
        credits: String,
        /// What they cost together.
        price: String,
        /// Code of the currency.
        currency: String,
    },
    /// So many can't be bought.
    Refused {
        /// Why.
        reason: CreditAmountRefusal,
    },
    /// Amounts of one's own, or credits at all, are not sold any more.
    Unavailable,
}

/// Why so many credits can't be bought.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum CreditAmountRefusal {
    /// It is no decimal number, or refused for what this app doesn't know.
    NotANumber,
    /// It is zero or less.
    NotPositive,
    /// It has more than three fraction digits.
    TooPrecise,
    /// It is more than can be moved at once.
    TooLarge,
    /// It is less than is sold at once.
    BelowLeast,
    /// It is more than is sold at once.
    AboveMost,
}

/// What is to be bought, at the price that the person saw.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CreditWish {
    /// The pack; absent for an amount of one's own.
    pub pack: Option<String>,
    /// The amount of one's own; absent for a pack.
    pub credits: Option<String>,
    /// The price that the person saw.
    pub price: String,
    /// Code of its currency.
    pub currency: String,
}

/// A purchase of credits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CreditPurchase {
    /// Opaque id.
    pub id: String,
    /// How far it has come; absent for what this app doesn't know.
    pub state: Option<CreditPurchaseState>,
    /// What is bought.
    pub credits: String,
    /// What it costs.
    pub price: String,
    /// Code of the currency, as ISO 4217 has it.
    pub currency: String,
    /// What one credit costs.
    pub price_per_credit: String,
    /// Whether there is a page where it can be paid.
    pub payable: bool,
    /// When it was begun, in UTC.
    pub created_at: DateTime<Utc>,
    /// Until when it can be paid, in UTC.
    pub expires_at: DateTime<Utc>,
    /// When the credits came, in UTC, also where they were taken back since; absent before.
    pub credited_at: Option<DateTime<Utc>>,
    /// Display name of the buyer, at that time.
    pub buyer: String,
    /// What the organization was called then.
    pub organization: String,
    /// Number of the receipt; absent before the credits came.
    pub receipt: Option<String>,
    /// Where it is paid; absent for what this app doesn't know.
    pub provider: Option<PaymentProvider>,
    /// What the payment provider calls the payment.
    pub provider_reference: Option<String>,
}

/// How far a purchase has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
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
}

impl CreditPurchaseState {
    /// Whether it comes to another state by itself, or when the person pays.
    #[must_use]
    pub fn goes_on(self) -> bool {
        matches!(self, Self::Created | Self::Pending | Self::Paid)
    }
}

/// Where people pay.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum PaymentProvider {
    /// The portal's own test checkout, where no money moves.
    Sandbox,
    /// Stripe.
    Stripe,
}

/// One page of purchases, the newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CreditPurchasesPage {
    /// The purchases.
    pub purchases: Vec<CreditPurchase>,
    /// Asks for the next page; absent on the last.
    pub cursor: Option<String>,
}

/// What came of beginning a purchase.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum BeginPurchaseOutcome {
    /// It is begun.
    Begun {
        /// The purchase.
        purchase: Box<CreditPurchase>,
        /// Whether the page where it is paid opened in the browser.
        opened: bool,
    },
    /// It costs something else now. Nothing was bought.
    OfferChanged {
        /// What it costs now; absent when it is not sold any more.
        price: Option<String>,
    },
    /// So many can't be bought.
    AmountRefused {
        /// Why.
        reason: CreditAmountRefusal,
    },
    /// The plan goes without credits by now, or the portal takes no payments.
    Unavailable,
    /// The payment provider did not answer. Asking again goes on with the same purchase.
    ProviderUnreachable,
}

/// What came of giving a purchase up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum CancelPurchaseOutcome {
    /// It is given up.
    Cancelled {
        /// As it is now.
        purchase: Box<CreditPurchase>,
    },
    /// It had ended before, or was paid meanwhile.
    NotCancelled {
        /// As it is now.
        purchase: Box<CreditPurchase>,
    },
    /// There is none.
    NotFound,
}
