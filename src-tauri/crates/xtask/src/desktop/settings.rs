//! The settings of a desktop that its programs follow.

use anyhow::Result;

use super::Desktop;

/// What the person chose for the whole desktop.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ColorScheme {
    /// Dark text on light ground.
    #[default]
    Light,
    /// Light text on dark ground.
    Dark,
}

impl Desktop {
    /// Changes the color scheme of the running desktop.
    ///
    /// # Errors
    /// When the desktop has no session bus.
    pub fn set_color_scheme(&self, color_scheme: ColorScheme) -> Result<()> {
        let value = match color_scheme {
            ColorScheme::Light => "prefer-light",
            ColorScheme::Dark => "prefer-dark",
        };
        self.output(
            "gsettings",
            &["set", "org.gnome.desktop.interface", "color-scheme", value],
        )?;
        Ok(())
    }

    /// Starts the settings portal, as a real desktop does at sign-in, and waits for its first answer.
    pub(super) fn wait_for_settings_portal(&self) -> Result<()> {
        let read = "org.freedesktop.portal.Settings.Read";
        let key = ["org.freedesktop.appearance", "color-scheme"];
        self.call(
            "org.freedesktop.portal.Desktop",
            "/org/freedesktop/portal/desktop",
            read,
            &key,
        )?;
        Ok(())
    }

    /// Waits until somebody owns `name` on the session bus.
    pub(super) fn wait_for_name(&self, name: &str) -> Result<()> {
        self.output("gdbus", &["wait", "--session", "--timeout", "20", name])?;
        Ok(())
    }

    /// Sends a signal such as `STOP` to the process that owns `name` on the session bus.
    pub(super) fn signal_owner(&self, name: &str, signal: &str) -> Result<()> {
        let reply = self.call(
            "org.freedesktop.DBus",
            "/org/freedesktop/DBus",
            "org.freedesktop.DBus.GetConnectionUnixProcessID",
            &[name],
        )?;
        // As in `(uint32 1234,)`.
        let process = reply.trim_start_matches("(uint32 ").trim_end_matches(",)");
        self.output("kill", &["-s", signal, process])?;
        Ok(())
    }

    /// Calls a method on the session bus.
    pub(super) fn call(
        &self,
        name: &str,
        object: &str,
        method: &str,
        arguments: &[&str],
    ) -> Result<String> {
        let target = [
            "call",
            "--session",
            "--dest",
            name,
            "--object-path",
            object,
            "--method",
            method,
        ];
        self.output("gdbus", &[&target, arguments].concat())
    }
}
