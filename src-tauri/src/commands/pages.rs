//! The home page, and the page that opens first.

use profile_core::home::Home;
use profile_core::pages::{Page, PinPageOutcome, UnpinOutcome};
use tauri::State;

use crate::error::CommandError;
use crate::shell::Shell;

/// The organization at a glance.
#[tauri::command]
pub(crate) async fn home(shell: State<'_, Shell>) -> Result<Home, CommandError> {
    Ok(shell.app()?.home().await?)
}

/// Makes a page the first one.
#[tauri::command]
pub(crate) async fn pin_page(
    shell: State<'_, Shell>,
    page: Page,
    workspace: Option<String>,
) -> Result<PinPageOutcome, CommandError> {
    Ok(shell.app()?.pin_page(page, workspace.as_deref()).await?)
}

/// Pins no page any more, unless another is pinned by now.
#[tauri::command]
pub(crate) async fn unpin_page(
    shell: State<'_, Shell>,
    pin: String,
) -> Result<UnpinOutcome, CommandError> {
    Ok(shell.app()?.unpin_page(&pin).await?)
}

/// Takes back that a page was unpinned.
#[tauri::command]
pub(crate) async fn restore_pin(
    shell: State<'_, Shell>,
    pin: String,
) -> Result<UnpinOutcome, CommandError> {
    Ok(shell.app()?.restore_pin(&pin).await?)
}
