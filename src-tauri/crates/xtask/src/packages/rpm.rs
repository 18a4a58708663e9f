//! Packages for systems with RPM.

use std::fs::{copy, create_dir_all, read_to_string, write};
use std::path::{Path, PathBuf};

use anyhow::Result;
use xtask::workspace;

use super::tree::data;
use super::{Release, Tree, moved};
use crate::programs::{program, run};

const DOCUMENTS: [&str; 3] = ["CHANGELOG.md", "LICENSE-APACHE", "LICENSE-MIT"];

/// Makes the packages in the folder `into`, with `work`, where nothing is yet, for what comes up meanwhile.
pub(crate) fn pack(
    tree: &Tree,
    release: &Release,
    work: &Path,
    into: &Path,
) -> Result<Vec<PathBuf>> {
    let documents = work.join("documents");
    create_dir_all(&documents)?;
    create_dir_all(into)?;
    for name in DOCUMENTS {
        copy(workspace::root().join(name), documents.join(name))?;
    }
    let template = read_to_string(data().join("rpm/portal-profile.spec"))?;
    let day = release.date("%a %b %d %Y")?;
    let spec = work.join("portal-profile.spec");
    write(&spec, release.fill_in(&template, &[("day", &day)])?)?;

    let made = work.join("made");
    let mut build = program("rpmbuild");
    build
        .args(["-bb", "--quiet"])
        .env("SOURCE_DATE_EPOCH", release.seconds.to_string());
    let linux = data().join("linux");
    for (name, place) in [
        ("_topdir", work),
        ("_rpmdir", &made),
        ("tree", &tree.path),
        ("documents", &documents),
        ("data", &linux),
    ] {
        build
            .arg("--define")
            .arg(format!("{name} {}", place.display()));
    }
    let name = "_build_name_fmt %%{NAME}-%%{VERSION}-%%{RELEASE}.%%{ARCH}.rpm";
    run(build.args(["--define", name]).arg(&spec))?;
    moved(&made, "rpm", into)
}
