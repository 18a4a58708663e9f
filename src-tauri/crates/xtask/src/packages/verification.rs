//! Packages as their systems see them: by the tools that judge them, and tried in a clean system.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};

use super::{Tree, tree, try_out};
use crate::programs::{answer, program, run, run_and_read};

/// Runs every part, also after one has failed. Packages are tried in a system that is made at `clean_system`.
pub(crate) fn verify(
    tree: &Tree,
    debian: &[PathBuf],
    rpm: &[PathBuf],
    clean_system: &Path,
) -> Result<()> {
    let mut failed = Vec::new();
    let mut part = |name: &'static str, result: Result<()>| {
        if let Err(error) = result {
            eprintln!("{error:#}");
            failed.push(name);
        }
    };
    part("desktop entry and metainfo", descriptions_are_valid(tree));
    part("lintian", run(&mut lintian(debian)));
    part("rpmlint", rpmlint(rpm));
    part(
        "RPM's needs",
        rpm.iter().try_for_each(|package| needs_are_known(package)),
    );
    part("clean system", try_out::try_out(debian, clean_system));
    ensure!(failed.is_empty(), "failed: {}", failed.join(", "));
    eprintln!("\nThe packages are as they should be.");
    Ok(())
}

/// Asks the tools that desktops and shops for software trust.
pub(super) fn descriptions_are_valid(tree: &Tree) -> Result<()> {
    run(program("desktop-file-validate").arg(tree.desktop_entry()))?;
    let validate = ["validate", "--no-net", "--strict", "--explain"];
    run(program("appstreamcli").args(validate).arg(tree.metainfo()))
}

fn lintian(packages: &[PathBuf]) -> Command {
    let mut lintian = program("lintian");
    let fail = [
        "--fail-on",
        "error,warning,info",
        "--display-info",
        "--tag-display-limit",
        "0",
    ];
    lintian.args(fail).args(packages);
    lintian
}

/// Fails on warnings as well, which `rpmlint` itself takes easy.
fn rpmlint(packages: &[PathBuf]) -> Result<()> {
    let configuration = tree::data().join("rpm/rpmlint.toml");
    let mut sum = String::new();
    let mut rpmlint = program("rpmlint");
    rpmlint.arg("--config").arg(configuration).args(packages);
    run_and_read(&mut rpmlint, |line| {
        if line.contains(" packages and ") {
            sum = line.to_owned();
        }
    })?;
    ensure!(
        sum.contains(" 0 errors, 0 warnings"),
        "rpmlint has found something"
    );
    Ok(())
}

/// RPM finds out itself what a program links; without that, a package would ask for nothing.
fn needs_are_known(package: &Path) -> Result<()> {
    let needs = answer(
        program("rpm")
            .args(["--query", "--requires", "--package"])
            .arg(package),
    )
    .with_context(|| format!("{} can't be read", package.display()))?;
    ensure!(
        needs.lines().any(|need| need.starts_with("libc.so.6(")),
        "{} does not ask for the C library",
        package.display()
    );
    Ok(())
}
