//! Services of a desktop that a test plays.

use anyhow::{Context, Result};
use tokio::time::timeout;
use xtask::desktop::Desktop;
use zbus::object_server::Interface;

use crate::app::PATIENCE;

/// Has a service found on a desktop's session bus, by its name and at its path, until the connection is dropped.
///
/// # Errors
/// When the desktop has no session bus, or such a service already.
pub(crate) async fn serve(
    desktop: &Desktop,
    name: &'static str,
    path: &'static str,
    service: impl Interface,
) -> Result<zbus::Connection> {
    let address = desktop
        .bus_address()
        .context("the desktop has no session bus")?;
    let building = zbus::connection::Builder::address(address)?
        .serve_at(path, service)?
        .name(name)?
        .build();
    let connection = timeout(PATIENCE, building).await;
    Ok(connection.context("the session bus does not answer")??)
}
