//! `portal-server pack`

use clap::{Args, Subcommand};
use comfy_table::Table;
use comfy_table::presets::NOTHING;
use uuid::Uuid;

use super::arguments::DatabaseArgument;
use super::open::Opened;
use crate::administration::{OwnAmountToSell, PackToAdd};
use crate::domain::{CreditAmount, Currency};

/// What credits are sold for
///
/// There is one currency for all. A pack never changes: to change its price, add another and remove it. Purchases
/// that were begun go on at the price that the buyer saw.
#[derive(Subcommand)]
pub(super) enum PackCommand {
    Add(AddPack),
    List(ListPacks),
    Remove(RemovePack),
    Price(SetPrice),
}

impl PackCommand {
    pub(super) async fn run(self) -> anyhow::Result<()> {
        match self {
            Self::Add(add) => add.run().await,
            Self::List(list) => list.run().await,
            Self::Remove(remove) => remove.run().await,
            Self::Price(price) => price.run().await,
        }
    }
}

/// Sell a pack of credits, after all others
#[derive(Args)]
#[command(after_help = "\
Example:
  portal-server pack add --credits 1000 --price 10.00 --currency EUR")]
pub(super) struct AddPack {
    /// How many credits, more than 0, with at most three digits after the point
    #[arg(long, allow_negative_numbers = true)]
    credits: CreditAmount,
    /// What they cost together
    #[arg(long, allow_negative_numbers = true)]
    price: String,
    /// The currency, as ISO 4217 has it
    #[arg(long)]
    currency: Currency,
    #[command(flatten)]
    database: DatabaseArgument,
}

impl AddPack {
    async fn run(self) -> anyhow::Result<()> {
        let pack = PackToAdd {
            credits: self.credits,
            price: self.price,
            currency: self.currency,
        };
        let opened = Opened::at(&self.database).await?;
        let id = opened.administration.add_pack(pack).await?;
        opened.close().await?;
        println!("{id}");
        Ok(())
    }
}

/// Show what credits are sold for
#[derive(Args)]
pub(super) struct ListPacks {
    #[command(flatten)]
    database: DatabaseArgument,
}

impl ListPacks {
    async fn run(self) -> anyhow::Result<()> {
        let opened = Opened::at(&self.database).await?;
        let offers = opened.administration.offers().await?;
        opened.close().await?;
        let Some(offers) = offers else {
            println!("Nothing is sold.");
            return Ok(());
        };
        let mut table = Table::new();
        table.load_preset(NOTHING);
        table.set_header(["ID", "CREDITS", "PRICE", "PER CREDIT", "CURRENCY"]);
        for pack in &offers.packs {
            table.add_row([
                pack.id.to_string(),
                pack.credits.to_string(),
                pack.price.to_string(),
                pack.rate().to_string(),
                offers.currency.to_string(),
            ]);
        }
        if let Some(own) = &offers.own_amount {
            table.add_row([
                "any amount".to_owned(),
                format!("{} to {}", own.least, own.most),
                String::new(),
                own.rate.to_string(),
                offers.currency.to_string(),
            ]);
        }
        println!("{table}");
        Ok(())
    }
}

/// Sell a pack no longer
#[derive(Args)]
pub(super) struct RemovePack {
    /// Its id, as `pack list` shows it
    id: Uuid,
    #[command(flatten)]
    database: DatabaseArgument,
}

impl RemovePack {
    async fn run(self) -> anyhow::Result<()> {
        let opened = Opened::at(&self.database).await?;
        opened.administration.remove_pack(self.id).await?;
        opened.close().await?;
        println!("{} is not sold any more.", self.id);
        Ok(())
    }
}

/// Sell amounts that people choose themselves, at a price for each credit
///
/// What somebody pays is rounded up to the smallest coin of the currency.
#[derive(Args)]
#[command(after_help = "\
Examples:
  portal-server pack price --currency EUR --per-credit 0.0125 --least 100 --most 100000
  portal-server pack price --none")]
pub(super) struct SetPrice {
    /// Sell packs only
    #[arg(long, conflicts_with_all = ["currency", "per_credit", "least", "most"])]
    none: bool,
    /// The currency, as ISO 4217 has it
    #[arg(long, required_unless_present = "none")]
    currency: Option<Currency>,
    /// What one credit costs: up to six digits more than the currency has are counted
    #[arg(long, required_unless_present = "none", allow_negative_numbers = true)]
    per_credit: Option<String>,
    /// The least that is sold at once
    #[arg(long, required_unless_present = "none", allow_negative_numbers = true)]
    least: Option<CreditAmount>,
    /// The most that is sold at once
    #[arg(long, required_unless_present = "none", allow_negative_numbers = true)]
    most: Option<CreditAmount>,
    #[command(flatten)]
    database: DatabaseArgument,
}

impl SetPrice {
    async fn run(self) -> anyhow::Result<()> {
        let limits = self.least.zip(self.most);
        let price = self.currency.zip(self.per_credit).zip(limits);
        let own = price.map(|((currency, per_credit), (least, most))| OwnAmountToSell {
            per_credit,
            currency,
            least,
            most,
        });
        let says = match &own {
            Some(own) => format!(
                "One credit costs {} {}.",
                own.per_credit.trim(),
                own.currency
            ),
            None => "Only packs are sold.".to_owned(),
        };
        let opened = Opened::at(&self.database).await?;
        opened.administration.sell_own_amounts(own).await?;
        opened.close().await?;
        println!("{says}");
        Ok(())
    }
}
