//! What the packages install, in one folder each.

use std::fs::{
    Permissions, copy, create_dir_all, read_dir, read_to_string, set_permissions, write,
};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use xtask::workspace;

use super::{PACKAGES, Release, metainfo};

const ICONS: &str = "usr/share/icons/hicolor";
const MANUAL: &str = "usr/share/man/man1";
/// Below `packaging`, and where it belongs.
const APP_FILES: [(&str, &str); 1] = [(
    "linux/portal-profile.desktop",
    "usr/share/applications/portal-profile.desktop",
)];
/// Below `packaging`, and where it belongs.
const SERVER_FILES: [(&str, &str); 3] = [
    (
        "completions/portal-server.bash",
        "usr/share/bash-completion/completions/portal-server",
    ),
    (
        "completions/portal-server.fish",
        "usr/share/fish/vendor_completions.d/portal-server.fish",
    ),
    (
        "completions/_portal-server",
        "usr/share/zsh/vendor-completions/_portal-server",
    ),
];
const METAINFO: &str = "usr/share/metainfo/app.portalprofile.desktop.metainfo.xml";

/// A folder with a folder for each package; in that lies what it installs, with nothing compressed.
#[derive(Debug)]
pub(crate) struct Tree {
    pub(crate) path: PathBuf,
}

impl Tree {
    /// Makes it of `programs`, a folder with the programs of all packages, at `path`, where nothing is yet.
    pub(crate) fn lay_out(programs: &Path, path: &Path, release: &Release) -> Result<Self> {
        ensure!(!path.exists(), "{} is there already", path.display());
        let tree = Self {
            path: path.to_path_buf(),
        };
        for package in PACKAGES {
            tree.add_program(package, &programs.join(package))?;
            tree.add_manual(package)?;
        }
        let [app, server] = PACKAGES;
        tree.add_files(app, &APP_FILES)?;
        tree.add_files(server, &SERVER_FILES)?;
        tree.add_icons(app)?;
        let described = metainfo::metainfo(
            &read_to_string(data().join("linux/metainfo.xml"))?,
            &read_to_string(workspace::root().join("CHANGELOG.md"))?,
            release,
        )?;
        write(tree.place(app, METAINFO)?, described)?;
        set_modes(&tree.path)?;
        Ok(tree)
    }

    /// The desktop entry of the app.
    pub(crate) fn desktop_entry(&self) -> PathBuf {
        self.path.join(PACKAGES[0]).join(APP_FILES[0].1)
    }

    /// What describes the app to shops for software.
    pub(crate) fn metainfo(&self) -> PathBuf {
        self.path.join(PACKAGES[0]).join(METAINFO)
    }

    fn add_program(&self, package: &str, program: &Path) -> Result<()> {
        let place = self.place(package, &format!("usr/bin/{package}"))?;
        copy(program, place).with_context(|| format!("{} is not built", program.display()))?;
        Ok(())
    }

    /// The pages of a program and of its subcommands.
    fn add_manual(&self, package: &str) -> Result<()> {
        let manual = data().join("man");
        let mut pages = 0;
        for page in read_dir(&manual)? {
            let name = page?.file_name().to_string_lossy().into_owned();
            if name.starts_with(package) {
                let place = self.place(package, &format!("{MANUAL}/{name}"))?;
                copy(manual.join(&name), place)?;
                pages += 1;
            }
        }
        ensure!(pages > 0, "{package} has no manual");
        Ok(())
    }

    fn add_files(&self, package: &str, files: &[(&str, &str)]) -> Result<()> {
        for (from, to) in files {
            let from = data().join(from);
            copy(&from, self.place(package, to)?)
                .with_context(|| format!("{} can't be copied", from.display()))?;
        }
        Ok(())
    }

    fn add_icons(&self, package: &str) -> Result<()> {
        let icons = workspace::root().join("icons/hicolor");
        for size in read_dir(&icons)? {
            let size = size?.file_name().to_string_lossy().into_owned();
            for icon in read_dir(icons.join(&size).join("apps"))? {
                let icon = icon?;
                let name = icon.file_name().to_string_lossy().into_owned();
                let place = self.place(package, &format!("{ICONS}/{size}/apps/{name}"))?;
                copy(icon.path(), place)?;
            }
        }
        Ok(())
    }

    /// Where a file of a package goes; its folder is made.
    fn place(&self, package: &str, file: &str) -> Result<PathBuf> {
        let place = self.path.join(package).join(file);
        create_dir_all(place.parent().context("a file lies in a folder")?)?;
        Ok(place)
    }
}

/// The folder of packaging data.
pub(super) fn data() -> PathBuf {
    workspace::root().join("packaging")
}

/// Everyone may read everything and run the programs, whatever the person's own files are like.
fn set_modes(path: &Path) -> Result<()> {
    let is_program = path
        .parent()
        .is_some_and(|folder| folder.ends_with("usr/bin"));
    let mode = if path.is_dir() || is_program {
        0o755
    } else {
        0o644
    };
    set_permissions(path, Permissions::from_mode(mode))?;
    if path.is_dir() {
        for entry in read_dir(path)? {
            set_modes(&entry?.path())?;
        }
    }
    Ok(())
}
