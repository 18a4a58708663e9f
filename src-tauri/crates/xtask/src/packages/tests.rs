//! What is in the packages, made of small programs in place of the real ones.

use std::fs::{copy, create_dir, read, read_to_string};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::{PACKAGES, Release, Tree, debian, rpm, verification};
use crate::programs::{answer, program};

const SMALL_PROGRAM: &str = "/usr/bin/true";

fn release() -> Release {
    Release {
        version: "1.2.0-beta.1".to_owned(),
        seconds: 1_700_000_000,
    }
}

fn tree(directory: &Path) -> Result<Tree> {
    let programs = directory.join("programs");
    create_dir(&programs)?;
    for package in PACKAGES {
        copy(SMALL_PROGRAM, programs.join(package))?;
    }
    Tree::lay_out(&programs, &directory.join("tree"), &release())
}

/// Each kind of package is made twice; answers the first ones.
fn packed_twice(
    directory: &Path,
    pack: impl Fn(&Tree, &Path, &Path) -> Result<Vec<PathBuf>>,
) -> Result<Vec<PathBuf>> {
    let tree = tree(directory)?;
    let pack = |name: &str| {
        let place = directory.join(name);
        pack(&tree, &place.join("work"), &place)
    };
    let (packages, again) = (pack("first")?, pack("second")?);
    for (package, again) in packages.iter().zip(&again) {
        assert!(
            read(package)? == read(again)?,
            "{} differs",
            package.display()
        );
    }
    Ok(packages)
}

fn told(tool: &str, arguments: &[&str], package: &Path) -> Result<String> {
    answer(program(tool).args(arguments).arg(package))
        .with_context(|| format!("{tool} can't read {}", package.display()))
}

