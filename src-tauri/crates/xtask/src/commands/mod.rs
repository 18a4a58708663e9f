//! The commands, one file each.

mod bench;
mod bundle;
mod check;
mod desktop;
mod generate;
mod run;
mod screenshots;
mod test;

use anyhow::Result;
use clap::Subcommand;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Set up, build and start the app
    Run(run::Run),
    /// Run every test: Rust, the page, both databases, the real window in a headless desktop
    Test(test::Test),
    /// Check format, lints, types, generated files and the rules of the architecture
    Check,
    /// Write the generated files anew: contract, bindings, icons, manual pages, shell completions
    Generate,
    /// Run a program in a fresh headless desktop, with WebDriver listening
    Desktop(desktop::Desktop),
    /// Take pictures of every page in the real window, light and dark, into target/screenshots
    Screenshots(screenshots::Screenshots),
    /// Measure the release build
    #[command(subcommand)]
    Bench(bench::Bench),
    /// Make packages of the release build for people to install, into target/packages
    Bundle(bundle::Bundle),
}

impl Command {
    pub(crate) fn run(self) -> Result<()> {
        match self {
            Self::Run(run) => run.run(),
            Self::Test(test) => test.run(),
            Self::Check => check::check(),
            Self::Generate => generate::generate(),
            Self::Desktop(desktop) => desktop.run(),
            Self::Screenshots(screenshots) => screenshots.take(),
            Self::Bench(bench) => bench.run(),
            Self::Bundle(bundle) => bundle.run(),
        }
    }
}
