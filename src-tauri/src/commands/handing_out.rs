//! What leaves the page by other ways than a file.

use profile_core::failure::{Failure, FailureCode};
use secrecy::SecretString;
use tauri::{State, WebviewWindow};

use crate::error::CommandError;
use crate::shell::Shell;

/// Copies a secret for a minute.
#[tauri::command]
pub(crate) async fn copy_secret(shell: State<'_, Shell>, text: String) -> Result<(), CommandError> {
    Ok(shell.app()?.copy_secret(SecretString::from(text)).await?)
}

/// Opens the system's print dialog for what the page shows. What comes of it is between the person and the
/// dialog.
#[tauri::command]
pub(crate) fn print_page(window: WebviewWindow) -> Result<(), CommandError> {
    window.print().map_err(|error| {
        CommandError::from(Failure {
            code: FailureCode::PrintUnavailable,
            detail: error.to_string(),
        })
    })
}
