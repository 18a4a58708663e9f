//! Manual pages and shell completions are made from the command line; this holds the committed files to it.
//!
//! `cargo xtask generate` runs this with `PORTAL_PROFILE_WRITE=1`, which writes the files instead.

use std::collections::BTreeMap;
use std::fs::{create_dir_all, read_dir, remove_file, write};
use std::io::Result;
use std::path::{Path, PathBuf};

use clap_complete::{Shell, generate_to};

use super::description;

const PROGRAM: &str = "portal-server";

/// Files by name.
type Files = BTreeMap<String, Vec<u8>>;

#[test]
fn manual_of_portal_server_is_fresh() -> Result<()> {
    let pages =
        made_in_a_directory(|directory| clap_mangen::generate_to(description(), directory))?;
    compare_or_write("man", pages)
}

#[test]
fn completions_are_fresh() -> Result<()> {
    let completions = made_in_a_directory(|directory| {
        for shell in [Shell::Bash, Shell::Fish, Shell::Zsh] {
            generate_to(shell, &mut description(), PROGRAM, directory)?;
        }
        Ok(())
    })?;
    compare_or_write("completions", completions)
}

fn made_in_a_directory(make: impl FnOnce(&Path) -> Result<()>) -> Result<Files> {
    let directory = tempfile::tempdir()?;
    make(directory.path())?;
    files(directory.path())
}

/// The folder of packaging data also holds files of the app, which are not looked at.
fn compare_or_write(folder: &str, made: Files) -> Result<()> {
    let folder =
        PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../packaging")).join(folder);
    if std::env::var_os("PORTAL_PROFILE_WRITE").is_some() {
        create_dir_all(&folder)?;
        for name in files(&folder)?.keys() {
            remove_file(folder.join(name))?;
        }
        for (name, content) in &made {
            write(folder.join(name), content)?;
        }
        return Ok(());
    }
    let committed = files(&folder)?;
    let stale: Vec<_> = made
        .keys()
        .chain(committed.keys())
        .filter(|name| made.get(*name) != committed.get(*name))
        .collect();
    assert!(
        stale.is_empty(),
        "run `cargo xtask generate`, stale: {stale:?}"
    );
    Ok(())
}

/// The files of this program in a folder; completions for zsh have a name that begins with `_`.
fn files(folder: &Path) -> Result<Files> {
    let mut files = Files::new();
    for entry in read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.trim_start_matches('_').starts_with(PROGRAM) {
            files.insert(name, std::fs::read(entry.path())?);
        }
    }
    Ok(files)
}
