//! The accounts used on this computer.

use profile_core::accounts::KnownAccount;
use profile_core::session::SignOutOutcome;
use profile_core::start::Stage;
use tauri::State;

use crate::error::CommandError;
use crate::shell::Shell;

/// The accounts used on this computer, the last one first.
#[tauri::command]
pub(crate) async fn accounts(shell: State<'_, Shell>) -> Result<Vec<KnownAccount>, CommandError> {
    Ok(shell.app()?.accounts().await)
}

/// Brings another account into view.
#[tauri::command]
pub(crate) async fn switch_account(
    shell: State<'_, Shell>,
    portal: String,
    account: String,
) -> Result<Stage, CommandError> {
    let stage = shell.app()?.switch_account(&portal, &account).await;
    shell.draw_stage(&stage);
    Ok(stage)
}

/// Removes an account, with all that is kept of it.
#[tauri::command]
pub(crate) async fn remove_account(
    shell: State<'_, Shell>,
    portal: String,
    account: String,
) -> Result<SignOutOutcome, CommandError> {
    Ok(shell.app()?.remove_account(&portal, &account).await?)
}
