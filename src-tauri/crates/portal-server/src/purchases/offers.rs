//! What credits are sold for.

use sea_orm::ConnectionTrait;
use uuid::Uuid;

use crate::domain::{CreditAmount, CreditAmountRefusal, CreditRate, Credits, Currency, Price};
use crate::store::entities::{credit_pack, credit_price};
use crate::store::{StoreError, credit_offers};

/// All that is sold, in one currency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offers {
    /// The currency.
    pub currency: Currency,
    /// The packs, in their order.
    pub packs: Vec<Pack>,
    /// Amounts of one's own, where they are sold.
    pub own_amount: Option<OwnAmount>,
}

/// So many credits at a price.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pack {
    /// Its id.
    pub id: Uuid,
    /// How many.
    pub credits: Credits,
    /// What they cost.
    pub price: Price,
}

impl Pack {
    /// What one of its credits costs.
    #[must_use]
    pub fn rate(&self) -> CreditRate {
        CreditRate::of(self.price, self.credits)
    }
}

impl From<credit_pack::Model> for Pack {
    fn from(row: credit_pack::Model) -> Self {
        Self {
            id: row.id,
            credits: row.credits,
            price: Price {
                minor: row.price_minor,
                currency: row.currency,
            },
        }
    }
}

/// Amounts of one's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OwnAmount {
    /// What one credit costs.
    pub rate: CreditRate,
    /// The least that is sold at once.
    pub least: Credits,
    /// The most that is sold at once.
    pub most: Credits,
}

/// What comes of asking what an amount costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AmountPrice {
    /// So much.
    Price(Credits, Price),
    /// It can't be bought.
    Refused(CreditAmountRefusal),
}

impl OwnAmount {
    /// What an amount costs, as it is written.
    #[must_use]
    pub fn price_of(&self, amount: &str) -> AmountPrice {
        let credits = match amount.parse::<CreditAmount>() {
            Ok(amount) => amount.credits(),
            Err(refusal) => return AmountPrice::Refused(refusal.into()),
        };
        if credits < self.least {
            return AmountPrice::Refused(CreditAmountRefusal::BelowLeast);
        }
        let price = self.rate.price_of(credits);
        match price.filter(|_| credits <= self.most) {
            Some(price) => AmountPrice::Price(credits, price),
            None => AmountPrice::Refused(CreditAmountRefusal::AboveMost),
        }
    }
}

impl From<credit_price::Model> for OwnAmount {
    fn from(row: credit_price::Model) -> Self {
        Self {
            rate: CreditRate {
                millionths: row.per_credit,
                currency: row.currency,
            },
            least: row.least,
            most: row.most,
        }
    }
}

impl Offers {
    /// All that is sold now; `None` when nothing is.
    ///
    /// # Errors
    ///
    /// When the store fails.
    pub async fn of_now(database: &impl ConnectionTrait) -> Result<Option<Self>, StoreError> {
        let packs = credit_offers::packs(database).await?;
        let packs: Vec<Pack> = packs.into_iter().map(Pack::from).collect();
        let own_amount = credit_offers::price(database).await?.map(OwnAmount::from);
        let of_packs = packs.first().map(|pack| pack.price.currency);
        let of_amounts = own_amount.map(|own| own.rate.currency);
        Ok(of_packs.or(of_amounts).map(|currency| Self {
            currency,
            packs,
            own_amount,
        }))
    }
}
