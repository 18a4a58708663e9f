//! The page: its dependencies and its build, each made anew only when their sources changed.

use std::fs::{read, write};
use std::path::Path;
use std::time::SystemTime;

use anyhow::{Context, Result};
use xtask::workspace;

use crate::programs::{npm, run};

/// What the build reads, relative to `ui`.
const SOURCES: [&str; 8] = [
    "index.html",
    "messages",
    "package-lock.json",
    "project.inlang/settings.json",
    "scripts",
    "src",
    "svelte.config.js",
    "vite.config.ts",
];
/// Made by the build from `messages`, so no source.
const GENERATED: &str = "paraglide";

/// Installs the dependencies unless they are those of the lock file.
pub(crate) fn install() -> Result<()> {
    let ui = workspace::root().join("ui");
    let wanted =
        read(ui.join("package-lock.json")).context("ui/package-lock.json can't be read")?;
    let stamp = ui.join("node_modules/.installed-package-lock.json");
    if read(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    run(&mut npm(&["ci", "--no-audit", "--no-fund"]))?;
    Ok(write(stamp, wanted)?)
}

/// Builds the page unless the last build is newer than its sources.
pub(crate) fn build() -> Result<()> {
    install()?;
    let ui = workspace::root().join("ui");
    let built = ui
        .join("dist/index.html")
        .metadata()
        .and_then(|file| file.modified());
    let mut changed = SystemTime::UNIX_EPOCH;
    for source in SOURCES {
        changed = changed.max(last_change(&ui.join(source))?);
    }
    if built.is_ok_and(|built| built > changed) {
        return Ok(());
    }
    run(&mut npm(&["run", "build"]))
}

/// When a file changed last, or any file in a directory. The directories' own times tell nothing: tools
/// write their caches there.
fn last_change(path: &Path) -> Result<SystemTime> {
    let metadata = path
        .metadata()
        .with_context(|| format!("{} can't be read", path.display()))?;
    if metadata.is_file() {
        return Ok(metadata.modified()?);
    }
    let mut latest = SystemTime::UNIX_EPOCH;
    for entry in path.read_dir()? {
        let entry = entry?;
        if entry.file_name() != GENERATED {
            latest = latest.max(last_change(&entry.path())?);
        }
    }
    Ok(latest)
}
