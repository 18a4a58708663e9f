//! `portal-server account`

use std::io::BufRead;
use std::path::PathBuf;

use anyhow::{Context, ensure};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use clap::{Args, Subcommand};
use secrecy::SecretString;

use super::arguments::{DatabaseArgument, ObjectsArgument};
use super::open::{Opened, Working};
use crate::administration::AccountToAdd;
use crate::domain::{DisplayName, EmailAddress};
use crate::objects::Objects;
use crate::surroundings::{Randomness, SystemRandomness};

/// Accounts of people
#[derive(Subcommand)]
pub(super) enum Account {
    Add(AddAccount),
}

impl Account {
    pub(super) async fn run(self) -> anyhow::Result<()> {
        match self {
            Self::Add(add) => add.run().await,
        }
    }
}

/// Add an account with its personal account
///
/// Shows a password made for it, unless --password-stdin gives one.
#[derive(Args)]
#[command(after_help = "\
Examples:
  portal-server account add --email ada@acme.example --name 'Ada Lovelace' --avatar ada.png
  pass show portal/ada | portal-server account add --email ada@acme.example \\
      --name 'Ada Lovelace' --password-stdin")]
pub(super) struct AddAccount {
    /// The address to sign in with
    #[arg(long)]
    email: EmailAddress,
    /// Full name as others see it
    #[arg(long)]
    name: DisplayName,
    /// Read the password from the first line of standard input
    #[arg(long)]
    password_stdin: bool,
    /// A picture: a PNG file
    #[arg(long, value_name = "FILE")]
    avatar: Option<PathBuf>,
    #[command(flatten)]
    database: DatabaseArgument,
    #[command(flatten)]
    objects: ObjectsArgument,
}

impl AddAccount {
    async fn run(self) -> anyhow::Result<()> {
        let made = (!self.password_stdin).then(make_password).transpose()?;
        let password = match &made {
            Some(password) => SecretString::from(password.as_str()),
            None => read_password()?,
        };
        let account = AccountToAdd {
            email: self.email.clone(),
            display_name: self.name,
            password,
            picture: self.avatar.map(read_picture).transpose()?,
        };
        let opened = Opened::at(&self.database).await?;
        let objects = Objects::open(&self.objects.objects)?;
        {
            let _working = Working::on("Adding the account");
            let passwords = opened.passwords().await?;
            opened
                .administration
                .add_account(account, &passwords, &objects)
                .await?;
        }
        opened.close().await?;
        println!("{} can sign in.", self.email);
        if let Some(password) = made {
            println!("Password, shown only now: {password}");
        }
        Ok(())
    }
}

fn make_password() -> anyhow::Result<String> {
    let mut bytes = [0; 18];
    SystemRandomness.fill(&mut bytes)?;
    Ok(URL_SAFE_NO_PAD.encode(bytes))
}

fn read_password() -> anyhow::Result<SecretString> {
    let mut line = String::new();
    std::io::stdin()
        .lock()
        .read_line(&mut line)
        .context("the password can't be read from standard input")?;
    let password = line.trim_end_matches(['\r', '\n']);
    ensure!(
        !password.is_empty(),
        "there is no password on standard input"
    );
    Ok(SecretString::from(password))
}

fn read_picture(file: PathBuf) -> anyhow::Result<Vec<u8>> {
    std::fs::read(&file).with_context(|| format!("{} can't be read", file.display()))
}
