//! The keyring of a desktop.

use std::io::Write;
use std::process::Stdio;

use anyhow::Result;

use super::Desktop;
use super::process::Process;

const SERVICE: &str = "org.freedesktop.secrets";
/// What it unlocks.
pub const LOGIN_COLLECTION: &str = "/org/freedesktop/secrets/collection/login";

/// Of the login collection.
pub const PASSWORD: &[u8] = b"headless";

/// Starts GNOME's keyring with a login collection, unlocked.
pub(super) fn start(desktop: &Desktop) -> Result<Process> {
    let mut daemon = Process::start(
        desktop
            .command("gnome-keyring-daemon")
            .args(["--foreground", "--unlock", "--components=secrets"])
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null()),
    )?;
    daemon.take_stdin()?.write_all(PASSWORD)?; // It ends with the pipe.
    desktop.wait_for_name(SERVICE)?;
    Ok(daemon)
}

impl Desktop {
    /// Starts the keyring on a desktop that has none, or none any more; what an earlier one kept is there again.
    ///
    /// # Errors
    /// When it doesn't start.
    pub fn start_keyring(&mut self) -> Result<()> {
        let keyring = start(self)?;
        self.processes.push(keyring);
        Ok(())
    }

    /// Ends the keyring, as when it crashes.
    ///
    /// # Errors
    /// When the desktop has no keyring.
    pub fn end_keyring(&self) -> Result<()> {
        self.signal_owner(SERVICE, "KILL")
    }

    /// Locks the keyring, as when a person comes back to a desktop that did not unlock it.
    ///
    /// # Errors
    /// When the desktop has no keyring.
    pub fn lock_keyring(&self) -> Result<()> {
        let collections = format!("['{LOGIN_COLLECTION}']");
        self.call(
            SERVICE,
            "/org/freedesktop/secrets",
            "org.freedesktop.Secret.Service.Lock",
            &[&collections],
        )?;
        Ok(())
    }

    /// Turns down the password that the keyring asks for, and with it the window of the prompt, which
    /// lies on top of all others.
    ///
    /// # Errors
    /// When nothing is asked.
    pub fn dismiss_keyring_prompt(&self) -> Result<()> {
        self.signal_owner("org.gnome.keyring.SystemPrompter", "TERM")
    }

    /// Stops the keyring in its tracks: it keeps its place on the bus, takes every call and never answers.
    ///
    /// # Errors
    /// When the desktop has no keyring.
    pub fn suspend_keyring(&self) -> Result<()> {
        self.signal_owner(SERVICE, "STOP")
    }

    /// Lets the keyring go on after [`Self::suspend_keyring`].
    ///
    /// # Errors
    /// When the desktop has no keyring.
    pub fn resume_keyring(&self) -> Result<()> {
        self.signal_owner(SERVICE, "CONT")
    }

    /// The secrets in the keyring whose attribute `name` is `value`, as `secret-tool` tells them.
    ///
    /// # Errors
    /// When the desktop has no keyring.
    pub fn search_secrets(&self, name: &str, value: &str) -> Result<String> {
        self.output("secret-tool", &["search", "--all", name, value])
    }
}
