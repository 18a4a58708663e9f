//! `cargo xtask bench`

use anyhow::Result;
use clap::Subcommand;

use crate::programs::{cargo, run};
use crate::setup::{self, Purpose};
use crate::ui;

#[derive(Debug, Subcommand)]
pub(crate) enum Bench {
    /// Compare the app's start with an empty Tauri window: time to content on screen, and memory
    Start {
        /// How often each is started, in turns
        #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u32).range(10..))]
        pairs: u32,
    },
}

impl Bench {
    pub(crate) fn run(self) -> Result<()> {
        let Self::Start { pairs } = self;
        setup::prepare(Purpose::Tests)?;
        ui::build()?;
        let built = [
            "--bin",
            "portal-profile",
            "--example",
            "empty_window",
            "--bin",
            "portal-server",
        ];
        let packages = ["--package", "portal-profile", "--package", "portal-server"];
        run(cargo(&["build", "--release"]).args(packages).args(built))?;
        run(cargo(&[
            "run",
            "--package",
            "portal-profile-tests",
            "--bin",
            "bench_start",
            "--",
        ])
        .arg(pairs.to_string()))
    }
}
