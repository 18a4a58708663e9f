//! Finding a portal.

use profile_core::portal_requests::PortalRequest;
use profile_core::portals::Portal;
use tauri::State;

use crate::error::CommandError;
use crate::shell::Shell;

/// Finds the portal at an address as a person types it.
#[tauri::command]
pub(crate) async fn connect_portal(
    shell: State<'_, Shell>,
    address: String,
) -> Result<Portal, CommandError> {
    Ok(shell.app()?.connect(&address).await?)
}

/// The next portal asked for from outside the window after the request numbered `seen`.
#[tauri::command]
pub(crate) async fn portal_request(
    shell: State<'_, Shell>,
    seen: u32,
) -> Result<PortalRequest, CommandError> {
    Ok(shell.portal_requests().next(seen).await)
}

/// Starts the built-in portal.
#[tauri::command]
pub(crate) async fn open_built_in_portal(shell: State<'_, Shell>) -> Result<Portal, CommandError> {
    Ok(shell.app()?.open_built_in_portal().await?)
}
