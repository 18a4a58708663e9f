//! Unlocking the keyring of a desktop.

use anyhow::{Context, Result};
use xtask::desktop::keyring::{LOGIN_COLLECTION, PASSWORD};
use zbus::Proxy;
use zbus::connection::Builder;
use zbus::zvariant::{ObjectPath, OwnedObjectPath, OwnedValue, Value};

use crate::scene::Scene;

const SERVICE: &str = "org.freedesktop.secrets";
const PATH: &str = "/org/freedesktop/secrets";

impl Scene {
    /// Unlocks the keyring, as when another program had the person asked for its password. GNOME's has a call of its own for
    /// programs that know it.
    ///
    /// # Errors
    /// When the desktop has no keyring.
    pub async fn unlock_keyring(&self) -> Result<()> {
        let address = self.desktop.bus_address();
        let address = address.context("the desktop has no session bus")?;
        let bus = Builder::address(address)?.build().await?;
        let secrets = Proxy::new(&bus, SERVICE, PATH, "org.freedesktop.Secret.Service").await?;
        let unencrypted = ("plain", Value::from(""));
        let (_, session): (OwnedValue, OwnedObjectPath) =
            secrets.call("OpenSession", &unencrypted).await?;
        let gnome = "org.gnome.keyring.InternalUnsupportedGuiltRiddenInterface";
        let gnome = Proxy::new(&bus, SERVICE, PATH, gnome).await?;
        let password = (session, Vec::<u8>::new(), PASSWORD, "text/plain");
        let collection = ObjectPath::try_from(LOGIN_COLLECTION)?;
        Ok(gnome
            .call("UnlockWithMasterPassword", &(collection, password))
            .await?)
    }
}
