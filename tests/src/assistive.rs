//! What assistive technologies are told of the window, by AT-SPI, as a screen reader hears it.

use anyhow::{Context, Result};
use tokio::time::timeout;
use xtask::desktop::Desktop;
use zbus::Connection;
use zbus::connection::Builder;
use zbus::zvariant::{OwnedObjectPath, OwnedValue};

use crate::app::PATIENCE;

const ACCESSIBLE: &str = "org.a11y.atspi.Accessible";

/// What something is, by its number in `AtspiRole`: web views tell no names of roles.
pub type Role = u32;

/// A role that says nothing.
const SAY_NOTHING: [Role; 2] = [0, 67];

/// Roles of what a person does something with: check box, check menu item, combo box, menu item, page tab, password text,
/// push button, radio button, radio menu item, slider, spin button, text, toggle button, entry, link, tree item and list box.
const CONTROLS: [Role; 17] = [
    7, 8, 11, 35, 37, 40, 43, 44, 45, 51, 52, 61, 62, 79, 88, 91, 98,
];

/// The number of the state that something can take the focus, among those of AT-SPI.
const FOCUSABLE: u32 = 11;
/// The number of the state that something is to be seen if it is not scrolled away.
const VISIBLE: u32 = 30;

/// Something that the window shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// What it is.
    pub role: Role,
    /// What it is called.
    pub name: String,
    /// Whether it can take the focus.
    pub focusable: bool,
}

impl Told {
    /// Whether a person does something with it.
    #[must_use]
    pub fn is_control(&self) -> bool {
        self.focusable || CONTROLS.contains(&self.role)
    }

    /// Whether a person hears what it is, and what it is called.
    #[must_use]
    pub fn is_heard(&self) -> bool {
        !SAY_NOTHING.contains(&self.role) && !self.name.trim().is_empty()
    }
}

/// Where something is found: whose it is, and its path there.
type Place = (String, OwnedObjectPath);

/// The bus on which programs tell what they show.
#[derive(Debug)]
pub struct AssistiveTechnology(Connection);

impl AssistiveTechnology {
    /// Listens on a desktop that has such a bus.
    ///
    /// # Errors
    /// When it has none.
    pub async fn on(desktop: &Desktop) -> Result<Self> {
        let session = desktop
            .bus_address()
            .context("the desktop has no session bus")?;
        let session = connect(session).await?;
        let address: String = session
            .call_method(
                Some("org.a11y.Bus"),
                "/org/a11y/bus",
                Some("org.a11y.Bus"),
                "GetAddress",
                &(),
            )
            .await?
            .body()
            .deserialize()?;
        Ok(Self(connect(&address).await?))
    }

    /// All that the programs of the desktop show at this moment, from the outside inwards.
    ///
    /// # Errors
    /// When the bus does not answer.
    pub async fn everything(&self) -> Result<Vec<Told>> {
        let root = (
            "org.a11y.atspi.Registry".to_owned(),
            OwnedObjectPath::try_from("/org/a11y/atspi/accessible/root")?,
        );
        let mut told = Vec::new();
        let mut left = vec![root];
        while let Some(place) = left.pop() {
            // What goes away meanwhile is not there.
            let Ok(children) = self.children(&place).await else {
                continue;
            };
            left.extend(children.into_iter().rev());
            if let Ok(Some(one)) = self.look_at(&place).await {
                told.push(one);
            }
        }
        Ok(told)
    }

    async fn children(&self, place: &Place) -> Result<Vec<Place>> {
        let count = i32::try_from(self.property(place, "ChildCount").await?)?;
        let mut children = Vec::new();
        // `GetChildren` of a web view leaves out its page.
        for index in 0..count {
            let child = self.call(place, ACCESSIBLE, "GetChildAtIndex", &index);
            children.push(child.await?.body().deserialize()?);
        }
        Ok(children)
    }

    async fn property(&self, place: &Place, name: &str) -> Result<OwnedValue> {
        let properties = "org.freedesktop.DBus.Properties";
        let reply = self
            .call(place, properties, "Get", &(ACCESSIBLE, name))
            .await?;
        Ok(reply.body().deserialize()?)
    }

    async fn look_at(&self, place: &Place) -> Result<Option<Told>> {
        let role = self.call(place, ACCESSIBLE, "GetRole", &()).await?;
        let states = self.call(place, ACCESSIBLE, "GetState", &()).await?;
        let states: Vec<u32> = states.body().deserialize()?;
        let has = |state: u32| {
            let word = states.get(state as usize / 32).copied().unwrap_or_default();
            word & (1 << (state % 32)) != 0
        };
        if !has(VISIBLE) {
            return Ok(None);
        }
        Ok(Some(Told {
            role: role.body().deserialize()?,
            name: String::try_from(self.property(place, "Name").await?)?,
            focusable: has(FOCUSABLE),
        }))
    }

    async fn call<Body>(
        &self,
        (owner, path): &Place,
        interface: &str,
        method: &str,
        body: &Body,
    ) -> Result<zbus::Message>
    where
        Body: serde::Serialize + zbus::zvariant::DynamicType + Sync,
    {
        let called = self
            .0
            .call_method(Some(owner.as_str()), path, Some(interface), method, body);
        Ok(timeout(PATIENCE, called).await??)
    }
}

async fn connect(address: &str) -> Result<Connection> {
    let connection = timeout(PATIENCE, Builder::address(address)?.build()).await;
    Ok(connection.context("the bus does not answer")??)
}
