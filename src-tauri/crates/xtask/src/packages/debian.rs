//! Packages for Debian and what comes from it.

use std::fs::{
    Permissions, copy, create_dir_all, read_dir, read_to_string, set_permissions, write,
};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use xtask::workspace;

use super::tree::data;
use super::{Release, Tree, moved};
use crate::programs::{program, run};

/// What debhelper takes from a folder `debian`, beside what lies in `packaging/debian`.
const SERVICE_FILES: [&str; 3] = [
    "portal-server.default",
    "portal-server.service",
    "portal-server.sysusers",
];

/// Makes the packages in the folder `into`, with `work`, where nothing is yet, for what comes up meanwhile.
pub(crate) fn pack(
    tree: &Tree,
    release: &Release,
    work: &Path,
    into: &Path,
) -> Result<Vec<PathBuf>> {
    let source = work.join("source");
    let debian = source.join("debian");
    create_dir_all(&debian)?;
    create_dir_all(into)?;
    let expat = indented(&expat()?);
    for entry in read_dir(data().join("debian"))? {
        let from = entry?.path();
        let to = debian.join(from.file_name().context("a file has a name")?);
        write(
            &to,
            release.fill_in(&read_to_string(&from)?, &[("expat", &expat)])?,
        )?;
    }
    set_permissions(debian.join("rules"), Permissions::from_mode(0o755))?;
    for name in SERVICE_FILES {
        copy(data().join("linux").join(name), debian.join(name))?;
    }
    write(debian.join("changelog"), change_log(release)?)?;
    copy(
        workspace::root().join("CHANGELOG.md"),
        source.join("CHANGELOG.md"),
    )?;
    symlink(&tree.path, source.join("tree"))?;

    // What the person chose for packages of their own is not for these.
    let chosen = std::env::vars_os().map(|(name, _)| name);
    let chosen = chosen.filter(|name| {
        let name = name.to_string_lossy();
        name.starts_with("DEB_") || name.starts_with("DH_") || name.starts_with("DPKG_")
    });
    let mut build = program("dpkg-buildpackage");
    for name in chosen {
        build.env_remove(name);
    }
    run(build
        .current_dir(&source)
        .args(["--build=binary", "--no-sign"])
        .env("SOURCE_DATE_EPOCH", release.seconds.to_string()))?;
    moved(work, "deb", into)
}

fn change_log(release: &Release) -> Result<String> {
    let template = "portal-profile (@version@-1) unstable; urgency=medium\n\n  \
                    * Version @version@; changelog.gz beside this file tells what changed.\n\n \
                    -- The Portal Profile authors <maintainers@portal-profile.example>  @moment@\n";
    release.fill_in(
        template,
        &[("moment", &release.date("%a, %d %b %Y %H:%M:%S %z")?)],
    )
}

/// The licence that Debian calls Expat, without its title and whom it is of.
fn expat() -> Result<String> {
    let license = read_to_string(workspace::root().join("LICENSE-MIT"))?;
    let begin = license
        .find("Permission is")
        .context("LICENSE-MIT permits nothing")?;
    Ok(license[begin..].to_owned())
}

/// As texts stand in the fields of a file for Debian.
fn indented(text: &str) -> String {
    let line = |line: &str| match line.trim_end() {
        "" => " .".to_owned(),
        line => format!(" {line}"),
    };
    text.trim_end()
        .lines()
        .map(line)
        .collect::<Vec<_>>()
        .join("\n")
}
