//! A tray that a test plays, by the StatusNotifierItem specification, and the menus of the icons in it.

use std::collections::HashMap;

use anyhow::{Context, Result, bail, ensure};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::time::{Duration, Instant, sleep, timeout};
use xtask::desktop::Desktop;
use zbus::message::Header;
use zbus::zvariant::{OwnedObjectPath, OwnedValue, Value};
use zbus::{Connection, Proxy};

use crate::app::PATIENCE;
use crate::session_bus;

const BUS_NAME: &str = "org.kde.StatusNotifierWatcher";
const PATH: &str = "/StatusNotifierWatcher";
const POLL: Duration = Duration::from_millis(50);

/// A tray; gone when it is dropped.
#[derive(Debug)]
pub struct Tray {
    icons: UnboundedReceiver<(String, String)>,
    connection: Connection,
}

/// An icon in it.
#[derive(Debug)]
pub struct Icon {
    connection: Connection,
    service: String,
    path: String,
}

/// An entry of an icon's menu.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    id: i32,
    /// What it reads; a line reads nothing.
    pub label: String,
    /// Whether it can be chosen.
    pub enabled: bool,
    /// Whether it is ticked; `None` of those that never are.
    pub ticked: Option<bool>,
}

impl Tray {
    /// Puts a tray on the desktop.
    ///
    /// # Errors
    /// When the desktop has no session bus, or a tray already.
    pub async fn start(desktop: &Desktop) -> Result<Self> {
        let (sender, icons) = unbounded_channel();
        let connection = session_bus::serve(desktop, BUS_NAME, PATH, Watcher { sender }).await?;
        Ok(Self { icons, connection })
    }

    /// The next icon that a program puts into it.
    ///
    /// # Errors
    /// When none does.
    pub async fn next(&mut self) -> Result<Icon> {
        let next = timeout(PATIENCE, self.icons.recv()).await;
        let next = next.context("no icon is put into the tray")?;
        let (service, path) = next.context("the tray is gone")?;
        Ok(Icon {
            connection: self.connection.clone(),
            service,
            path,
        })
    }
}

impl Icon {
    /// What its menu has by now.
    ///
    /// # Errors
    /// When the program does not answer.
    pub async fn menu(&self) -> Result<Vec<Entry>> {
        let menu = self.menu_proxy().await?;
        let everything = (0_i32, -1_i32, Vec::<&str>::new());
        let answer: (u32, Item) = menu.call("GetLayout", &everything).await?;
        let (_, _, children) = answer.1;
        children.into_iter().map(entry).collect()
    }

    /// Waits until an entry of its menu reads like this and is as wanted, and answers it.
    ///
    /// # Errors
    /// When it keeps having none.
    pub async fn see(&self, label: &str, is_wanted: impl Fn(&Entry) -> bool) -> Result<Entry> {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let menu = self.menu().await?;
            let found = menu.iter().find(|entry| entry.label == label);
            if let Some(entry) = found.filter(|entry| is_wanted(entry)) {
                return Ok(entry.clone());
            }
            ensure!(Instant::now() < deadline, "no {label:?} in {menu:?}");
            sleep(POLL).await;
        }
    }

    /// Chooses an entry of its menu once it can be chosen.
    ///
    /// # Errors
    /// When it never can.
    pub async fn choose(&self, label: &str) -> Result<()> {
        let entry = self.see(label, |entry| entry.enabled).await?;
        self.press(&entry).await
    }

    /// Chooses an entry as it was seen.
    ///
    /// # Errors
    /// When the program does not answer.
    pub async fn press(&self, entry: &Entry) -> Result<()> {
        let menu = self.menu_proxy().await?;
        let pressed = (entry.id, "clicked", Value::from(0_i32), 0_u32);
        Ok(menu.call("Event", &pressed).await?)
    }

    async fn menu_proxy(&self) -> Result<Proxy<'static>> {
        let (service, path) = (self.service.clone(), self.path.clone());
        let item = "org.kde.StatusNotifierItem";
        let item = Proxy::new_owned(self.connection.clone(), service.clone(), path, item).await?;
        let path: OwnedObjectPath = item.get_property("Menu").await?;
        let menu = "com.canonical.dbusmenu";
        Ok(Proxy::new_owned(self.connection.clone(), service, path, menu).await?)
    }
}

/// Id, properties and children of an entry, as the bus has them.
type Item = (i32, HashMap<String, OwnedValue>, Vec<OwnedValue>);

fn entry(item: OwnedValue) -> Result<Entry> {
    let Value::Structure(item) = Value::from(item) else {
        bail!("an entry of the menu is none");
    };
    let (id, properties, _): Item = item.try_into()?;
    let text = |name: &str| {
        let value = properties.get(name).map(|value| &**value);
        match value {
            Some(Value::Str(text)) => text.replace('_', ""),
            _ => String::new(),
        }
    };
    let enabled = !matches!(
        properties.get("enabled").map(|it| &**it),
        Some(Value::Bool(false))
    );
    let ticked = match properties.get("toggle-state").map(|it| &**it) {
        Some(Value::I32(state)) => Some(*state == 1),
        _ => None,
    };
    Ok(Entry {
        id,
        label: text("label"),
        enabled,
        ticked,
    })
}

struct Watcher {
    sender: UnboundedSender<(String, String)>,
}

#[zbus::interface(name = "org.kde.StatusNotifierWatcher")]
impl Watcher {
    /// Programs say either where their icon is found on their connection, or what that is called.
    async fn register_status_notifier_item(
        &self,
        service: String,
        #[zbus(header)] header: Header<'_>,
    ) {
        let sender = header.sender().map(ToString::to_string).unwrap_or_default();
        let icon = match service.starts_with('/') {
            true => (sender, service),
            false => (service, "/StatusNotifierItem".to_owned()),
        };
        // Nobody looks at the tray any more.
        let _ = self.sender.send(icon);
    }

    #[zbus(property)]
    fn is_status_notifier_host_registered(&self) -> bool {
        true
    }

    #[zbus(property)]
    fn registered_status_notifier_items(&self) -> Vec<String> {
        Vec::new()
    }

    #[zbus(property)]
    fn protocol_version(&self) -> i32 {
        0
    }
}
