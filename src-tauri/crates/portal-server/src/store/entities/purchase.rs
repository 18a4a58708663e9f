//! Purchases of credits.

use sea_orm::entity::prelude::*;

use crate::domain::{Credits, Currency, PaymentProvider, Price, PurchaseState};

/// A purchase. It is kept when its organization or buyer is gone.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "purchases")]
pub struct Model {
    /// Opaque id; later ones sort later.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The organization, which may be gone.
    pub organization_id: Uuid,
    /// What it was called then.
    pub organization_name: String,
    /// Who bought, who may be gone.
    pub buyer_id: Uuid,
    /// What they were called then.
    pub buyer_name: String,
    /// How far it has come.
    pub state: PurchaseState,
    /// What is bought.
    pub credits: Credits,
    /// What it costs, in the smallest unit of the currency.
    pub price_minor: i64,
    /// The currency.
    pub currency: Currency,
    /// What one credit costs, in millionths of the smallest unit of the currency.
    pub per_credit: i64,
    /// The pack, which may be gone; `None` for an amount of one's own.
    pub pack_id: Option<Uuid>,
    /// Where it is paid.
    pub provider: PaymentProvider,
    /// What the provider calls the checkout; `None` before there is one.
    pub provider_reference: Option<String>,
    /// What the provider calls the payment, also one of something else than was asked for; `None` before it is made, and
    /// where it has no such name.
    pub payment_reference: Option<String>,
    /// Where the buyer pays, as the provider said; `None` before that, and for pages of the portal's own.
    pub checkout_url: Option<String>,
    /// Whether the checkout has ended at the provider, as far as the portal knows, or can't be asked about any more:
    /// nothing new is to be expected from there but a refund.
    pub settled: bool,
    /// When it was begun, in UTC.
    pub created_at: DateTimeUtc,
    /// Until when the buyer may pay, in UTC.
    pub expires_at: DateTimeUtc,
    /// When the portal learned that it is paid, in UTC.
    pub paid_at: Option<DateTimeUtc>,
    /// When it came to its end, in UTC; `None` while it goes on.
    pub ended_at: Option<DateTimeUtc>,
    /// The transaction of the ledger with which the credits came.
    pub transaction_number: Option<i64>,
    /// The transaction of the ledger with which they were taken back.
    pub refund_number: Option<i64>,
    /// The number of the receipt: from 1 on, without a gap; `None` before it is credited.
    pub receipt_number: Option<i64>,
}

impl Model {
    /// What it costs.
    #[must_use]
    pub fn price(&self) -> Price {
        Price {
            minor: self.price_minor,
            currency: self.currency,
        }
    }
}

impl ActiveModelBehavior for ActiveModel {}
