//! `portal-server key`

use std::path::PathBuf;

use anyhow::Context;
use clap::{Args, Subcommand};

use super::arguments::{DatabaseArgument, KeyFileArgument};
use super::open::Opened;

/// The key that seals the secrets of second factors
#[derive(Subcommand)]
pub(super) enum Key {
    Replace(ReplaceKey),
}

impl Key {
    pub(super) async fn run(self) -> anyhow::Result<()> {
        match self {
            Self::Replace(replace) => replace.run().await,
        }
    }
}

/// Give up a lost key: the portal makes another when it starts
///
/// Turns the MFA of all accounts off, since what the lost key sealed can't be read any more, and sets an
/// existing key file aside. Stop the portal first.
#[derive(Args)]
#[command(after_help = "\
Example:
  portal-server key replace --database sqlite:/srv/portal/portal.db")]
pub(super) struct ReplaceKey {
    #[command(flatten)]
    database: DatabaseArgument,
    #[command(flatten)]
    key: KeyFileArgument,
}

impl ReplaceKey {
    async fn run(self) -> anyhow::Result<()> {
        let file = self.key.of(&self.database.database)?;
        let opened = Opened::at(&self.database).await?;
        let reset = opened.administration.forget_sealed().await?;
        opened.close().await?;
        if file.try_exists()? {
            let aside = free_name(&file);
            std::fs::rename(&file, &aside)
                .with_context(|| format!("{} can't be set aside", file.display()))?;
            println!("The key file was set aside as {}.", aside.display());
        }
        println!("MFA turned off: {reset} accounts. The next start makes a new key.");
        Ok(())
    }
}

fn free_name(file: &std::path::Path) -> PathBuf {
    let candidates = (1..).map(|number| file.with_extension(format!("replaced-{number}.key")));
    let mut free = candidates.filter(|candidate| !candidate.exists());
    free.next().unwrap_or_else(|| file.to_owned())
}
