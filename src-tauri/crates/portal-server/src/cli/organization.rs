//! `portal-server organization`

use chrono_tz::Tz;
use clap::{Args, Subcommand};

use super::arguments::{DatabaseArgument, OrganizationArgument, zone};
use super::open::Opened;
use crate::domain::{EmailAddress, OrganizationName, Plan};

/// Organizations that people share
#[derive(Subcommand)]
pub(super) enum Organization {
    Add(AddOrganization),
    TimeZone(SetTimeZone),
}

impl Organization {
    pub(super) async fn run(self) -> anyhow::Result<()> {
        match self {
            Self::Add(add) => add.run().await,
            Self::TimeZone(set) => set.run().await,
        }
    }
}

/// Create an organization and show its id
#[derive(Args)]
#[command(after_help = "\
Examples:
  portal-server organization add --name 'ACME Robotics' --owner ada@acme.example
  portal-server organization add --name 'ACME Robotics' --owner ada@acme.example --plan business")]
pub(super) struct AddOrganization {
    /// What it is called
    #[arg(long)]
    name: OrganizationName,
    /// The account that owns it
    #[arg(long, value_name = "EMAIL")]
    owner: EmailAddress,
    /// What it pays for: free, team or business
    #[arg(long, default_value_t = Plan::Free)]
    plan: Plan,
    #[command(flatten)]
    database: DatabaseArgument,
}

impl AddOrganization {
    async fn run(self) -> anyhow::Result<()> {
        let opened = Opened::at(&self.database).await?;
        let id = opened
            .administration
            .add_organization(&self.name, &self.owner, self.plan)
            .await?;
        opened.close().await?;
        println!("{id}");
        Ok(())
    }
}

/// Say in whose calendar an organization's people choose days of its data
///
/// It is UTC until then. Exports that were asked for before keep their days.
#[derive(Args)]
#[command(after_help = "\
Example:
  portal-server organization time-zone --organization 'ACME Robotics' Europe/Berlin")]
pub(super) struct SetTimeZone {
    #[command(flatten)]
    organization: OrganizationArgument,
    /// The time zone, as the IANA database names it
    #[arg(value_name = "ZONE", value_parser = zone)]
    zone: Tz,
    #[command(flatten)]
    database: DatabaseArgument,
}

impl SetTimeZone {
    async fn run(self) -> anyhow::Result<()> {
        let opened = Opened::at(&self.database).await?;
        let selection = &self.organization.organization;
        opened
            .administration
            .set_time_zone(selection, self.zone)
            .await?;
        opened.close().await
    }
}
