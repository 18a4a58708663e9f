//! `portal-server member`

use clap::{Args, Subcommand};

use super::arguments::{DatabaseArgument, OrganizationArgument};
use super::open::Opened;
use crate::domain::{EmailAddress, Role, RoleSet};

/// Members of organizations and their roles
#[derive(Subcommand)]
pub(super) enum Member {
    Set(SetRoles),
    Remove(RemoveMember),
}

impl Member {
    pub(super) async fn run(self) -> anyhow::Result<()> {
        match self {
            Self::Set(set) => set.run().await,
            Self::Remove(remove) => remove.run().await,
        }
    }
}

/// Give an account roles in place of all others; it becomes a member if it is none
///
/// Roles: admin, billing-admin, device-technician, device-enroller, workflow-editor,
/// workflow-deployer, chart-editor, chart-viewer-only. Admin and chart-viewer-only stand alone, the
/// rest combine. The owner's role can't be given or changed.
#[derive(Args)]
#[command(after_help = "\
Examples:
  portal-server member set --organization 'ACME Robotics' --email grace@acme.example --roles admin
  portal-server member set --organization 'ACME Robotics' --email linus@borealis.example \\
      --roles workflow-editor,workflow-deployer")]
pub(super) struct SetRoles {
    #[command(flatten)]
    organization: OrganizationArgument,
    /// The account
    #[arg(long)]
    email: EmailAddress,
    /// The roles, separated by commas
    #[arg(long, value_delimiter = ',', required = true)]
    roles: Vec<Role>,
    #[command(flatten)]
    database: DatabaseArgument,
}

impl SetRoles {
    async fn run(self) -> anyhow::Result<()> {
        let roles = RoleSet::granted(self.roles)?;
        let opened = Opened::at(&self.database).await?;
        opened
            .administration
            .set_roles(&self.organization.organization, &self.email, &roles)
            .await?;
        opened.close().await?;
        let names: Vec<_> = roles.iter().map(Role::name).collect();
        println!("{} is {}.", self.email, names.join(", "));
        Ok(())
    }
}

/// End a membership
#[derive(Args)]
#[command(after_help = "\
Example:
  portal-server member remove --organization 'ACME Robotics' --email grace@acme.example")]
pub(super) struct RemoveMember {
    #[command(flatten)]
    organization: OrganizationArgument,
    /// The account
    #[arg(long)]
    email: EmailAddress,
    #[command(flatten)]
    database: DatabaseArgument,
}

impl RemoveMember {
    async fn run(self) -> anyhow::Result<()> {
        let opened = Opened::at(&self.database).await?;
        opened
            .administration
            .remove_member(&self.organization.organization, &self.email)
            .await?;
        opened.close().await?;
        println!("{} is no member any more.", self.email);
        Ok(())
    }
}
