//! Packages of Debian and of systems with RPM, made by the tools of these systems from programs that are built.
//!
//! [`Tree::lay_out`] makes the folder of what is installed, and [`debian::pack`] and [`rpm::pack`] make packages of
//! it. The same programs on the day of the same commit make the same octets.

mod change_log;
mod clean_system;
pub(crate) mod debian;
mod metainfo;
mod release;
pub(crate) mod rpm;
#[cfg(test)]
mod tests;
mod tree;
mod try_out;
pub(crate) mod verification;

use std::fs::{read_dir, rename};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

pub(crate) use release::Release;
pub(crate) use tree::Tree;

/// The packages, each with the program of its name.
pub(crate) const PACKAGES: [&str; 2] = ["portal-profile", "portal-server"];

/// Moves the packages with an extension from the folder where they were made; there is one for each program.
fn moved(made: &Path, extension: &str, into: &Path) -> Result<Vec<PathBuf>> {
    let mut packages = Vec::new();
    for entry in read_dir(made)? {
        let package = entry?.path();
        if package.extension().is_some_and(|it| it == extension) {
            let place = into.join(package.file_name().context("a package has a name")?);
            rename(&package, &place)?;
            packages.push(place);
        }
    }
    packages.sort();
    ensure!(
        packages.len() == PACKAGES.len(),
        "other packages were made: {packages:?}"
    );
    Ok(packages)
}
