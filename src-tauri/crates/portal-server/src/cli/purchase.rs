//! `portal-server purchase`

use std::sync::Arc;

use anyhow::Context;
use clap::{Args, Subcommand};
use comfy_table::Table;
use comfy_table::presets::NOTHING;
use uuid::Uuid;

use super::arguments::DatabaseArgument;
use super::open::Opened;
use super::stripe::stripe_from_environment;
use crate::domain::{PaymentProvider, receipt_number};
use crate::payments::{Payments, Sandbox, Stripe};
use crate::purchases::Purchases;
use crate::store::entities::purchase;

/// What was bought
#[derive(Subcommand)]
pub(super) enum PurchaseCommand {
    List(ListPurchases),
    Refund(RefundPurchase),
}

impl PurchaseCommand {
    pub(super) async fn run(self) -> anyhow::Result<()> {
        match self {
            Self::List(list) => list.run().await,
            Self::Refund(refund) => refund.run().await,
        }
    }
}

/// Show purchases, the newest first
#[derive(Args)]
pub(super) struct ListPurchases {
    /// How many at most
    #[arg(long, default_value_t = 50, value_name = "PURCHASES")]
    limit: u64,
    #[command(flatten)]
    database: DatabaseArgument,
}

impl ListPurchases {
    async fn run(self) -> anyhow::Result<()> {
        let opened = Opened::at(&self.database).await?;
        let purchases = opened.administration.purchases(self.limit).await?;
        opened.close().await?;
        if purchases.is_empty() {
            println!("Nothing was bought.");
            return Ok(());
        }
        let mut table = Table::new();
        table.load_preset(NOTHING);
        table.set_header([
            "ID",
            "BEGUN",
            "STATE",
            "CREDITS",
            "PRICE",
            "PROVIDER",
            "RECEIPT",
            "ORGANIZATION",
            "BUYER",
        ]);
        for purchase in &purchases {
            table.add_row([
                purchase.id.to_string(),
                purchase.created_at.format("%Y-%m-%d %H:%M").to_string(),
                purchase.state.to_string(),
                purchase.credits.to_string(),
                priced(purchase),
                purchase.provider.to_string(),
                purchase
                    .receipt_number
                    .map(receipt_number)
                    .unwrap_or_default(),
                purchase.organization_name.clone(),
                purchase.buyer_name.clone(),
            ]);
        }
        println!("{table}");
        Ok(())
    }
}

/// Pay a purchase back
///
/// Has the payment provider give the money back, and takes the credits out of the ledger, which may leave less than
/// nothing. What was paid back is not paid back again. For what was paid at Stripe, STRIPE_SECRET_KEY and
/// STRIPE_WEBHOOK_SECRET are needed in the environment.
#[derive(Args)]
pub(super) struct RefundPurchase {
    /// Its id, as `purchase list` shows it
    id: Uuid,
    #[command(flatten)]
    database: DatabaseArgument,
}

impl RefundPurchase {
    async fn run(self) -> anyhow::Result<()> {
        let opened = Opened::at(&self.database).await?;
        let found = opened.administration.purchase(self.id).await?;
        let found = found.with_context(|| format!("there is no purchase {}", self.id))?;
        let payments = payments(found.provider, &opened)?;
        let (store, surroundings) = (opened.store.clone(), opened.surroundings.clone());
        let purchases = Purchases::new(store, surroundings, Some(payments));
        let refunded = purchases.refund(self.id).await?;
        opened.close().await?;
        println!(
            "{} of {} were paid back.",
            priced(&refunded),
            refunded.organization_name
        );
        Ok(())
    }
}

/// The payments at a provider, for what needs no page.
fn payments(provider: PaymentProvider, opened: &Opened) -> anyhow::Result<Arc<dyn Payments>> {
    let (store, surroundings) = (opened.store.clone(), opened.surroundings.clone());
    match provider {
        PaymentProvider::Sandbox => Ok(Arc::new(Sandbox::new(store, surroundings, String::new()))),
        PaymentProvider::Stripe => {
            let stripe = Stripe::new(stripe_from_environment()?, String::new())?;
            Ok(Arc::new(stripe))
        }
    }
}

fn priced(purchase: &purchase::Model) -> String {
    let price = purchase.price();
    format!("{price} {}", price.currency)
}
