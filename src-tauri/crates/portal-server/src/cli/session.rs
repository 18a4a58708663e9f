//! `portal-server session`

use clap::{Args, Subcommand};

use super::arguments::DatabaseArgument;
use super::open::Opened;
use crate::domain::EmailAddress;

/// Sessions of people
#[derive(Subcommand)]
pub(super) enum Session {
    Revoke(RevokeSessions),
}

impl Session {
    pub(super) async fn run(self) -> anyhow::Result<()> {
        match self {
            Self::Revoke(revoke) => revoke.run().await,
        }
    }
}

/// Sign an account out everywhere, effective on the next request
#[derive(Args)]
#[command(after_help = "\
Example:
  portal-server session revoke --email ada@acme.example")]
pub(super) struct RevokeSessions {
    /// The account
    #[arg(long)]
    email: EmailAddress,
    #[command(flatten)]
    database: DatabaseArgument,
}

impl RevokeSessions {
    async fn run(self) -> anyhow::Result<()> {
        let opened = Opened::at(&self.database).await?;
        let revoked = opened.administration.revoke_sessions(&self.email).await?;
        opened.close().await?;
        println!("Sessions revoked: {revoked}");
        Ok(())
    }
}
