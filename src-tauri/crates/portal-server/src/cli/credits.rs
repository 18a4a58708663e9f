//! `portal-server credits`

use clap::{Args, Subcommand};
use secrecy::SecretString;

use super::arguments::{DatabaseArgument, OrganizationArgument};
use super::counted::counted;
use super::open::Opened;
use crate::administration::{CreditsToMove, OrganizationSelection};
use crate::domain::{CreditAmount, CreditKind, plain_name};

/// The credits of organizations
#[derive(Subcommand)]
pub(super) enum CreditsCommand {
    /// Give credits to an organization
    #[command(after_help = "\
Example:
  portal-server credits grant --organization 'ACME Robotics' --text 'Thank you for waiting' 500")]
    Grant(MoveCredits),
    /// Take credits that an organization used
    ///
    /// Takes all of them or nothing: a balance below zero is refused unless the plan is enterprise.
    #[command(after_help = "\
Example:
  portal-server credits charge --organization 'ACME Robotics' --reference INV-7 --key INV-7 12.250")]
    Charge(MoveCredits),
    Verify(VerifyCredits),
}

impl CreditsCommand {
    pub(super) async fn run(self) -> anyhow::Result<()> {
        match self {
            Self::Grant(grant) => grant.run(CreditKind::Grant, "Grant").await,
            Self::Charge(charge) => charge.run(CreditKind::Usage, "Usage").await,
            Self::Verify(verify) => verify.run().await,
        }
    }
}

#[derive(Args)]
pub(super) struct MoveCredits {
    #[command(flatten)]
    organization: OrganizationArgument,
    /// What its members read about it; without it, `Grant` or `Usage`
    #[arg(long, value_parser = text)]
    text: Option<String>,
    /// What it is about, such as the number of an order; its members read it
    #[arg(long, value_parser = reference)]
    reference: Option<String>,
    /// Makes this request safe to repeat: with the same key again within 30 days nothing is moved twice
    #[arg(long, value_parser = key)]
    key: Option<String>,
    /// How many, more than 0, with at most three digits after the point
    #[arg(allow_negative_numbers = true)]
    amount: CreditAmount,
    #[command(flatten)]
    database: DatabaseArgument,
}

impl MoveCredits {
    async fn run(self, kind: CreditKind, text: &str) -> anyhow::Result<()> {
        let selection = &self.organization.organization;
        let credits = CreditsToMove {
            kind,
            amount: self.amount,
            text: self.text.unwrap_or_else(|| text.to_owned()),
            reference: self.reference,
        };
        let key = self.key.map(SecretString::from);
        let opened = Opened::at(&self.database).await?;
        let administration = &opened.administration;
        let moved = administration.move_credits(selection, credits, key.as_ref());
        let moved = moved.await?;
        opened.close().await?;
        println!(
            "{selection} has {} credits after transaction {}.",
            moved.balance_after, moved.number
        );
        Ok(())
    }
}

/// Recompute the ledgers of credits
///
/// Checks each transaction against the one before it, and what is kept beside them: balances and usage. Names the
/// first that is wrong, and fails then. A portal may be running meanwhile.
#[derive(Args)]
#[command(after_help = "\
Examples:
  portal-server credits verify
  portal-server credits verify --organization 'ACME Robotics'")]
pub(super) struct VerifyCredits {
    /// The organization, by name, by id (also of one that was deleted), or as personal:EMAIL; all of them without it
    #[arg(long, value_name = "ORGANIZATION")]
    organization: Option<OrganizationSelection>,
    #[command(flatten)]
    database: DatabaseArgument,
}

impl VerifyCredits {
    async fn run(self) -> anyhow::Result<()> {
        let opened = Opened::at(&self.database).await?;
        let selection = self.organization.as_ref();
        let verified = opened.administration.verify_credits(selection).await?;
        opened.close().await?;
        let ledgers = counted(verified.ledgers, "ledger");
        let transactions = counted(verified.transactions, "transaction");
        println!("Right: {ledgers} with {transactions}.");
        Ok(())
    }
}

fn text(text: &str) -> Result<String, String> {
    line(text, 200)
}

fn reference(text: &str) -> Result<String, String> {
    line(text, 100)
}

fn key(text: &str) -> Result<String, String> {
    line(text, 200)
}

fn line(text: &str, maximum: usize) -> Result<String, String> {
    plain_name(text, maximum)
        .map(str::to_owned)
        .ok_or_else(|| format!("one line of 1 to {maximum} characters is needed"))
}
