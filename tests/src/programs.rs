//! The programs under test, built before the tests run.

use std::path::PathBuf;

use anyhow::{Context, Result};

/// A program of this workspace, from the same build as the caller.
///
/// # Errors
/// When it was not built.
pub fn program(name: &str) -> Result<PathBuf> {
    let caller = std::env::current_exe()?;
    // Tests lie one directory deeper than programs.
    let found = caller
        .ancestors()
        .skip(1)
        .take(2)
        .map(|directory| directory.join(name));
    found.into_iter().find(|file| file.is_file()).with_context(|| {
        format!("{name} is not built: run `cargo xtask test`, or `cargo build --workspace --bins` first")
    })
}
