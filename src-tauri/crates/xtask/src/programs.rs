//! Running other programs: shown before they start, ended together with this one.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::sync::LazyLock;

use anyhow::{Context, Result, ensure};
use xtask::workspace;

/// The mark by which programs started here are found again.
const MARK: &str = "PORTAL_PROFILE_TASK";
static TASK: LazyLock<String> = LazyLock::new(|| std::process::id().to_string());

/// Ends programs started here when the result is dropped, or this process is killed.
#[cfg(target_os = "linux")]
pub(crate) fn keep_watch() -> Result<xtask::keeper::Keeper> {
    xtask::keeper::Keeper::watch(MARK, &TASK, None).context("no keeper can be started")
}

/// Elsewhere an interrupt at the terminal reaches the programs started here by itself.
#[cfg(not(target_os = "linux"))]
pub(crate) fn keep_watch() -> Result<()> {
    Ok(())
}

/// A program that runs at the root of the checkout.
pub(crate) fn program(name: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(name);
    command
        .current_dir(workspace::root())
        .env(MARK, TASK.as_str());
    command
}

/// cargo with arguments.
pub(crate) fn cargo(arguments: &[&str]) -> Command {
    let mut cargo = program(std::env::var_os("CARGO").unwrap_or("cargo".into()));
    cargo.args(arguments);
    cargo
}

/// cargo with arguments that resolve dependencies: a `Cargo.lock` that doesn't fit the manifests is an error,
/// not something to mend in passing.
pub(crate) fn locked_cargo(arguments: &[&str]) -> Command {
    let mut cargo = cargo(&[]);
    let (subcommand, rest) = arguments.split_at(arguments.len().min(1));
    cargo.args(subcommand).arg("--locked").args(rest);
    cargo
}

/// npm with arguments, in `ui`.
pub(crate) fn npm(arguments: &[&str]) -> Command {
    let mut npm = program(if cfg!(windows) { "npm.cmd" } else { "npm" });
    npm.current_dir(workspace::root().join("ui"))
        .args(arguments);
    npm
}

/// Runs a program to its end.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let line = announce(command);
    let status = command
        .status()
        .with_context(|| format!("`{line}` can't be started"))?;
    ensure!(status.success(), "`{line}` failed");
    Ok(())
}

/// Runs a program to its end, passes on what it prints, errors included, and hands each line to `read`.
pub(crate) fn run_and_read(command: &mut Command, mut read: impl FnMut(&str)) -> Result<()> {
    let line = announce(command);
    let (output, input) = std::io::pipe()?;
    let mut process = command
        .stdout(input.try_clone()?)
        .stderr(input)
        .spawn()
        .with_context(|| format!("`{line}` can't be started"))?;
    // The output ends once nobody holds its other end.
    command.stdout(Stdio::null()).stderr(Stdio::null());
    for printed in BufReader::new(output).lines() {
        let printed = printed?;
        println!("{printed}");
        read(&printed);
    }
    ensure!(process.wait()?.success(), "`{line}` failed");
    Ok(())
}

/// What a program prints, if it can be run and succeeds.
pub(crate) fn answer(command: &mut Command) -> Option<String> {
    let output = command.stderr(Stdio::null()).output().ok()?;
    let printed = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    output.status.success().then_some(printed)
}

fn announce(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    let name = |word: &OsStr| word.to_string_lossy().into_owned();
    let line = words.map(name).collect::<Vec<_>>().join(" ");
    eprintln!("\n$ {line}");
    line
}
