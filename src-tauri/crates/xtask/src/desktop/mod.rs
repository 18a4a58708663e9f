//! A fresh headless desktop: display, session bus, keyring, settings portal, all its own.
//!
//! Nothing of it touches the person's real session, any part can be left out, and everything
//! ends with the [`Desktop`] or with the process that holds it.

mod browser;
mod builder;
mod bus;
mod display;
mod environment;
pub mod keyring;
mod process;
mod settings;
mod webdriver;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;

use anyhow::{Context, Result, ensure};

pub use builder::{Builder, Keyring, Notifications, SessionBus, SettingsPortal};
pub use display::Framebuffer;
pub use settings::ColorScheme;
pub use webdriver::WebDriver;

use crate::keeper::Keeper;
use environment::Environment;
use process::Process;

/// How long a program may take that asks a desktop something. D-Bus gives up after 25 s by itself.
const PATIENCE_SECONDS: &str = "40";

/// A running desktop. Programs join it through [`Desktop::command`].
#[derive(Debug)]
pub struct Desktop {
    processes: Vec<Process>,
    // Dropped after them: ends what they started and removes the directory.
    _keeper: Keeper,
    directory: PathBuf,
    environment: Environment,
    display: u32,
    session_bus: bool,
    webdrivers: std::sync::atomic::AtomicU16,
    /// How many opened pages were told of.
    pages_told: Mutex<usize>,
}

impl Desktop {
    /// A desktop with all its parts, light, to be changed before it starts.
    #[must_use]
    pub fn builder() -> Builder {
        Builder::default()
    }

    /// The variables that make a program part of this desktop.
    pub fn env(&self) -> impl Iterator<Item = (&str, &str)> {
        self.environment.iter()
    }

    /// A program in this desktop: only its variables and a few of ours, such as `PATH`.
    #[must_use]
    pub fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        self.environment.command(program)
    }

    /// Where the desktop keeps its files; removed with it.
    #[must_use]
    pub fn directory(&self) -> &Path {
        &self.directory
    }

    /// The address of the session bus; `None` when the desktop has none.
    #[must_use]
    pub fn bus_address(&self) -> Option<&str> {
        self.session_bus
            .then(|| self.environment.get("DBUS_SESSION_BUS_ADDRESS"))
            .flatten()
    }

    /// The person's own folder.
    #[must_use]
    pub fn home(&self) -> PathBuf {
        self.environment
            .get("HOME")
            .map_or_else(|| self.directory.clone(), PathBuf::from)
    }

    /// The text in the clipboard.
    ///
    /// # Errors
    /// When it holds none.
    pub fn clipboard(&self) -> Result<String> {
        self.output("xclip", &["-selection", "clipboard", "-out"])
    }

    /// The pixels on screen.
    ///
    /// # Errors
    /// When the display's memory can't be read.
    pub fn framebuffer(&self) -> Result<Framebuffer> {
        Framebuffer::open(&self.directory.join("Xvfb_screen0"))
    }

    /// Runs a program to its end, which must come soon, and answers what it printed.
    fn output(&self, program: &str, arguments: &[&str]) -> Result<String> {
        let output = self
            .command("timeout")
            .args(["--kill-after=5", PATIENCE_SECONDS, program])
            .args(arguments)
            .output()
            .with_context(|| format!("{program} can't be started"))?;
        let said = String::from_utf8_lossy(&output.stderr);
        ensure!(
            !matches!(output.status.code(), Some(124 | 137)),
            "{program} {arguments:?} did not end within {PATIENCE_SECONDS} s: {said}"
        );
        ensure!(
            output.status.success(),
            "{program} {arguments:?} failed: {said}"
        );
        Ok(String::from_utf8_lossy(&output.stdout)
            .trim_end()
            .to_owned())
    }
}
