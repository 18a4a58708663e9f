//! A system of its own with nothing but what it is told to install, below a folder.

use std::collections::BTreeSet;
use std::fs::{create_dir_all, read_dir, read_to_string, remove_file};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};
use xtask::workspace;

use crate::programs::{answer, program, run};

/// Mounts what a program in the system needs, and starts it.
const ENTER: &str = "src-tauri/crates/xtask/src/packages/enter_clean_system.sh";

/// What tells where packages come from, and whose signatures count.
const APT_CONFIGURATION: [&str; 5] = [
    "apt.conf.d",
    "keyrings",
    "sources.list",
    "sources.list.d",
    "trusted.gpg.d",
];

/// Debian, or what comes from it, as the machine itself has it.
#[derive(Debug)]
pub(super) struct CleanSystem {
    root: PathBuf,
    packages: PathBuf,
}

impl CleanSystem {
    /// Installs no more than what a system always has below `root`. Sees the folder `packages` as `/mnt`.
    pub(super) fn install(root: &Path, packages: &Path) -> Result<Self> {
        ensure!(
            answer(program("id").arg("-u")).as_deref() == Some("0"),
            "a clean system to try packages in can be made by root alone"
        );
        let known = read_to_string("/etc/os-release")?;
        let codename = known
            .lines()
            .find_map(|line| line.strip_prefix("VERSION_CODENAME="))
            .context("/etc/os-release has no code name")?;
        create_dir_all(root)?;
        run(program("debootstrap")
            .args(["--variant=minbase", codename])
            .arg(root)
            .stdout(Stdio::null()))?;
        // Where packages come from, and through what, is known to the machine.
        remove_file(root.join("etc/apt/sources.list"))?;
        for name in APT_CONFIGURATION {
            let known = Path::new("/etc/apt").join(name);
            if known.exists() {
                run(program("cp").arg("-a").arg(known).arg(root.join("etc/apt")))?;
            }
        }
        let system = Self {
            root: root.to_path_buf(),
            packages: packages.to_path_buf(),
        };
        system.apt(&["update", "--quiet"])?;
        Ok(system)
    }

    /// A program in the system.
    pub(super) fn command(&self, words: &[&str]) -> Command {
        self.enter(Path::new(""), words)
    }

    /// A program in the system that also sees the folder `shared`, at the same path, and the displays of the machine.
    pub(super) fn enter(&self, shared: &Path, words: &[&str]) -> Command {
        let mut command = program("unshare");
        for (name, _) in std::env::vars_os() {
            // What the machine reaches others through counts in the system as well, and nothing else.
            if !name.to_string_lossy().to_lowercase().ends_with("_proxy") {
                command.env_remove(name);
            }
        }
        command
            .args(["--mount", "--propagation", "private", "sh"])
            .arg(workspace::root().join(ENTER))
            .args([&self.root, &self.packages])
            .arg(shared)
            .args(words)
            .env("DEBIAN_FRONTEND", "noninteractive")
            .env("LC_ALL", "C.UTF-8")
            .env("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
        command
    }

    /// Runs `apt-get`.
    pub(super) fn apt(&self, words: &[&str]) -> Result<()> {
        run(&mut self.command(&[&["apt-get"], words].concat()))
    }

    /// A text file of the system.
    pub(super) fn read(&self, file: &str) -> Result<String> {
        let file = self.root.join(file);
        read_to_string(&file).with_context(|| format!("{} can't be read", file.display()))
    }

    /// The paths of all files and folders.
    pub(super) fn files(&self) -> Result<BTreeSet<PathBuf>> {
        let mut files = BTreeSet::new();
        let mut folders = vec![self.root.clone()];
        while let Some(folder) = folders.pop() {
            for entry in read_dir(&folder)? {
                let entry = entry?;
                if entry.file_type()?.is_dir() {
                    folders.push(entry.path());
                }
                files.insert(entry.path().strip_prefix(&self.root)?.to_path_buf());
            }
        }
        Ok(files)
    }
}
