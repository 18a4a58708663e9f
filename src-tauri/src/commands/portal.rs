//! Finding a portal.

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

/// Starts the built-in portal.
#[tauri::command]
pub(crate) async fn open_built_in_portal(shell: State<'_, Shell>) -> Result<Portal, CommandError> {
    Ok(shell.app()?.open_built_in_portal().await?)
}
