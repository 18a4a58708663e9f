//! What credits are sold for, and what was bought.

use uuid::Uuid;

use super::{Administration, AdministrationError};
use crate::domain::{CreditAmount, CreditRate, Currency, Price};
use crate::purchases::{Offers, OwnAmount};
use crate::store::entities::{credit_pack, credit_price, purchase};
use crate::store::{credit_offers, purchases};

/// A pack to sell.
#[derive(Clone, Debug)]
pub struct PackToAdd {
    /// How many credits.
    pub credits: CreditAmount,
    /// What they cost, as it is written.
    pub price: String,
    /// The currency.
    pub currency: Currency,
}

/// Amounts of their own that people may buy.
#[derive(Clone, Debug)]
pub struct OwnAmountToSell {
    /// What one credit costs, as it is written.
    pub per_credit: String,
    /// The currency.
    pub currency: Currency,
    /// The least that is sold at once.
    pub least: CreditAmount,
    /// The most that is sold at once.
    pub most: CreditAmount,
}

impl Administration {
    /// All that is sold; `None` when nothing is.
    ///
    /// # Errors
    ///
    /// When the store fails.
    pub async fn offers(&self) -> Result<Option<Offers>, AdministrationError> {
        Ok(Offers::of_now(self.store.read()).await?)
    }

    /// Sells a pack, after all others; answers its id.
    ///
    /// # Errors
    ///
    /// When its price is none, or something is sold in another currency.
    pub async fn add_pack(&self, pack: PackToAdd) -> Result<Uuid, AdministrationError> {
        let price = Price::read(&pack.price, pack.currency)?;
        let transaction = self.store.begin_write().await?;
        credit_offers::hold(&transaction).await?;
        let offers = Offers::of_now(&transaction).await?;
        check_currency(offers.map(|offers| offers.currency), pack.currency)?;
        let last = credit_offers::packs(&transaction).await?.pop();
        let id = self.surroundings.new_id()?;
        let row = credit_pack::Model {
            id,
            credits: pack.credits.credits(),
            price_minor: price.minor,
            currency: price.currency,
            position: last.map_or(0, |last| last.position).saturating_add(1),
        };
        credit_offers::add_pack(&transaction, row).await?;
        transaction.commit().await?;
        Ok(id)
    }

    /// Sells a pack no longer. Purchases of it go on.
    ///
    /// # Errors
    ///
    /// When there is no such pack.
    pub async fn remove_pack(&self, id: Uuid) -> Result<(), AdministrationError> {
        let transaction = self.store.begin_write().await?;
        if !credit_offers::remove_pack(&transaction, id).await? {
            return Err(AdministrationError::NoSuchPack(id));
        }
        Ok(transaction.commit().await?)
    }

    /// Sells amounts of people's own, or no longer. Purchases of them go on.
    ///
    /// # Errors
    ///
    /// When the price or the limits are none, or something is sold in another currency.
    pub async fn sell_own_amounts(
        &self,
        own: Option<OwnAmountToSell>,
    ) -> Result<(), AdministrationError> {
        let transaction = self.store.begin_write().await?;
        credit_offers::hold(&transaction).await?;
        match own {
            None => credit_offers::remove_price(&transaction).await?,
            Some(own) => {
                let packs = credit_offers::packs(&transaction).await?;
                check_currency(packs.first().map(|pack| pack.currency), own.currency)?;
                credit_offers::set_price(&transaction, priced(&own)?).await?;
            }
        }
        Ok(transaction.commit().await?)
    }

    /// The purchases of all organizations, the newest first, at most `limit`.
    ///
    /// # Errors
    ///
    /// When the store fails.
    pub async fn purchases(&self, limit: u64) -> Result<Vec<purchase::Model>, AdministrationError> {
        Ok(purchases::latest(self.store.read(), limit).await?)
    }

    /// The purchase with this id.
    ///
    /// # Errors
    ///
    /// When the store fails.
    pub async fn purchase(&self, id: Uuid) -> Result<Option<purchase::Model>, AdministrationError> {
        Ok(purchases::by_id(self.store.read(), id).await?)
    }
}

fn priced(own: &OwnAmountToSell) -> Result<credit_price::Model, AdministrationError> {
    let own = OwnAmount {
        rate: CreditRate::read(&own.per_credit, own.currency)?,
        least: own.least.credits(),
        most: own.most.credits(),
    };
    if own.least > own.most {
        return Err(AdministrationError::LeastIsMore);
    }
    if own.rate.price_of(own.most).is_none() {
        return Err(AdministrationError::MostIsTooDear);
    }
    Ok(credit_price::Model {
        id: credit_offers::ONLY,
        currency: own.rate.currency,
        per_credit: own.rate.millionths,
        least: own.least,
        most: own.most,
    })
}

fn check_currency(there: Option<Currency>, asked: Currency) -> Result<(), AdministrationError> {
    match there {
        Some(there) if there != asked => Err(AdministrationError::OtherCurrency { there }),
        _ => Ok(()),
    }
}
