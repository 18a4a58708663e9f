//! Finding a portal.

use profile_core::outside_requests::OutsideRequest;
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

/// What is asked for next from outside the window, after the request numbered `seen`.
#[tauri::command]
pub(crate) async fn outside_request(
    shell: State<'_, Shell>,
    seen: u32,
) -> Result<OutsideRequest, CommandError> {
    Ok(shell.requests().next(seen).await)
}

/// Starts the built-in portal.
#[tauri::command]
pub(crate) async fn open_built_in_portal(shell: State<'_, Shell>) -> Result<Portal, CommandError> {
    Ok(shell.app()?.open_built_in_portal().await?)
}
