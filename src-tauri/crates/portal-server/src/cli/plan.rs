//! `portal-server plan`

use clap::{Args, Subcommand};

use super::arguments::{DatabaseArgument, OrganizationArgument};
use super::open::Opened;
use crate::domain::Plan;

/// What organizations pay for
#[derive(Subcommand)]
pub(super) enum PlanChange {
    Set(SetPlan),
}

impl PlanChange {
    pub(super) async fn run(self) -> anyhow::Result<()> {
        match self {
            Self::Set(set) => set.run().await,
        }
    }
}

/// Put an organization on a plan
#[derive(Args)]
#[command(after_help = "\
Example:
  portal-server plan set --organization 'ACME Robotics' business")]
pub(super) struct SetPlan {
    #[command(flatten)]
    organization: OrganizationArgument,
    /// The plan: free, team, business or enterprise
    plan: Plan,
    #[command(flatten)]
    database: DatabaseArgument,
}

impl SetPlan {
    async fn run(self) -> anyhow::Result<()> {
        let selection = &self.organization.organization;
        let opened = Opened::at(&self.database).await?;
        opened.administration.set_plan(selection, self.plan).await?;
        opened.close().await?;
        println!("{selection} is on the plan {}.", self.plan);
        Ok(())
    }
}
