//! Who may know whom: the directions of the architecture, read from the manifests.

use std::collections::BTreeSet;

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use crate::programs::{answer, cargo};

/// What each package of the workspace may use of the others, and whether it may use Tauri.
fn allowed(package: &str) -> Result<(&'static [&'static str], bool)> {
    Ok(match package {
        "portal-client" | "portal-server" | "xtask" => (&[], false),
        "profile-core" => (&["portal-client"], false),
        "portal-profile" => (&["profile-core", "portal-server"], true),
        "portal-profile-tests" => (
            &["portal-client", "portal-server", "profile-core", "xtask"],
            false,
        ),
        other => bail!("package {other} has no rule: say what it may depend on"),
    })
}

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    dependencies: Vec<Dependency>,
}

#[derive(Deserialize)]
struct Dependency {
    name: String,
}

pub(super) fn breaches() -> Result<Vec<String>> {
    let metadata = ["metadata", "--no-deps", "--format-version", "1"];
    let metadata = answer(&mut cargo(&metadata)).context("cargo can't read the manifests")?;
    let packages = serde_json::from_str::<Metadata>(&metadata)?.packages;
    let members: BTreeSet<&str> = packages
        .iter()
        .map(|package| package.name.as_str())
        .collect();
    let mut breaches = Vec::new();
    for package in &packages {
        let (partners, tauri) = allowed(&package.name)?;
        for Dependency { name } in &package.dependencies {
            let foreign = members.contains(name.as_str()) && !partners.contains(&name.as_str());
            let shell_only = name.starts_with("tauri") && !tauri;
            if foreign || shell_only {
                breaches.push(format!("{} must not depend on {name}", package.name));
            }
        }
    }
    Ok(breaches)
}
