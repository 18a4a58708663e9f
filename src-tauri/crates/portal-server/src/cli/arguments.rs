//! Arguments that several commands take.

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
    /// Where pictures lie: file:DIRECTORY
    #[arg(long, env = "PORTAL_OBJECTS", default_value = "file:objects")]
    pub(super) objects: ObjectsAddress,
}

#[derive(Args)]
pub(super) struct OrganizationArgument {
    /// The organization: its name, its id, or personal:EMAIL for a personal account
    #[arg(long, value_name = "ORGANIZATION")]
    pub(super) organization: OrganizationSelection,
}
