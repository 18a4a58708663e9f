//! System packages of Debian and Ubuntu; other distributions are told the Debian names.

use anyhow::{Result, bail};

use super::Purpose;
use crate::programs::{answer, program, run};

/// What the app is built from, and what it finds the tray with.
const APP: [&str; 6] = [
    "build-essential",
    "libayatana-appindicator3-1",
    "libdbus-1-dev",
    "librsvg2-dev",
    "libwebkit2gtk-4.1-dev",
    "pkg-config",
];

/// What makes packages.
const PACKING: [&str; 2] = ["debhelper", "rpm"];

/// What reads packages as their systems do, and the system and the desktop that they are tried in.
const TRYING_PACKAGES: [&str; 13] = [
    "appstream",
    "dbus",
    "dconf-gsettings-backend",
    "dconf-service",
    "debootstrap",
    "desktop-file-utils",
    "gsettings-desktop-schemas",
    "libglib2.0-bin",
    "lintian",
    "rpmlint",
    "systemd",
    "x11-utils",
    "xvfb",
];

/// Databases, the headless desktop and what drives it, and a browser for what is done outside of the app.
const TESTS: [&str; 28] = [
    "appstream",
    "at-spi2-core",
    "chromium",
    "chromium-driver",
    "curl",
    "dbus",
    "dconf-gsettings-backend",
    "dconf-service",
    "desktop-file-utils",
    "dunst",
    "fonts-dejavu-core",
    "fonts-noto-cjk",
    "fonts-noto-core",
    "gnome-keyring",
    "gsettings-desktop-schemas",
    "libglib2.0-bin",
    "libsecret-tools",
    "oathtool",
    "postgresql",
    "procps",
    "python3-venv",
    "sqlite3",
    "webkit2gtk-driver",
    "xclip",
    "xdg-desktop-portal",
    "xdg-desktop-portal-gtk",
    "xdg-utils",
    "xvfb",
];

pub(super) fn prepare(purpose: Purpose) -> Result<()> {
    let mut wanted = APP.to_vec();
    match purpose {
        Purpose::App => {}
        Purpose::Packages => wanted.extend(PACKING),
        Purpose::TriedPackages => {
            wanted.extend(PACKING);
            wanted.extend(TRYING_PACKAGES);
        }
        Purpose::Tests => {
            wanted.extend(PACKING);
            wanted.extend(TESTS);
        }
    }
    if answer(program("dpkg-query").arg("--version")).is_none() {
        return check_elsewhere(&wanted);
    }
    let missing = missing(&wanted);
    if missing.is_empty() {
        Ok(())
    } else {
        install(&missing)
    }
}

fn missing<'a>(wanted: &[&'a str]) -> Vec<&'a str> {
    let format = "--showformat=${Package} ${db:Status-Status}\n";
    // Exits with an error when it doesn't know one of them, and still answers for the others.
    let listing = program("dpkg-query")
        .args(["--show", format])
        .args(wanted)
        .output();
    let listing = listing.map(|output| String::from_utf8_lossy(&output.stdout).into_owned());
    let listing = listing.unwrap_or_default();
    let is_missing = |name: &&str| {
        !listing
            .lines()
            .any(|line| line == format!("{name} installed"))
    };
    wanted.iter().copied().filter(is_missing).collect()
}

fn install(packages: &[&str]) -> Result<()> {
    let prefix: &[&str] = if answer(program("id").arg("-u")).as_deref() == Some("0") {
        &[]
    } else if answer(program("sudo").args(["--non-interactive", "true"])).is_some() {
        &["sudo", "--non-interactive"]
    } else {
        bail!(
            "system packages are missing. Run this line, then the command again:\n\n  \
             sudo apt-get update && sudo apt-get install --yes {}\n",
            packages.join(" ")
        );
    };
    let apt = |arguments: &[&str]| {
        let words = [
            prefix,
            &["env", "DEBIAN_FRONTEND=noninteractive", "apt-get"],
            arguments,
        ]
        .concat();
        run(program(words[0]).args(&words[1..]))
    };
    apt(&["update", "--quiet"])?;
    apt(&[
        &["install", "--yes", "--quiet", "--no-install-recommends"],
        packages,
    ]
    .concat())
}

/// Without dpkg, only what stops a build at once is checked.
fn check_elsewhere(packages: &[&str]) -> Result<()> {
    let libraries = ["webkit2gtk-4.1", "dbus-1", "librsvg-2.0"];
    if answer(program("pkg-config").arg("--exists").args(libraries)).is_none() {
        bail!(
            "system libraries are missing: {}. Debian's names for all that is needed:\n\n  {}\n",
            libraries.join(", "),
            packages.join(" ")
        );
    }
    Ok(())
}
