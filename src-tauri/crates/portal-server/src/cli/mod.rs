//! The operator's command line.

mod account;
mod arguments;
mod counted;
mod credits;
mod export;
mod export_policy;
mod feature;
mod import;
mod key;
mod member;
mod mfa;
mod open;
mod organization;
mod pack;
mod plan;
mod purchase;
mod sample;
mod schema;
mod serve;
mod session;
mod signals;
mod stripe;
mod workflow;

#[cfg(test)]
mod manual;

use std::io::IsTerminal;
use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand};
use tracing_subscriber::EnvFilter;

pub use clap::Command as CommandDescription;

/// Runs a portal, and does an operator's work on it.
///
/// What a command changes counts at once, also for a portal that is running.
#[derive(Parser)]
#[command(name = "portal-server", version, after_help = EXAMPLES)]
struct CommandLine {
    #[command(subcommand)]
    command: Command,
}

const EXAMPLES: &str = "\
Examples:
  portal-server sample                      Load the sample data and show its accounts
  portal-server serve                       Answer on http://127.0.0.1:8787
  portal-server account add --email ada@acme.example --name 'Ada Lovelace'

Commands work on the database named by --database or PORTAL_DATABASE, sqlite:portal.db by default.
What is logged is set by PORTAL_LOG, such as PORTAL_LOG=debug.";

#[derive(Subcommand)]
enum Command {
    Serve(serve::Serve),
    Sample(sample::Sample),
    #[command(subcommand)]
    Account(account::Account),
    #[command(subcommand)]
    Organization(organization::Organization),
    #[command(subcommand)]
    Member(member::Member),
    #[command(subcommand)]
    Feature(feature::FeatureSwitch),
    #[command(subcommand)]
    Plan(plan::PlanChange),
    #[command(subcommand)]
    Credits(credits::CreditsCommand),
    #[command(subcommand)]
    Pack(pack::PackCommand),
    #[command(subcommand)]
    Purchase(purchase::PurchaseCommand),
    #[command(subcommand)]
    Key(key::Key),
    #[command(subcommand)]
    Mfa(mfa::Mfa),
    #[command(subcommand)]
    Session(session::Session),
    #[command(subcommand)]
    Workflow(workflow::WorkflowCommand),
    Import(import::ImportFile),
    Export(export::ExportFile),
    Schema(schema::PrintSchema),
}

/// The command line as it is read, with all its commands.
#[must_use]
pub fn description() -> CommandDescription {
    CommandLine::command()
}

/// Reads the command line and does what it says. Answers go to standard output, everything else
/// to standard error.
#[must_use]
pub fn main() -> ExitCode {
    let command = CommandLine::parse().command;
    log_to_standard_error();
    let done = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(anyhow::Error::from)
        .and_then(|runtime| runtime.block_on(run(command)));
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn run(command: Command) -> anyhow::Result<()> {
    match command {
        Command::Serve(serve) => serve.run().await,
        Command::Sample(sample) => sample.run().await,
        Command::Account(account) => account.run().await,
        Command::Organization(organization) => organization.run().await,
        Command::Member(member) => member.run().await,
        Command::Feature(feature) => feature.run().await,
        Command::Plan(plan) => plan.run().await,
        Command::Credits(credits) => credits.run().await,
        Command::Pack(pack) => pack.run().await,
        Command::Purchase(purchase) => purchase.run().await,
        Command::Key(key) => key.run().await,
        Command::Mfa(mfa) => mfa.run().await,
        Command::Session(session) => session.run().await,
        Command::Workflow(workflow) => workflow.run().await,
        Command::Import(import) => import.run().await,
        Command::Export(export) => export.run().await,
        Command::Schema(schema) => schema.run(),
    }
}

fn log_to_standard_error() {
    let filter = EnvFilter::try_from_env("PORTAL_LOG")
        .unwrap_or_else(|_| EnvFilter::new("warn,portal_server=info"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(std::io::stderr().is_terminal())
        .with_writer(std::io::stderr)
        .init();
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_command_line_is_consistent() {
        super::description().debug_assert();
    }
}
