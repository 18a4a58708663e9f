//! `portal-server mfa`

use clap::{Args, Subcommand};

use super::arguments::{DatabaseArgument, OrganizationArgument};
use super::open::Opened;
use crate::domain::EmailAddress;

/// Second factors, and organizations that require them
#[derive(Subcommand)]
pub(super) enum Mfa {
    /// Require MFA of all members of an organization
    ///
    /// Counts from each member's next request on: without MFA they can do nothing in this organization
    /// but turn it on.
    Require(RequireMfa),
    /// Require MFA of the members of an organization no longer
    Waive(RequireMfa),
    Reset(ResetMfa),
}

impl Mfa {
    pub(super) async fn run(self) -> anyhow::Result<()> {
        match self {
            Self::Require(require) => require.run(true).await,
            Self::Waive(require) => require.run(false).await,
            Self::Reset(reset) => reset.run().await,
        }
    }
}

#[derive(Args)]
#[command(after_help = "\
Examples:
  portal-server mfa require --organization 'ACME Robotics'
  portal-server mfa waive --organization 'ACME Robotics'")]
pub(super) struct RequireMfa {
    #[command(flatten)]
    organization: OrganizationArgument,
    #[command(flatten)]
    database: DatabaseArgument,
}

impl RequireMfa {
    async fn run(self, required: bool) -> anyhow::Result<()> {
        let selection = &self.organization.organization;
        let opened = Opened::at(&self.database).await?;
        let changed = opened
            .administration
            .require_mfa(selection, required)
            .await?;
        opened.close().await?;
        match (required, changed) {
            (true, true) => println!("All members of {selection} need MFA from now on."),
            (true, false) => println!("All members of {selection} need MFA already."),
            (false, true) => println!("Members of {selection} don't need MFA any more."),
            (false, false) => println!("Members of {selection} don't need MFA as it is."),
        }
        Ok(())
    }
}

/// Turn the MFA of an account off
///
/// For a person who lost both their authenticator and their recovery codes. Make sure that it is them
/// who ask.
#[derive(Args)]
#[command(after_help = "\
Example:
  portal-server mfa reset --email ada@acme.example")]
pub(super) struct ResetMfa {
    /// The account
    #[arg(long)]
    email: EmailAddress,
    #[command(flatten)]
    database: DatabaseArgument,
}

impl ResetMfa {
    async fn run(self) -> anyhow::Result<()> {
        let opened = Opened::at(&self.database).await?;
        let was_on = opened.administration.reset_mfa(&self.email).await?;
        opened.close().await?;
        match was_on {
            true => println!("MFA of {} is off.", self.email),
            false => println!("MFA of {} is off as it is.", self.email),
        }
        Ok(())
    }
}
