//! A file manager that keeps in mind what it is asked to show.

use anyhow::{Context, Result};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::time::timeout;
use xtask::desktop::Desktop;

use crate::app::PATIENCE;
use crate::session_bus;

/// A file manager on a desktop's session bus; gone when it is dropped.
///
/// See the File Manager DBus Interface of freedesktop.org.
#[derive(Debug)]
pub struct FileManager {
    asked: UnboundedReceiver<Vec<String>>,
    _connection: zbus::Connection,
}

impl FileManager {
    /// Becomes the desktop's file manager.
    ///
    /// # Errors
    /// When the desktop has no session bus, or a file manager already.
    pub async fn start(desktop: &Desktop) -> Result<Self> {
        let (sender, asked) = unbounded_channel();
        let connection = session_bus::serve(
            desktop,
            "org.freedesktop.FileManager1",
            "/org/freedesktop/FileManager1",
            Service { sender },
        )
        .await?;
        Ok(Self {
            asked,
            _connection: connection,
        })
    }

    /// The addresses of the files that it is asked to show next in their folder.
    ///
    /// # Errors
    /// When it is not asked.
    pub async fn next(&mut self) -> Result<Vec<String>> {
        let next = timeout(PATIENCE, self.asked.recv()).await;
        next.context("no file is to be shown")?
            .context("the file manager is gone")
    }
}

struct Service {
    sender: UnboundedSender<Vec<String>>,
}

#[zbus::interface(name = "org.freedesktop.FileManager1")]
impl Service {
    fn show_items(&self, files: Vec<String>, _startup: &str) -> zbus::fdo::Result<()> {
        self.sender
            .send(files)
            .map_err(|_| zbus::fdo::Error::Failed("the test is over".to_owned()))
    }
}
