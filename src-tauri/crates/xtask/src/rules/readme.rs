//! The README names only commands that exist.

use std::path::Path;

use anyhow::{Result, ensure};
use clap::CommandFactory;

use super::read;
use crate::Arguments;

pub(super) fn breaches() -> Result<Vec<String>> {
    let arguments = Arguments::command();
    let readme = read(Path::new("README.md"))?;
    let named: Vec<_> = readme
        .split("cargo xtask ")
        .skip(1)
        .map(first_word)
        .collect();
    ensure!(
        named.contains(&"run") && named.contains(&"test"),
        "README.md doesn't name the two commands"
    );
    let unknown = named
        .into_iter()
        .filter(|name| arguments.find_subcommand(name).is_none());
    Ok(unknown
        .map(|name| format!("README.md names `cargo xtask {name}`, which doesn't exist"))
        .collect())
}

fn first_word(text: &str) -> &str {
    text.split(|letter: char| !letter.is_alphanumeric())
        .next()
        .unwrap_or_default()
}
