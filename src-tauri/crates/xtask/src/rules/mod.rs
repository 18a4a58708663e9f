//! The rules of the architecture that a compiler doesn't check.

mod app_commands;
mod content_policy;
mod dependencies;
mod host_calls;
mod readme;
mod sources;

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use xtask::workspace;

use crate::programs::{answer, program};

/// Names every breach of a rule.
pub(crate) fn check() -> Result<()> {
    let files = files()?;
    let mut breaches = dependencies::breaches()?;
    breaches.extend(sources::breaches(&files)?);
    breaches.extend(app_commands::breaches(&files)?);
    breaches.extend(content_policy::breaches()?);
    breaches.extend(readme::breaches()?);
    ensure!(
        breaches.is_empty(),
        "the architecture's rules are broken:\n  {}",
        breaches.join("\n  ")
    );
    Ok(())
}

/// Every file of the checkout, relative to its root, with what git ignores left out.
fn files() -> Result<Vec<PathBuf>> {
    let listing = ["ls-files", "--cached", "--others", "--exclude-standard"];
    let listing = answer(program("git").args(listing)).context("git can't list the files")?;
    Ok(listing
        .lines()
        .map(PathBuf::from)
        .filter(|file| workspace::root().join(file).exists())
        .collect())
}

fn read(file: &Path) -> Result<String> {
    std::fs::read_to_string(workspace::root().join(file))
        .with_context(|| format!("{} can't be read", file.display()))
}

fn has_extension(file: &Path, extensions: &[&str]) -> bool {
    file.extension()
        .is_some_and(|found| extensions.iter().any(|extension| found == *extension))
}
