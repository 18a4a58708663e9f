//! Beginning a purchase.

use chrono::TimeDelta;
use sea_orm::DatabaseTransaction;
use secrecy::SecretString;
use uuid::Uuid;

use super::{AmountPrice, OwnAmount, Pack};
use crate::auth::{ActiveSession, AuthError, Repeatable, Standing};
use crate::domain::{CreditAmountRefusal, CreditRate, Credits, Members, Price, PurchaseState};
use crate::organizations::hold_as;
use crate::portal::Portal;
use crate::store::entities::purchase;
use crate::store::{StoreError, accounts, credit_offers, purchases};

/// How long a buyer has to pay.
const PAYABLE_FOR: TimeDelta = TimeDelta::minutes(30);

/// What somebody wants to buy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WantedOffer {
    /// A pack.
    Pack(Uuid),
    /// An amount of their own, as they wrote it.
    Amount(String),
}

/// What somebody wants to buy, at the price they saw.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WantedPurchase {
    /// What.
    pub offer: WantedOffer,
    /// The price they saw.
    pub price: String,
    /// The code of its currency.
    pub currency: String,
}

/// What comes of beginning a purchase.
#[derive(Debug)]
pub enum BeginPurchaseOutcome {
    /// It is there.
    Begun(Box<purchase::Model>),
    /// It costs something else now, or is not sold any more.
    OfferChanged(Option<(Credits, Price)>),
    /// So many can't be bought.
    AmountRefused(CreditAmountRefusal),
    /// The organization's plan goes without credits.
    NoCredits,
    /// The portal takes no payments.
    NoPayments,
    /// The payment provider was not reached. The purchase is there, and the same request goes on with it.
    Unreachable,
    /// The idempotency key was used for something else.
    Reused,
}

/// What is sold to whoever wants it.
struct Sold {
    pack: Option<Uuid>,
    credits: Credits,
    price: Price,
    rate: CreditRate,
}

impl Portal {
    /// Begins a purchase for the organization in view, and makes a checkout for it. The same request again begins
    /// nothing, and is answered with the purchase as it is by then.
    ///
    /// # Errors
    ///
    /// When the person may not buy there (any more), or the store fails.
    pub async fn begin_credit_purchase(
        &self,
        session: &ActiveSession,
        wanted: &WantedPurchase,
        key: &SecretString,
    ) -> Result<BeginPurchaseOutcome, AuthError> {
        let Some(payments) = self.purchases.payments() else {
            return Ok(BeginPurchaseOutcome::NoPayments);
        };
        let request = Repeatable {
            operation: "begin_credit_purchase",
            input: format!("{}/{wanted:?}", session.organization.id),
            key,
        };
        let (account, now) = (session.account.id, self.surroundings.now());
        let transaction = self.store.begin_write().await?;
        accounts::lock(&transaction, account).await?;
        let organization = hold_as(Members::CreditBuyers, &transaction, session).await?;
        match request.standing(&transaction, account).await? {
            Standing::First => {}
            Standing::Reused => return Ok(BeginPurchaseOutcome::Reused),
            Standing::Repeated(before) => {
                let found = purchases::by_id(&transaction, before.subject).await?;
                transaction.commit().await?;
                let Some(purchase) = found else {
                    return Ok(BeginPurchaseOutcome::Reused);
                };
                return Ok(self.with_checkout(purchase).await?);
            }
        }
        if !organization.plan.uses_credits() {
            return Ok(BeginPurchaseOutcome::NoCredits);
        }
        let sold = match sold(&transaction, wanted).await? {
            Ok(sold) => sold,
            Err(refused) => return Ok(refused),
        };
        let purchase = purchase::Model {
            id: self.surroundings.new_id()?,
            organization_id: organization.id,
            organization_name: organization.name,
            buyer_id: account,
            buyer_name: session.account.display_name.clone(),
            state: PurchaseState::Created,
            credits: sold.credits,
            price_minor: sold.price.minor,
            currency: sold.price.currency,
            per_credit: sold.rate.millionths,
            pack_id: sold.pack,
            provider: payments.provider(),
            provider_reference: None,
            payment_reference: None,
            checkout_url: None,
            settled: false,
            created_at: now,
            expires_at: now + PAYABLE_FOR,
            paid_at: None,
            ended_at: None,
            transaction_number: None,
            refund_number: None,
            receipt_number: None,
        };
        purchases::insert(&transaction, purchase.clone()).await?;
        request
            .keep(&transaction, account, purchase.id, &[], now)
            .await?;
        transaction.commit().await?;
        Ok(self.with_checkout(purchase).await?)
    }

    /// The purchase as it is by now, with its checkout if it waits for one.
    async fn with_checkout(
        &self,
        purchase: purchase::Model,
    ) -> Result<BeginPurchaseOutcome, StoreError> {
        let purchase = self.purchases.refreshed(purchase).await?;
        Ok(match purchase.state {
            PurchaseState::Created if !self.purchases.can_ask_about(&purchase) => {
                BeginPurchaseOutcome::NoPayments
            }
            PurchaseState::Created => BeginPurchaseOutcome::Unreachable,
            _ => BeginPurchaseOutcome::Begun(Box::new(purchase)),
        })
    }
}

/// What somebody gets for what they saw.
async fn sold(
    transaction: &DatabaseTransaction,
    wanted: &WantedPurchase,
) -> Result<Result<Sold, BeginPurchaseOutcome>, StoreError> {
    let sold = match &wanted.offer {
        WantedOffer::Pack(id) => {
            let pack = credit_offers::pack(transaction, *id).await?;
            pack.map(Pack::from).map(|pack| Sold {
                pack: Some(pack.id),
                credits: pack.credits,
                price: pack.price,
                rate: pack.rate(),
            })
        }
        WantedOffer::Amount(amount) => {
            let own = credit_offers::price(transaction)
                .await?
                .map(OwnAmount::from);
            match own.map(|own| (own.price_of(amount), own.rate)) {
                None => None,
                Some((AmountPrice::Refused(refusal), _)) => {
                    return Ok(Err(BeginPurchaseOutcome::AmountRefused(refusal)));
                }
                Some((AmountPrice::Price(credits, price), rate)) => Some(Sold {
                    pack: None,
                    credits,
                    price,
                    rate,
                }),
            }
        }
    };
    let is_as_seen = |sold: &Sold| {
        sold.price.currency.code() == wanted.currency
            && Price::read(&wanted.price, sold.price.currency) == Ok(sold.price)
    };
    Ok(match sold {
        Some(sold) if is_as_seen(&sold) => Ok(sold),
        changed => Err(BeginPurchaseOutcome::OfferChanged(
            changed.map(|sold| (sold.credits, sold.price)),
        )),
    })
}
