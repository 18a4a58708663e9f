//! `portal-server feature`

use clap::{Args, Subcommand};

use super::arguments::{DatabaseArgument, OrganizationArgument};
use super::open::Opened;
use crate::domain::Feature;

/// Features of organizations
///
/// An organization that a person creates begins with api-keys if their personal account has that feature.
#[derive(Subcommand)]
pub(super) enum FeatureSwitch {
    /// Turn a feature on
    On(SetFeature),
    /// Turn a feature off
    Off(SetFeature),
}

impl FeatureSwitch {
    pub(super) async fn run(self) -> anyhow::Result<()> {
        match self {
            Self::On(set) => set.run(true).await,
            Self::Off(set) => set.run(false).await,
        }
    }
}

#[derive(Args)]
#[command(after_help = "\
Examples:
  portal-server feature on --organization 'ACME Robotics' chart-data-export
  portal-server feature off --organization personal:ada@acme.example api-keys")]
pub(super) struct SetFeature {
    #[command(flatten)]
    organization: OrganizationArgument,
    /// The feature: api-keys or chart-data-export
    feature: Feature,
    #[command(flatten)]
    database: DatabaseArgument,
}

impl SetFeature {
    async fn run(self, on: bool) -> anyhow::Result<()> {
        let selection = &self.organization.organization;
        let opened = Opened::at(&self.database).await?;
        opened
            .administration
            .set_feature(selection, self.feature, on)
            .await?;
        opened.close().await?;
        let state = if on { "on" } else { "off" };
        println!("{} is {state} for {selection}.", self.feature);
        Ok(())
    }
}