#[test]
fn desktops_and_shops_understand_what_describes_the_app() -> Result<()> {
    let directory = tempfile::tempdir()?;
    let tree = tree(directory.path())?;
    let described = read_to_string(tree.metainfo())?;
    assert!(
        described
            .contains(r#"<release version="1.2.0-beta.1" date="2023-11-14" type="development""#),
        "{described}"
    );
    verification::descriptions_are_valid(&tree)
}

#[test]
fn packages_of_debian_hold_what_is_to_be_installed() -> Result<()> {
    let directory = tempfile::tempdir()?;
    let packages = packed_twice(directory.path(), |tree, work, into| {
        debian::pack(tree, &release(), work, into)
    })?;
    let [app, server] = &packages[..] else {
        panic!("there are other packages: {packages:?}");
    };
    let contents = [app, server].map(|package| told("dpkg-deb", &["--contents"], package));
    let [app_files, server_files] = contents;
    let (app_files, server_files) = (app_files?, server_files?);
    for line in app_files.lines().chain(server_files.lines()) {
        assert_eq!(line.split_whitespace().nth(1), Some("root/root"), "{line}");
    }
    for (mode, file) in [
        ("-rwxr-xr-x", "usr/bin/portal-profile"),
        (
            "-rw-r--r--",
            "usr/share/applications/portal-profile.desktop",
        ),
        (
            "-rw-r--r--",
            "usr/share/doc/portal-profile/changelog.Debian.gz",
        ),
        ("-rw-r--r--", "usr/share/doc/portal-profile/copyright"),
        (
            "-rw-r--r--",
            "usr/share/icons/hicolor/16x16/apps/portal-profile.png",
        ),
        (
            "-rw-r--r--",
            "usr/share/icons/hicolor/scalable/apps/portal-profile.svg",
        ),
        ("-rw-r--r--", "usr/share/man/man1/portal-profile.1.gz"),
        (
            "-rw-r--r--",
            "usr/share/metainfo/app.portalprofile.desktop.metainfo.xml",
        ),
    ] {
        assert!(
            has(&app_files, mode, &format!("./{file}")),
            "{mode} {file}: {app_files}"
        );
    }
    for (mode, file) in [
        ("-rwxr-xr-x", "usr/bin/portal-server"),
        ("-rw-r-----", "etc/default/portal-server"),
        ("-rw-r--r--", "lib/systemd/system/portal-server.service"),
        ("-rw-r--r--", "usr/lib/sysusers.d/portal-server.conf"),
        (
            "-rw-r--r--",
            "usr/share/bash-completion/completions/portal-server",
        ),
        (
            "-rw-r--r--",
            "usr/share/fish/vendor_completions.d/portal-server.fish",
        ),
        (
            "-rw-r--r--",
            "usr/share/man/man1/portal-server-account-add.1.gz",
        ),
        (
            "-rw-r--r--",
            "usr/share/zsh/vendor-completions/_portal-server",
        ),
    ] {
        // Newer systems of Debian's have units below /usr.
        let found = has(&server_files, mode, &format!("./{file}"))
            || has(&server_files, mode, &format!("./usr/{file}"));
        assert!(found, "{mode} {file}: {server_files}");
    }
    assert!(!app_files.contains("portal-server"), "{app_files}");

    let fields = told("dpkg-deb", &["--field"], app)?;
    let field = |name: &str| {
        fields
            .lines()
            .find_map(|line| line.strip_prefix(&format!("{name}: ")))
            .unwrap_or_default()
    };
    assert_eq!(field("Package"), "portal-profile");
    assert_eq!(field("Version"), "1.2.0~beta.1-1", "sorts before 1.2.0-1");
    assert!(
        field("Depends").contains("libc6 (>= "),
        "what it links: {fields}"
    );
    assert!(field("Depends").contains("desktop-file-utils"), "{fields}");
    assert!(field("Installed-Size").parse::<u32>()? > 0, "{fields}");
    let sums = answer(program("dpkg-deb").arg("--info").arg(app).arg("md5sums"));
    let sums = sums.context("there are no sums")?;
    assert!(
        sums.lines()
            .any(|line| line.ends_with("  usr/bin/portal-profile")),
        "{sums}"
    );
    Ok(())
}

#[test]
fn packages_of_rpm_hold_what_is_to_be_installed() -> Result<()> {
    let directory = tempfile::tempdir()?;
    let packages = packed_twice(directory.path(), |tree, work, into| {
        rpm::pack(tree, &release(), work, into)
    })?;
    let mut listing = String::new();
    for package in &packages {
        let format = "[%{FILEMODES:perms} %{FILEUSERNAME}/%{FILEGROUPNAME} %{FILENAMES}\n]";
        let query = ["--query", "--queryformat", format, "--package"];
        listing.extend([told("rpm", &query, package)?, "\n".to_owned()]);
        let needs = told("rpm", &["--query", "--requires", "--package"], package)?;
        assert!(needs.contains("libc.so.6("), "what it links: {needs}");
    }
    for line in listing.lines() {
        assert_eq!(line.split_whitespace().nth(1), Some("root/root"), "{line}");
    }
    for (mode, file) in [
        ("-rwxr-xr-x", "/usr/bin/portal-profile"),
        (
            "-rw-r--r--",
            "/usr/share/applications/portal-profile.desktop",
        ),
        (
            "-rw-r--r--",
            "/usr/share/licenses/portal-profile/LICENSE-MIT",
        ),
        (
            "-rw-r--r--",
            "/usr/share/licenses/portal-server/LICENSE-MIT",
        ),
        ("-rw-r--r--", "/usr/share/man/man1/portal-profile.1.gz"),
        ("-rw-r-----", "/etc/sysconfig/portal-server"),
        ("-rwxr-xr-x", "/usr/bin/portal-server"),
        (
            "-rw-r--r--",
            "/usr/lib/systemd/system/portal-server.service",
        ),
        ("-rw-r--r--", "/usr/share/zsh/site-functions/_portal-server"),
    ] {
        assert!(has(&listing, mode, file), "{mode} {file}: {listing}");
    }
    Ok(())
}

/// Whether a listing has a file with this mode.
fn has(listing: &str, mode: &str, file: &str) -> bool {
    listing
        .lines()
        .any(|line| line.starts_with(mode) && line.split_whitespace().last() == Some(file))
}
