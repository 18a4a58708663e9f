//! The variables that make a program part of a desktop.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs::{DirBuilder, create_dir_all};
use std::io::Result;
use std::os::unix::fs::DirBuilderExt;
use std::path::Path;
use std::process::{Command, Stdio};

/// Ours that a program may see: where programs and the Rust tools lie, and what to log.
const KEPT: [&str; 9] = [
    "CARGO_HOME",
    "CARGO_TARGET_DIR",
    "LOGNAME",
    "PATH",
    "RUSTUP_HOME",
    "RUST_BACKTRACE",
    "RUST_LOG",
    "TERM",
    "USER",
];

const NO_ASSISTIVE_TECHNOLOGIES: &str = "NO_AT_BRIDGE";

/// The mark by which the keeper finds the desktop's processes.
pub(super) const MARK: &str = "XDG_RUNTIME_DIR";

/// Variables by name.
#[derive(Clone, Debug)]
pub(super) struct Environment(BTreeMap<String, String>);

impl Environment {
    /// A home of its own under `directory`, with every directory of the XDG standard.
    pub(super) fn create(directory: &Path) -> Result<Self> {
        let inside = |name: &str| directory.join(name).to_string_lossy().into_owned();
        let runtime = inside("runtime");
        DirBuilder::new().mode(0o700).create(&runtime)?;
        let mut variables = BTreeMap::from([
            (MARK, runtime),
            ("HOME", inside("home")),
            ("XDG_CACHE_HOME", inside("home/.cache")),
            ("XDG_CONFIG_HOME", inside("home/.config")),
            ("XDG_DATA_HOME", inside("home/.local/share")),
            ("XDG_STATE_HOME", inside("home/.local/state")),
        ]);
        for home in variables.values() {
            create_dir_all(home)?;
        }
        variables.extend(
            [
                ("GDK_BACKEND", "x11"),
                ("LANG", "C.UTF-8"),
                (NO_ASSISTIVE_TECHNOLOGIES, "1"), // Their bus would be started for each program.
                ("XDG_CURRENT_DESKTOP", "GNOME"), // The settings portal chooses its backend by it.
                ("XDG_SESSION_TYPE", "x11"),
            ]
            .map(|(name, value)| (name, value.to_owned())),
        );
        Ok(Self(
            variables
                .into_iter()
                .map(|(name, value)| (name.to_owned(), value))
                .collect(),
        ))
    }

    pub(super) fn let_programs_tell_what_they_show(&mut self) {
        self.0.remove(NO_ASSISTIVE_TECHNOLOGIES);
    }

    pub(super) fn set(&mut self, name: &str, value: impl Into<String>) {
        self.0.insert(name.to_owned(), value.into());
    }

    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
    }

    pub(super) fn command(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new(program);
        command.env_clear().stdin(Stdio::null());
        command.envs(
            KEPT.iter()
                .filter_map(|name| Some((name, std::env::var_os(name)?))),
        );
        command.envs(self.iter());
        command
    }
}
