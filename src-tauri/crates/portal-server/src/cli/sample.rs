//! `portal-server sample`

use clap::Args;
use comfy_table::Table;
use comfy_table::presets::NOTHING;

use super::arguments::{DatabaseArgument, ObjectsArgument};
use super::open::{Opened, Working};
use crate::domain::Role;
use crate::objects::Objects;
use crate::sample::{self, Loaded, SampleAccount, SampleTime};

/// Load the sample data, unless it is there, and show its accounts
///
/// Four people with different roles, three organizations on different plans, and their devices with what these put
/// out in the last 90 days.
/// Their password is published: don't load them where others can reach the portal.
#[derive(Args)]
#[command(after_help = "\
Examples:
  portal-server sample
  portal-server sample --json --database sqlite:/tmp/portal.db --objects file:/tmp/objects")]
pub(super) struct Sample {
    #[command(flatten)]
    database: DatabaseArgument,
    #[command(flatten)]
    objects: ObjectsArgument,
    /// Show the accounts as JSON
    #[arg(long)]
    json: bool,
}

impl Sample {
    pub(super) async fn run(self) -> anyhow::Result<()> {
        let opened = Opened::at(&self.database).await?;
        let objects = Objects::open(&self.objects.objects)?;
        let loaded = {
            let _working = Working::on("Loading the sample data");
            let time = SampleTime {
                until: opened.surroundings.now(),
                days: sample::DAYS,
            };
            let passwords = opened.passwords().await?;
            sample::load(&opened.store, &objects, &passwords, time).await?
        };
        opened.close().await?;
        if loaded == Loaded::Before {
            eprintln!("The sample data was there already; nothing is changed.");
        }
        let accounts = sample::accounts();
        if self.json {
            println!("{}", serde_json::to_string_pretty(&accounts)?);
        } else {
            println!("{}", as_table(&accounts));
        }
        Ok(())
    }
}

fn as_table(accounts: &[SampleAccount]) -> Table {
    let mut table = Table::new();
    table.load_preset(NOTHING);
    table.set_header(["NAME", "EMAIL", "PASSWORD", "ORGANIZATION", "ROLES"]);
    for account in accounts {
        table.add_row([
            account.display_name.as_str(),
            &account.email,
            &account.password,
            &account.organization,
            &account
                .roles
                .iter()
                .copied()
                .map(Role::name)
                .collect::<Vec<_>>()
                .join(", "),
        ]);
    }
    table
}
