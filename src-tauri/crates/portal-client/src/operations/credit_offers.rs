//! What credits are sold for.

use crate::operations::refusals::{CreditsUnavailable, OwnAmountsUnavailable, PaymentsUnavailable};
use crate::schema;

/// What credits are sold for. Prices are exact decimals with as many fraction digits as the currency has.
#[derive(Clone, Debug, PartialEq, cynic::QueryFragment)]
pub struct CreditOffers {
    /// Code of the currency, as ISO 4217 has it.
    pub currency: String,
    /// Packs, in the portal's order.
    pub packs: Vec<CreditPack>,
    /// Amounts of one's own; `None` where only packs are sold.
    pub own_amount: Option<OwnCreditAmount>,
}

/// Credits that are sold together.
#[derive(Clone, Debug, PartialEq, cynic::QueryFragment)]
pub struct CreditPack {
    /// Its id.
    pub id: cynic::Id,
    /// How many.
    pub credits: String,
    /// What they cost.
    pub price: String,
    /// What one of them costs.
    pub price_per_credit: String,
}

/// Amounts of one's own.
#[derive(Clone, Debug, PartialEq, Eq, cynic::QueryFragment)]
pub struct OwnCreditAmount {
    /// What one credit costs.
    pub price_per_credit: String,
    /// The least that is sold at once.
    pub least: String,
    /// The most that is sold at once.
    pub most: String,
}

/// What an amount of one's own costs, or why it is not sold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CreditPriceAnswer {
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
    Refused(CreditAmountRefusal),
    /// Amounts of one's own, or credits at all, are not sold (any more).
    Unavailable,
    /// An answer that a later portal knows.
    Unknown,
}

/// Why so many credits can't be bought.
#[derive(Clone, Copy, Debug, PartialEq, Eq, cynic::Enum)]
pub enum CreditAmountRefusal {
    /// It is no decimal number.
    #[cynic(rename = "NOT_A_NUMBER")]
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
    /// A reason that a later portal knows.
    #[cynic(fallback)]
    Unknown,
}

/// Asks for all of it.
#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query")]
pub(crate) struct LookAtCreditOffers {
    pub(crate) credit_offers: Option<CreditOffers>,
}

#[derive(cynic::QueryVariables)]
pub(crate) struct PriceCreditsVariables<'a> {
    pub(crate) credits: &'a str,
}

/// Asks what an amount costs.
#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query", variables = "PriceCreditsVariables")]
pub(crate) struct PriceCredits {
    #[arguments(credits: $credits)]
    pub(crate) credit_price: CreditPriceResult,
}

#[derive(cynic::InlineFragments)]
pub(crate) enum CreditPriceResult {
    Priced(CreditAmountPriced),
    Refused(CreditAmountRefused),
    OwnAmounts(OwnAmountsUnavailable),
    Credits(CreditsUnavailable),
    Payments(PaymentsUnavailable),
    #[cynic(fallback)]
    Unknown,
}

#[derive(cynic::QueryFragment)]
pub(crate) struct CreditAmountPriced {
    credits: String,
    price: String,
    currency: String,
}

#[derive(cynic::QueryFragment)]
pub(crate) struct CreditAmountRefused {
    pub(crate) reason: CreditAmountRefusal,
}

impl From<CreditPriceResult> for CreditPriceAnswer {
    fn from(result: CreditPriceResult) -> Self {
        match result {
            CreditPriceResult::Priced(priced) => Self::Priced {
                credits: priced.credits,
                price: priced.price,
                currency: priced.currency,
            },
            CreditPriceResult::Refused(refused) => Self::Refused(refused.reason),
            CreditPriceResult::OwnAmounts(OwnAmountsUnavailable { .. })
            | CreditPriceResult::Credits(CreditsUnavailable { .. })
            | CreditPriceResult::Payments(PaymentsUnavailable { .. }) => Self::Unavailable,
            CreditPriceResult::Unknown => Self::Unknown,
        }
    }
}
