//! What credits are sold for.

use async_graphql::{ID, SimpleObject};

use crate::domain::{self, CreditAmountRefusal, Price};
use crate::purchases;

/// What credits are sold for. Prices are exact decimals with as many fraction digits as the currency has.
#[derive(SimpleObject)]
pub(crate) struct CreditOffers {
    /// Code of the currency, as ISO 4217 has it, such as `EUR`.
    currency: String,
    /// Packs, in the order in which the operator put them.
    packs: Vec<CreditPack>,
    /// Amounts of one's own; null where only packs are sold.
    own_amount: Option<OwnCreditAmount>,
}

impl From<purchases::Offers> for CreditOffers {
    fn from(offers: purchases::Offers) -> Self {
        Self {
            currency: offers.currency.to_string(),
            packs: offers.packs.into_iter().map(CreditPack::from).collect(),
            own_amount: offers.own_amount.map(OwnCreditAmount::from),
        }
    }
}

/// Credits that are sold together. A pack never changes: another price is another pack.
#[derive(SimpleObject)]
struct CreditPack {
    /// Its id.
    id: ID,
    /// How many.
    credits: String,
    /// What they cost.
    price: String,
    /// What one of them costs, exact or rounded half up to six digits beyond those of the currency.
    price_per_credit: String,
}

impl From<purchases::Pack> for CreditPack {
    fn from(pack: purchases::Pack) -> Self {
        Self {
            id: ID::from(pack.id),
            credits: pack.credits.to_string(),
            price: pack.price.to_string(),
            price_per_credit: pack.rate().to_string(),
        }
    }
}

/// Amounts of one's own. What one costs is asked with `creditPrice`.
#[derive(SimpleObject)]
struct OwnCreditAmount {
    /// What one credit costs, exactly.
    price_per_credit: String,
    /// The least that is sold at once.
    least: String,
    /// The most that is sold at once.
    most: String,
}

impl From<purchases::OwnAmount> for OwnCreditAmount {
    fn from(own: purchases::OwnAmount) -> Self {
        Self {
            price_per_credit: own.rate.to_string(),
            least: own.least.to_string(),
            most: own.most.to_string(),
        }
    }
}

/// What an amount of one's own costs.
#[derive(SimpleObject)]
pub(crate) struct CreditAmountPriced {
    /// How many, as an exact decimal with three fraction digits.
    credits: String,
    /// What they cost together: credits times the price of one, rounded up to the smallest coin.
    price: String,
    /// Code of the currency.
    currency: String,
}

impl CreditAmountPriced {
    pub(crate) fn of(credits: domain::Credits, price: Price) -> Self {
        Self {
            credits: credits.to_string(),
            price: price.to_string(),
            currency: price.currency.to_string(),
        }
    }
}

/// So many credits can't be bought.
#[derive(SimpleObject)]
pub(crate) struct CreditAmountRefused {
    /// Why.
    reason: CreditAmountRefusal,
}

impl From<CreditAmountRefusal> for CreditAmountRefused {
    fn from(reason: CreditAmountRefusal) -> Self {
        Self { reason }
    }
}

/// What was chosen costs something else now; all null when it is not sold any more. Nothing was bought.
#[derive(SimpleObject)]
pub(crate) struct CreditOfferChanged {
    /// How many credits.
    credits: Option<String>,
    /// What they cost now.
    price: Option<String>,
    /// Code of the currency.
    currency: Option<String>,
}

impl From<Option<(domain::Credits, Price)>> for CreditOfferChanged {
    fn from(now: Option<(domain::Credits, Price)>) -> Self {
        let (credits, price) = now.unzip();
        Self {
            credits: credits.map(|credits| credits.to_string()),
            price: price.map(|price| price.to_string()),
            currency: price.map(|price| price.currency.to_string()),
        }
    }
}
