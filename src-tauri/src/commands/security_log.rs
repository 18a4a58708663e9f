//! What happened to the account's security.

use profile_core::downloads::SavedFile;
use profile_core::security_log::{SecurityCategory, SecurityLogPage};
use tauri::State;

use crate::error::CommandError;
use crate::shell::Shell;

/// One page of events.
#[tauri::command]
pub(crate) async fn security_log(
    shell: State<'_, Shell>,
    categories: Vec<SecurityCategory>,
    after: Option<String>,
) -> Result<SecurityLogPage, CommandError> {
    let app = shell.app()?;
    Ok(app.security_log(&categories, after.as_deref()).await?)
}

/// Saves all events among the person's downloads.
#[tauri::command]
pub(crate) async fn save_security_log(
    shell: State<'_, Shell>,
    categories: Vec<SecurityCategory>,
) -> Result<SavedFile, CommandError> {
    Ok(shell.app()?.save_security_log(&categories).await?)
}
