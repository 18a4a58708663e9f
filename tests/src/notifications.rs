//! A notification daemon that records what it is sent.

use std::collections::HashMap;
use std::time::Duration;

use anyhow::{Context, Result};
use serde::Serialize;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::time::timeout;
use xtask::desktop::Desktop;
use zbus::zvariant::{DynamicType, Value};

use crate::app::PATIENCE;
use crate::session_bus;

const BUS_NAME: &str = "org.freedesktop.Notifications";

/// Where a notification daemon is found on the bus.
const PATH: &str = "/org/freedesktop/Notifications";

/// What the specification calls a press on the notification itself.
const DEFAULT: &str = "default";

/// How long a person looks at a notification before they press it.
const READING: Duration = Duration::from_secs(1);

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

/// A notification together with what it offers.
#[derive(Clone, Debug)]
struct Shown {
    id: u32,
    notification: Notification,
    /// What is offered: the name of each on the bus, then what its button reads.
    actions: Vec<String>,
}

/// A notification daemon on a desktop's session bus; gone when it is dropped.
#[derive(Debug)]
pub struct NotificationDaemon {
    received: UnboundedReceiver<Shown>,
    closed: UnboundedReceiver<u32>,
    connection: zbus::Connection,
}

impl NotificationDaemon {
    /// Takes the desktop's notifications.
    ///
    /// # Errors
    /// When the desktop has no session bus, or a daemon already.
    pub async fn start(desktop: &Desktop) -> Result<Self> {
        let (sender, received) = unbounded_channel();
        let (closes, closed) = unbounded_channel();
        let service = Service {
            sender,
            closes,
            shown: 0,
        };
        let connection = session_bus::serve(desktop, BUS_NAME, PATH, service).await?;
        Ok(Self {
            received,
            closed,
            connection,
        })
    }

    /// The next notification, in the order they were sent.
    ///
    /// # Errors
    /// When none comes.
    pub async fn next(&mut self) -> Result<Notification> {
        Ok(self.next_shown().await?.notification)
    }

    /// As [`Self::next`], and presses the button on it that reads `label`.
    ///
    /// # Errors
    /// When none comes, or it has no such button.
    pub async fn press_on_next(&mut self, label: &str) -> Result<Notification> {
        self.press(|[name, reads]| name != DEFAULT && reads == label)
            .await
    }

    /// As [`Self::next`], and presses the notification itself.
    ///
    /// # Errors
    /// When none comes, or that does nothing.
    pub async fn open_next(&mut self) -> Result<Notification> {
        self.press(|[name, _]| name == DEFAULT).await
    }

    async fn press(&mut self, is_meant: impl Fn([&str; 2]) -> bool) -> Result<Notification> {
        let shown = self.next_shown().await?;
        let mut offered = shown.actions.chunks_exact(2);
        let meant = offered.find(|action| is_meant([&action[0], &action[1]]));
        let name = &meant.with_context(|| format!("{shown:?}"))?[0];
        // Nobody is faster: who shows it learns its number, and listens from then on.
        tokio::time::sleep(READING).await;
        self.signal("ActionInvoked", &(shown.id, name)).await?;
        // Whoever is asked for something goes away.
        self.signal("NotificationClosed", &(shown.id, 2_u32))
            .await?;
        Ok(shown.notification)
    }

    /// Waits until the app takes a notification back, and answers which, counted from one.
    ///
    /// # Errors
    /// When it takes none back.
    pub async fn taken_back(&mut self) -> Result<u32> {
        let next = timeout(PATIENCE, self.closed.recv()).await;
        next.context("no notification was taken back")?
            .context("the notification daemon is gone")
    }

    /// What was sent and not taken by [`Self::next`] yet.
    pub fn waiting(&mut self) -> Vec<Notification> {
        let waiting = std::iter::from_fn(|| self.received.try_recv().ok());
        waiting.map(|shown| shown.notification).collect()
    }

    async fn signal<B: Serialize + DynamicType>(&self, name: &str, body: &B) -> Result<()> {
        let everybody = None::<&str>;
        let signal = self
            .connection
            .emit_signal(everybody, PATH, BUS_NAME, name, body);
        Ok(signal.await?)
    }

    async fn next_shown(&mut self) -> Result<Shown> {
        let next = timeout(PATIENCE, self.received.recv()).await;
        next.context("no notification was sent")?
            .context("the notification daemon is gone")
    }
}

struct Service {
    sender: UnboundedSender<Shown>,
    closes: UnboundedSender<u32>,
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
        actions: Vec<String>,
        _hints: HashMap<&str, Value<'_>>,
        _expires_after: i32,
    ) -> zbus::fdo::Result<u32> {
        self.shown += 1;
        let id = if replaces == 0 { self.shown } else { replaces };
        let shown = Shown {
            id,
            notification: Notification { app, summary, body },
            actions,
        };
        self.sender
            .send(shown)
            .map_err(|_| zbus::fdo::Error::Failed("the test is over".to_owned()))?;
        Ok(id)
    }

    fn close_notification(&self, id: u32) {
        // A test may look at something else.
        let _ = self.closes.send(id);
    }

    fn get_capabilities(&self) -> Vec<&str> {
        vec!["actions", "body", "body-markup"]
    }

    fn get_server_information(&self) -> (&str, &str, &str, &str) {
        ("recorder", "Portal Profile", "1", "1.2")
    }
}
