//! A notification daemon that records what it is sent.

use std::collections::HashMap;

use anyhow::{Context, Result};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::time::timeout;
use xtask::desktop::Desktop;
use zbus::zvariant::Value;

use crate::app::PATIENCE;

/// What the daemon was asked to show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notification {
    /// Who asked.
    pub app: String,
    /// The title.
    pub summary: String,
    /// The text below it.
    pub body: String,
}

/// A notification daemon on a desktop's session bus; gone when it is dropped.
#[derive(Debug)]
pub struct NotificationDaemon {
    received: UnboundedReceiver<Notification>,
    _connection: zbus::Connection,
}

impl NotificationDaemon {
    /// Takes the desktop's notifications.
    ///
    /// # Errors
    /// When the desktop has no session bus, or a daemon already.
    pub async fn start(desktop: &Desktop) -> Result<Self> {
        let address = desktop
            .bus_address()
            .context("the desktop has no session bus")?;
        let (sender, received) = unbounded_channel();
        let building = zbus::connection::Builder::address(address)?
            .serve_at(
                "/org/freedesktop/Notifications",
                Service { sender, shown: 0 },
            )?
            .name("org.freedesktop.Notifications")?
            .build();
        let connection = timeout(PATIENCE, building)
            .await
            .context("the session bus does not answer")??;
        Ok(Self {
            received,
            _connection: connection,
        })
    }

    /// The next notification, in the order they were sent.
    ///
    /// # Errors
    /// When none comes.
    pub async fn next(&mut self) -> Result<Notification> {
        let next = timeout(PATIENCE, self.received.recv()).await;
        next.context("no notification was sent")?
            .context("the notification daemon is gone")
    }

    /// What was sent and not taken by [`Self::next`] yet.
    pub fn waiting(&mut self) -> Vec<Notification> {
        std::iter::from_fn(|| self.received.try_recv().ok()).collect()
    }
}

struct Service {
    sender: UnboundedSender<Notification>,
    shown: u32,
}

#[zbus::interface(name = "org.freedesktop.Notifications")]
impl Service {
    #[expect(
        clippy::too_many_arguments,
        reason = "the freedesktop specification has that many"
    )]
    fn notify(
        &mut self,
        app: String,
        replaces: u32,
        _icon: &str,
        summary: String,
        body: String,
        _actions: Vec<&str>,
        _hints: HashMap<&str, Value<'_>>,
        _expires_after: i32,
    ) -> zbus::fdo::Result<u32> {
        self.sender
            .send(Notification { app, summary, body })
            .map_err(|_| zbus::fdo::Error::Failed("the test is over".to_owned()))?;
        self.shown += 1;
        Ok(if replaces == 0 { self.shown } else { replaces })
    }

    fn close_notification(&self, _id: u32) {}

    fn get_capabilities(&self) -> Vec<&str> {
        vec!["body", "body-markup"]
    }

    fn get_server_information(&self) -> (&str, &str, &str, &str) {
        ("recorder", "Portal Profile", "1", "1.2")
    }
}
