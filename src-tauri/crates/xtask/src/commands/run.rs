//! `cargo xtask run`

use anyhow::Result;
use clap::Args;

use crate::programs::{cargo, run};
use crate::setup::{self, Purpose};
use crate::ui;

#[derive(Debug, Args)]
pub(crate) struct Run {
    /// Build with optimizations, as it is shipped
    #[arg(long)]
    release: bool,
    /// Passed to the app; `-- --help` lists what it takes
    #[arg(last = true)]
    arguments: Vec<String>,
}

impl Run {
    pub(crate) fn run(self) -> Result<()> {
        setup::prepare(Purpose::App)?;
        ui::build()?;
        let mut app = cargo(&["run", "--package", "portal-profile"]);
        if self.release {
            app.arg("--release");
        }
        run(app.arg("--").args(self.arguments))
    }
}
