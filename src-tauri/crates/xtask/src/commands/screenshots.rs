//! `cargo xtask screenshots`

use anyhow::Result;
use clap::Args;
use xtask::workspace;

use super::test::build_everything;
use crate::programs::{program, run};
use crate::setup::{self, Purpose};
use crate::ui;

/// Which pictures are taken.
#[derive(Debug, Args)]
pub(crate) struct Screenshots {
    /// The languages of the app, by their tags, such as `de`, or `all`; English alone unless told otherwise
    #[arg(long = "language", value_name = "TAG")]
    languages: Vec<String>,
    /// The rooms of the gallery, such as `profile`; all of them unless told otherwise
    #[arg(long = "room", value_name = "ROOM")]
    rooms: Vec<String>,
}

impl Screenshots {
    pub(crate) fn take(self) -> Result<()> {
        setup::prepare(Purpose::Tests)?;
        ui::build()?;
        build_everything()?;
        let mut take = program(workspace::target().join("debug").join("screenshots"));
        for language in &self.languages {
            take.args(["--language", language]);
        }
        for room in &self.rooms {
            take.args(["--room", room]);
        }
        run(&mut take)
    }
}
