//! Purchases of credits.

use async_graphql::{ID, SimpleObject};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{Instant, count};
use crate::domain::{CreditRate, PaymentProvider, PurchaseState, receipt_number};
use crate::graphql::Fault;
use crate::portal::Portal;
use crate::purchases::Purchases;
use crate::store::StoreError;
use crate::store::entities::purchase;
use crate::store::purchases::{self, PurchasePosition};

/// A purchase of credits.
#[derive(SimpleObject)]
pub(crate) struct CreditPurchase {
    /// Its id.
    id: ID,
    /// How far it has come.
    state: PurchaseState,
    /// What is bought, as an exact decimal with three fraction digits.
    credits: String,
    /// What it costs, as an exact decimal with as many fraction digits as the currency has.
    price: String,
    /// Code of the currency, as ISO 4217 has it.
    currency: String,
    /// What one credit costs, exact or rounded half up to six digits beyond those of the currency.
    price_per_credit: String,
    /// Page where the buyer pays: a whole URL, or a path on this portal, such as `/checkout/…`; null while there is none yet, and once it can't be paid any more.
    checkout_url: Option<String>,
    /// When it was begun.
    created_at: Instant,
    /// Until when it can be paid.
    expires_at: Instant,
    /// When it came to its end; null while it goes on.
    ended_at: Option<Instant>,
    /// When the credits came, also where they were taken back since; null before.
    credited_at: Option<Instant>,
    /// Display name of the buyer, at that time.
    buyer_name: String,
    /// What the organization was called then.
    organization_name: String,
    /// Number of the transaction with which the credits came; null before.
    transaction_number: Option<i32>,
    /// Number of the receipt, such as `R-000012`; null before the credits came. Numbers of a portal have no gap.
    receipt_number: Option<String>,
    /// Where it is paid.
    provider: PaymentProvider,
    /// What the payment provider calls the payment, or the checkout while there is none; null before it knows of it.
    provider_reference: Option<String>,
}

impl CreditPurchase {
    /// A purchase as it is told.
    ///
    /// # Errors
    ///
    /// When the store fails.
    pub(crate) async fn of(row: purchase::Model, portal: &Portal) -> Result<Self, StoreError> {
        let mut told = Self::all_of(vec![row], portal).await?;
        told.pop()
            .ok_or(StoreError::Inconsistent("a purchase is gone"))
    }

    /// Purchases as they are told, in their order.
    ///
    /// # Errors
    ///
    /// When the store fails.
    pub(crate) async fn all_of(
        rows: Vec<purchase::Model>,
        portal: &Portal,
    ) -> Result<Vec<Self>, StoreError> {
        let credited_at = purchases::credited_at(portal.store.read(), &rows).await?;
        let told = rows.into_iter().map(|row| {
            let at = credited_at.get(&row.id).copied();
            Self::told(row, at, &portal.purchases)
        });
        Ok(told.collect())
    }

    fn told(
        row: purchase::Model,
        credited_at: Option<DateTime<Utc>>,
        purchases: &Purchases,
    ) -> Self {
        let price = row.price();
        let rate = CreditRate {
            millionths: row.per_credit,
            currency: row.currency,
        };
        Self {
            checkout_url: purchases.checkout_page(&row),
            provider_reference: row.payment_reference.or(row.provider_reference),
            id: ID::from(row.id),
            state: row.state,
            credits: row.credits.to_string(),
            price: price.to_string(),
            currency: row.currency.to_string(),
            price_per_credit: rate.to_string(),
            created_at: Instant(row.created_at),
            expires_at: Instant(row.expires_at),
            ended_at: row.ended_at.map(Instant),
            credited_at: credited_at.map(Instant),
            buyer_name: row.buyer_name,
            organization_name: row.organization_name,
            transaction_number: row
                .transaction_number
                .map(|number| count(number.unsigned_abs())),
            receipt_number: row.receipt_number.map(receipt_number),
            provider: row.provider,
        }
    }
}

/// A page of purchases.
#[derive(SimpleObject)]
pub(crate) struct CreditPurchaseList {
    /// The purchases, the newest first.
    pub(crate) data: Vec<CreditPurchase>,
    /// `after` of the next page; null when there is none.
    pub(crate) cursor: Option<String>,
}

/// A position as clients hold it: opaque, and of use in any list of purchases.
pub(crate) fn write_purchase_cursor(position: &PurchasePosition) -> String {
    let micros = position.created_at.timestamp_micros();
    URL_SAFE_NO_PAD.encode(format!("{}{micros}", position.id.simple()))
}

/// The position of a cursor that this portal wrote.
///
/// # Errors
///
/// When it is no cursor.
pub(crate) fn read_purchase_cursor(cursor: &str) -> Result<PurchasePosition, Fault> {
    parse(cursor).ok_or_else(|| Fault::BadInput("`after` is not a cursor of this list.".to_owned()))
}

fn parse(cursor: &str) -> Option<PurchasePosition> {
    let text = String::from_utf8(URL_SAFE_NO_PAD.decode(cursor).ok()?).ok()?;
    let (id, micros) = text.split_at_checked(32)?;
    Some(PurchasePosition {
        id: Uuid::try_parse(id).ok()?,
        created_at: DateTime::from_timestamp_micros(micros.parse().ok()?)?,
    })
}
