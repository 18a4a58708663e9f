//! Arguments that several commands take.

use std::path::PathBuf;

use chrono_tz::Tz;
use clap::Args;

use crate::administration::OrganizationSelection;
use crate::objects::ObjectsAddress;
use crate::store::DatabaseAddress;

#[derive(Args)]
pub(super) struct DatabaseArgument {
    /// Where the data lies: sqlite:PATH or postgres://USER:PASSWORD@HOST/DATABASE
    #[arg(
        long,
        env = "PORTAL_DATABASE",
        default_value = "sqlite:portal.db",
        hide_env_values = true
    )]
    pub(super) database: DatabaseAddress,
}

#[derive(Args)]
pub(super) struct ObjectsArgument {
    /// Where pictures and files of exports lie: file:DIRECTORY, or s3://BUCKET/PREFIX with the region, the keys and
    /// the endpoint from the environment as Amazon's programs read them (AWS_REGION, AWS_ACCESS_KEY_ID,
    /// AWS_SECRET_ACCESS_KEY, AWS_ENDPOINT_URL). Each database needs a place of its own: a picture there that no
    /// organization has any more, and a file that can't be downloaded any more, is deleted
    #[arg(long, env = "PORTAL_OBJECTS", default_value = "file:objects")]
    pub(super) objects: ObjectsAddress,
}

#[derive(Args)]
pub(super) struct KeyFileArgument {
    /// Where the key lies that seals the secrets of second factors; made if it is missing. Beside a
    /// SQLite file by default, to be named for PostgreSQL. Portals that share a database need the same
    /// file, and a backup of the database needs it as well
    #[arg(long, env = "PORTAL_KEY_FILE", value_name = "FILE")]
    key_file: Option<PathBuf>,
}

impl KeyFileArgument {
    /// The file for this database.
    pub(super) fn of(&self, database: &DatabaseAddress) -> anyhow::Result<PathBuf> {
        match (&self.key_file, database) {
            (Some(file), _) => Ok(file.clone()),
            (None, DatabaseAddress::Sqlite(path)) => Ok(path.with_extension("key")),
            (None, DatabaseAddress::Postgres(_)) => anyhow::bail!(
                "with PostgreSQL, --key-file has to say where the key lies that seals secrets"
            ),
        }
    }
}

#[derive(Args)]
pub(super) struct OrganizationArgument {
    /// The organization: its name, its id, or personal:EMAIL for a personal account
    #[arg(long, value_name = "ORGANIZATION")]
    pub(super) organization: OrganizationSelection,
}

/// Reads the name of a time zone.
pub(super) fn zone(text: &str) -> Result<Tz, &'static str> {
    text.parse()
        .map_err(|_| "a time zone is named as in the IANA database, such as Europe/Berlin")
}
