//! What leaves the page by other ways than a file.

use secrecy::SecretString;
use tauri::State;

use crate::error::CommandError;
use crate::shell::Shell;

/// Copies a secret for a minute.
#[tauri::command]
pub(crate) async fn copy_secret(shell: State<'_, Shell>, text: String) -> Result<(), CommandError> {
    Ok(shell.app()?.copy_secret(SecretString::from(text)).await?)
}
