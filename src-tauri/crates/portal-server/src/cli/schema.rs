//! `portal-server schema`

use std::io::Write;

use clap::Args;

use crate::graphql::sdl;

/// Print the GraphQL schema that clients are checked against
#[derive(Args)]
pub(super) struct PrintSchema {}

impl PrintSchema {
    pub(super) fn run(self) -> anyhow::Result<()> {
        Ok(std::io::stdout().lock().write_all(sdl().as_bytes())?)
    }
}
