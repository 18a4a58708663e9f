//! What a machine needs before anything can be built: installed where possible, else named.

#[cfg(not(target_os = "linux"))]
mod elsewhere;
#[cfg(target_os = "linux")]
mod linux;

#[cfg(not(target_os = "linux"))]
use elsewhere as system;
#[cfg(target_os = "linux")]
use linux as system;

use std::path::Path;

use anyhow::{Context, Result, ensure};
use xtask::workspace;

use crate::programs::{answer, cargo, npm, program, run};

/// The version the tests are written for.
const TAURI_DRIVER: &str = "2.1.0";
/// The version that the bundle section of `tauri.conf.json` is written for.
const TAURI_CLI: &str = "2.12.4";
/// The version the tests are written for.
const LOCAL_STRIPE: &str = "1.15.10";
/// The version that files of exported data are read with in tests, and that writing them is measured against.
const DUCKDB: &str = "2.0.1";
/// The version that files of exported data are read with in tests.
const PYARROW: &str = "26.0.1";
/// The oldest Node.js that the UI's build tools accept.
const NODE: (u32, u32) = (20, 19);

/// What is to be done on this machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// Build and start the app.
    App,
    /// Also make packages of it.
    Packages,
    /// Also look into the packages and try them.
    TriedPackages,
    /// Also test it: databases, headless desktop, WebDriver.
    Tests,
}

/// Makes the machine ready for `purpose`. Costs little when it is.
pub(crate) fn prepare(purpose: Purpose) -> Result<()> {
    system::prepare(purpose)?;
    check_node()?;
    if purpose == Purpose::Tests {
        install_tauri_driver()?;
        install_local_stripe()?;
        install_data_readers()?;
    }
    Ok(())
}

fn check_node() -> Result<()> {
    let wanted = format!(
        "Node.js {}.{} or newer, from https://nodejs.org",
        NODE.0, NODE.1
    );
    let version =
        answer(program("node").arg("--version")).with_context(|| format!("missing: {wanted}"))?;
    let mut numbers = version
        .trim_start_matches('v')
        .split('.')
        .map_while(|number| number.parse().ok());
    let found = (numbers.next().unwrap_or(0), numbers.next().unwrap_or(0));
    ensure!(found >= NODE, "found Node.js {version}; needed: {wanted}");
    answer(npm(&["--version"]).current_dir(workspace::root()))
        .context("missing: npm, which comes with Node.js")?;
    Ok(())
}

fn install_tauri_driver() -> Result<()> {
    install_tool("tauri-driver", TAURI_DRIVER, &workspace::tauri_driver())
}

/// Installs what makes packages for macOS and Windows, and AppImages.
pub(crate) fn install_tauri_cli() -> Result<()> {
    install_tool("tauri-cli", TAURI_CLI, &workspace::tauri_cli())
}

fn install_tool(name: &str, version: &str, program: &Path) -> Result<()> {
    let tools = workspace::root().join("target/tools");
    if program
        .with_extension(std::env::consts::EXE_EXTENSION)
        .exists()
    {
        return Ok(());
    }
    run(cargo(&[
        "install",
        name,
        "--version",
        version,
        "--locked",
        "--quiet",
        "--root",
    ])
    .arg(&tools)
    .env("CARGO_TARGET_DIR", tools.join("build")))
}

/// Installs it with what it needs into a place of its own.
fn install_local_stripe() -> Result<()> {
    if workspace::local_stripe().exists() {
        return Ok(());
    }
    let place = workspace::local_python();
    run(program("python3").args(["-m", "venv"]).arg(&place))?;
    let wanted = format!("localstripe=={LOCAL_STRIPE}");
    let install = ["install", "--quiet", "--disable-pip-version-check", &wanted];
    run(program(place.join(workspace::PYTHON_PROGRAMS).join("pip")).args(install))
}

/// Installs what reads files of data into a place of its own.
fn install_data_readers() -> Result<()> {
    let (place, python) = (workspace::data_readers(), workspace::data_python());
    let wanted = [format!("duckdb=={DUCKDB}"), format!("pyarrow=={PYARROW}")];
    let installed = "from importlib.metadata import version\n\
                     for name in 'duckdb', 'pyarrow': print(f'{name}=={version(name)}')";
    if answer(program(&python).args(["-c", installed])) == Some(wanted.join("\n")) {
        return Ok(());
    }
    run(program("python3").args(["-m", "venv"]).arg(&place))?;
    let install = [
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
    ];
    run(program(&python).args(install).args(&wanted))
}
