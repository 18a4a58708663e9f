//! `cargo xtask bundle`

use std::path::PathBuf;

use anyhow::{Result, ensure};
use clap::Args;

use crate::programs::{program, run};
use crate::setup::{self, Purpose};
use crate::ui;

#[derive(Debug, Args)]
pub(crate) struct Bundle {
    /// The profile that programs are built with
    #[arg(long, default_value = "release")]
    profile: String,
    /// Pack the programs in DIR, which are built already
    #[arg(long, value_name = "DIR", conflicts_with = "profile")]
    programs: Option<PathBuf>,
    /// Look into the packages, and try them in a clean system; takes root
    #[arg(long)]
    verify: bool,
    /// Make an AppImage instead, for which Tauri's bundler downloads its parts
    #[arg(long, conflicts_with_all = ["profile", "programs", "verify"])]
    app_image: bool,
}

impl Bundle {
    pub(crate) fn run(self) -> Result<()> {
        setup::prepare(if self.verify {
            Purpose::TriedPackages
        } else {
            Purpose::Packages
        })?;
        if self.app_image {
            ensure!(
                cfg!(target_os = "linux"),
                "an AppImage is for Linux, and made there"
            );
            return bundle_by_tauri(&["appimage"]);
        }
        self.pack()
    }

    /// `.deb` and `.rpm`.
    #[cfg(target_os = "linux")]
    fn pack(self) -> Result<()> {
        use std::fs::{create_dir_all, remove_dir_all};

        use anyhow::Context;
        use xtask::workspace;

        use crate::packages::{Release, Tree, debian, rpm, verification};

        let programs = match &self.programs {
            Some(programs) => programs
                .canonicalize()
                .with_context(|| format!("{} can't be found", programs.display()))?,
            None => build(&self.profile)?,
        };
        let packages = workspace::packages();
        ensure!(
            !programs.starts_with(&packages),
            "{} is made anew: keep programs elsewhere",
            packages.display()
        );
        if packages.exists() {
            remove_dir_all(&packages)?;
        }
        let work = packages.join("work");
        create_dir_all(&work)?;
        let release = Release::current()?;
        let tree = Tree::lay_out(&programs, &packages.join("tree"), &release)?;
        let for_debian = debian::pack(&tree, &release, &work.join("debian"), &packages)?;
        let for_rpm = rpm::pack(&tree, &release, &work.join("rpm"), &packages)?;
        if self.verify {
            verification::verify(&tree, &for_debian, &for_rpm, &work.join("clean-system"))?;
        }
        remove_dir_all(&work)?;
        eprintln!();
        for package in for_debian.iter().chain(&for_rpm) {
            eprintln!("{}", package.display());
        }
        Ok(())
    }

    /// `.dmg` on macOS, `.msi` and an installer of NSIS on Windows; the targets stand in the configuration of each.
    #[cfg(not(target_os = "linux"))]
    fn pack(self) -> Result<()> {
        ensure!(
            self.programs.is_none() && self.profile == "release",
            "Tauri's bundler packs the release build that it makes itself"
        );
        bundle_by_tauri(&[])
    }
}

/// Builds the programs of the packages, and answers where they lie.
#[cfg(target_os = "linux")]
fn build(profile: &str) -> Result<PathBuf> {
    use crate::packages::PACKAGES;
    use crate::programs::locked_cargo;

    ui::build()?;
    let mut build = locked_cargo(&["build", "--profile", profile]);
    for name in PACKAGES {
        build.args(["--package", name, "--bin", name]);
    }
    run(&mut build)?;
    let folder = if profile == "dev" { "debug" } else { profile };
    Ok(xtask::workspace::target().join(folder))
}

/// Lets Tauri's bundler build the app, pack it and put what comes of it into `bundle` beside it.
fn bundle_by_tauri(targets: &[&str]) -> Result<()> {
    setup::install_tauri_cli()?;
    ui::build()?;
    let mut bundler = program(xtask::workspace::tauri_cli());
    bundler
        .current_dir(xtask::workspace::root().join("src-tauri"))
        .args(["tauri", "build", "--ci"]);
    if !targets.is_empty() {
        bundler.arg("--bundles").args(targets);
    }
    run(bundler.args(["--", "--locked"]))
}
