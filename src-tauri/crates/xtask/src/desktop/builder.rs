//! Which parts a desktop has, and starting them in order.

use std::process::Stdio;
use std::sync::Mutex;
use std::sync::atomic::AtomicU16;

use anyhow::Result;

use super::environment::{Environment, MARK};
use super::process::Process;
use super::settings::ColorScheme;
use super::{Desktop, browser, bus, display, keyring};
use crate::keeper::Keeper;

const NOTIFICATIONS: &str = "org.freedesktop.Notifications";

/// Where services of the session are found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SessionBus {
    /// dbus-daemon.
    #[default]
    Running,
    /// None, and nothing else that lives on it: where it was, nobody listens.
    Gone,
    /// None either: programs are told not to look for one.
    Disabled,
}

/// What keeps secrets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Keyring {
    /// GNOME's, unlocked as after signing in to a desktop.
    #[default]
    Unlocked,
    /// GNOME's, locked, with nobody to answer its prompt.
    Locked,
    /// GNOME's, which takes every call and never answers.
    Hanging,
    /// No keyring at all.
    None,
}

/// What shows notifications.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Notifications {
    /// dunst, on the screen.
    Dunst,
    /// dunst, which takes every call and never answers.
    Hanging,
    /// Nothing; a test may bring a daemon of its own.
    #[default]
    None,
}

/// What answers questions about the desktop's appearance.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SettingsPortal {
    /// xdg-desktop-portal with the GTK backend, already started.
    #[default]
    Running,
    /// One that is started when it is asked and never answers.
    Hanging,
    /// None at all.
    None,
}

/// A desktop that is not started yet.
#[derive(Clone, Copy, Debug, Default)]
pub struct Builder {
    session_bus: SessionBus,
    keyring: Keyring,
    notifications: Notifications,
    settings_portal: SettingsPortal,
    color_scheme: ColorScheme,
    assistive_technologies: bool,
    language: Option<&'static str>,
}

impl Builder {
    /// Where services of the session are found; a bus is running unless told otherwise.
    #[must_use]
    pub fn session_bus(self, session_bus: SessionBus) -> Self {
        Self {
            session_bus,
            ..self
        }
    }

    /// What keeps secrets; unlocked unless told otherwise.
    #[must_use]
    pub fn keyring(self, keyring: Keyring) -> Self {
        Self { keyring, ..self }
    }

    /// What shows notifications; nothing unless told otherwise.
    #[must_use]
    pub fn notifications(self, notifications: Notifications) -> Self {
        Self {
            notifications,
            ..self
        }
    }

    /// What answers questions about the appearance; running unless told otherwise.
    #[must_use]
    pub fn settings_portal(self, settings_portal: SettingsPortal) -> Self {
        Self {
            settings_portal,
            ..self
        }
    }

    /// What the person chose for the whole desktop; light unless told otherwise.
    #[must_use]
    pub fn color_scheme(self, color_scheme: ColorScheme) -> Self {
        Self {
            color_scheme,
            ..self
        }
    }

    /// The language of the system, by its tag, such as `de`; none unless told otherwise.
    #[must_use]
    pub fn language(self, tag: &'static str) -> Self {
        Self {
            language: Some(tag),
            ..self
        }
    }

    /// Lets programs tell screen readers and the like what they show, by AT-SPI.
    #[must_use]
    pub fn assistive_technologies(self) -> Self {
        Self {
            assistive_technologies: true,
            ..self
        }
    }

    /// Starts the desktop; takes about a second.
    ///
    /// # Errors
    /// When a part is not installed or doesn't start.
    pub fn start(self) -> Result<Desktop> {
        let directory = tempfile::Builder::new()
            .prefix("portal-profile-desktop-")
            .tempdir()?;
        let mut environment = Environment::create(directory.path())?;
        if let Some(language) = self.language {
            environment.set("LANG", format!("{language}.UTF-8"));
        }
        let mark = environment.get(MARK).unwrap_or_default();
        let keeper = Keeper::watch(MARK, mark, Some(directory.path()))?;
        let directory = directory.keep(); // From here on the keeper removes it.

        browser::install(&mut environment, &directory)?;
        let (screen, display) = display::start(&environment, &directory)?;
        let mut processes = vec![screen];
        environment.set("DISPLAY", format!(":{display}"));
        let has_bus = self.session_bus == SessionBus::Running;
        if has_bus {
            if self.assistive_technologies {
                environment.let_programs_tell_what_they_show();
            }
            let services = bus::Services {
                keyring: self.keyring,
                settings_portal: self.settings_portal,
                assistive_technologies: self.assistive_technologies,
            };
            let (bus, address) = bus::start(&environment, &directory, services)?;
            processes.push(bus);
            environment.set("DBUS_SESSION_BUS_ADDRESS", address);
        } else {
            // Without any address, programs would start a bus of their own.
            let address = match self.session_bus {
                SessionBus::Disabled => "disabled:".to_owned(),
                _ => format!("unix:path={}", directory.join("bus").display()),
            };
            environment.set("DBUS_SESSION_BUS_ADDRESS", address);
        }
        let mut desktop = Desktop {
            processes,
            _keeper: keeper,
            directory,
            environment,
            display,
            session_bus: has_bus,
            webdrivers: AtomicU16::new(0),
            pages_told: Mutex::default(),
        };
        if has_bus {
            self.start_services(&mut desktop)?;
        }
        Ok(desktop)
    }

    fn start_services(self, desktop: &mut Desktop) -> Result<()> {
        if self.keyring != Keyring::None {
            let keyring = keyring::start(desktop)?;
            desktop.processes.push(keyring);
        }
        if self.keyring == Keyring::Locked {
            desktop.lock_keyring()?;
        }
        desktop.set_color_scheme(self.color_scheme)?;
        if self.settings_portal == SettingsPortal::Running {
            desktop.wait_for_settings_portal()?;
        }
        if self.notifications != Notifications::None {
            desktop.start_notifications()?;
        }
        if self.notifications == Notifications::Hanging {
            desktop.signal_owner(NOTIFICATIONS, "STOP")?;
        }
        if self.keyring == Keyring::Hanging {
            desktop.suspend_keyring()?; // Not before the settings portal is there: it asks the keyring at its start.
        }
        Ok(())
    }
}

impl Desktop {
    /// Starts dunst on a desktop that shows no notifications.
    ///
    /// # Errors
    /// When it doesn't start.
    pub fn start_notifications(&mut self) -> Result<()> {
        let mut dunst = self.command("dunst");
        dunst.stdout(Stdio::null()).stderr(Stdio::null());
        self.processes.push(Process::start(&mut dunst)?);
        self.wait_for_name(NOTIFICATIONS)
    }

    /// Lets what shows notifications go on after it hung.
    ///
    /// # Errors
    /// When there is nothing that shows them.
    pub fn resume_notifications(&self) -> Result<()> {
        self.signal_owner(NOTIFICATIONS, "CONT")
    }
}
