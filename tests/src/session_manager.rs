//! The session manager of a desktop, as GNOME's is found on the bus.

use anyhow::Result;
use xtask::desktop::Desktop;

use crate::session_bus;

/// Is there, and is asked for nothing. GTK looks for it when a program starts; where there is none, it waits for the
/// desktop's portal in its place, for as long as D-Bus does.
#[derive(Debug)]
pub struct SessionManager {
    _connection: zbus::Connection,
}

impl SessionManager {
    /// Puts one on the desktop; gone when it is dropped.
    ///
    /// # Errors
    /// When the desktop has no session bus.
    pub async fn start(desktop: &Desktop) -> Result<Self> {
        let (name, path) = ("org.gnome.SessionManager", "/org/gnome/SessionManager");
        let connection = session_bus::serve(desktop, name, path, Service).await?;
        Ok(Self {
            _connection: connection,
        })
    }
}

struct Service;

#[zbus::interface(name = "org.gnome.SessionManager")]
impl Service {
    #[zbus(property)]
    fn session_is_active(&self) -> bool {
        true
    }
}
