//! `portal-server workflow`

use clap::{Args, Subcommand};

use super::arguments::{DatabaseArgument, OrganizationArgument};
use super::counted::counted;
use super::open::Opened;
use crate::administration::DeploymentOutcome;

/// Workflows of organizations
#[derive(Subcommand)]
pub(super) enum WorkflowCommand {
    Deploy(Deploy),
}

impl WorkflowCommand {
    pub(super) async fn run(self) -> anyhow::Result<()> {
        match self {
            Self::Deploy(deploy) => deploy.run().await,
        }
    }
}

/// Record that the next version of a workflow was put on a device, or that this failed
///
/// The members who may see workflows are told at once. Without a device it is all those that the workflow was on, or put
/// something out on.
#[derive(Args)]
#[command(after_help = "\
Examples:
  portal-server workflow deploy 'Weld and watch' --organization 'ACME Robotics'
  portal-server workflow deploy 'Weld and watch' --organization 'ACME Robotics' --device 'Line 4' \\
      --failed --reason 'The device did not answer'")]
pub(super) struct Deploy {
    /// The workflow
    name: String,
    #[command(flatten)]
    organization: OrganizationArgument,
    /// The device
    #[arg(long)]
    device: Option<String>,
    /// The deployment failed
    #[arg(long)]
    failed: bool,
    /// Why it failed, for people
    #[arg(long, requires = "failed", value_name = "TEXT", value_parser = reason)]
    reason: Option<String>,
    #[command(flatten)]
    database: DatabaseArgument,
}

impl Deploy {
    async fn run(self) -> anyhow::Result<()> {
        let selection = &self.organization.organization;
        let outcome = match self.failed {
            true => DeploymentOutcome::Failed {
                reason: self.reason,
            },
            false => DeploymentOutcome::Deployed,
        };
        let opened = Opened::at(&self.database).await?;
        let device = self.device.as_deref();
        let recorded = opened
            .administration
            .deploy_workflow(selection, &self.name, device, outcome)
            .await?;
        opened.close().await?;
        let (name, version) = (&self.name, recorded.version);
        let devices = recorded.devices.join(", ");
        match self.failed {
            true => println!("Version {version} of {name} could not be put on {devices}."),
            false => println!("Version {version} of {name} is on {devices}."),
        }
        let members = counted(u64::try_from(recorded.told)?, "member");
        println!("{members} of {selection} will be told.");
        Ok(())
    }
}

fn reason(text: &str) -> Result<String, &'static str> {
    let reason = text.trim();
    let acceptable =
        (1..=200).contains(&reason.chars().count()) && !reason.contains(char::is_control);
    acceptable
        .then(|| reason.to_owned())
        .ok_or("a reason has 1 to 200 characters on one line")
}
