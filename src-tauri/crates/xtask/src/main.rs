//! The project's own commands: `cargo xtask --help`.

mod commands;
#[cfg(target_os = "linux")]
mod packages;
mod programs;
mod rules;
mod setup;
mod ui;

use std::process::ExitCode;

use clap::Parser;

use commands::Command;

/// The commands of Portal Profile. Each sets up what it needs first.
#[derive(Debug, Parser)]
#[command(bin_name = "cargo xtask", max_term_width = 100)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

fn main() -> ExitCode {
    let result = programs::keep_watch().and_then(|_keeper| Arguments::parse().command.run());
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\nerror: {error:#}");
            ExitCode::FAILURE
        }
    }
}
