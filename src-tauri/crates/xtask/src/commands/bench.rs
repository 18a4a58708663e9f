//! `cargo xtask bench`

use anyhow::Result;
use clap::Subcommand;
use xtask::workspace;

use crate::programs::{cargo, program, run};
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
    /// Measure what account security costs: sign-ins, refusals and requests with API keys
    Security {
        /// How often each is tried, in turns
        #[arg(long, default_value_t = 300, value_parser = clap::value_parser!(u32).range(10..))]
        tries: u32,
    },
    /// Measure how fast output events are imported, against the shell of SQLite
    Import {
        /// Rows of the file
        #[arg(long, default_value_t = 1_000_000, value_parser = clap::value_parser!(u32).range(10_000..))]
        rows: u32,
    },
    /// Measure how fast chart data is exported against the shell of SQLite and DuckDB, in how little memory, and how long
    /// others' requests take meanwhile
    Export {
        /// Output events
        #[arg(long, default_value_t = 1_000_000, value_parser = clap::value_parser!(u32).range(10_000..))]
        rows: u32,
    },
    /// Measure how soon a chart of one year is answered, against the shell of SQLite, and drawn from a click on
    Charts {
        /// How often each is tried, in turns
        #[arg(long, default_value_t = 15, value_parser = clap::value_parser!(u32).range(3..))]
        tries: u32,
    },
    /// Measure a ledger of a million transactions: pages against the shell of SQLite, and memory while scrolling
    Credits {
        /// How often each page is tried, in turns
        #[arg(long, default_value_t = 15, value_parser = clap::value_parser!(u32).range(3..))]
        tries: u32,
    },
}

impl Bench {
    pub(crate) fn run(self) -> Result<()> {
        setup::prepare(Purpose::Tests)?;
        ui::build()?;
        // Built together, so that all share their dependencies.
        let packages = ["portal-profile", "portal-server", "portal-profile-tests"];
        let programs = [
            "portal-profile",
            "portal-server",
            "bench_start",
            "bench_security",
            "bench_import",
            "bench_export",
            "bench_charts",
            "bench_credits",
        ];
        let mut build = cargo(&["build", "--release", "--example", "empty_window"]);
        build.args(packages.iter().flat_map(|name| ["--package", name]));
        build.args(programs.iter().flat_map(|name| ["--bin", name]));
        run(&mut build)?;
        let (bench, count) = match self {
            Self::Start { pairs } => ("bench_start", pairs),
            Self::Security { tries } => ("bench_security", tries),
            Self::Import { rows } => ("bench_import", rows),
            Self::Export { rows } => ("bench_export", rows),
            Self::Charts { tries } => ("bench_charts", tries),
            Self::Credits { tries } => ("bench_credits", tries),
        };
        let bench = workspace::target().join("release").join(bench);
        run(program(bench).arg(count.to_string()))
    }
}
