//! The window itself, and the program in it.

use profile_core::failure::{Failure, FailureCode};
use profile_core::language::{Language, LanguageSetting};
use profile_core::zoom::{Zoom, ZoomStep};
use tauri::{State, WebviewWindow};

use crate::error::CommandError;
use crate::login::Login;
use crate::shell::Shell;

/// Draws the page larger or smaller; answers how large it is then.
#[tauri::command]
pub(crate) async fn zoom(shell: State<'_, Shell>, step: ZoomStep) -> Result<Zoom, CommandError> {
    Ok(shell.zoom(step))
}

/// Whether closing the window leaves the app in the tray.
#[tauri::command]
pub(crate) async fn close_to_tray(shell: State<'_, Shell>, on: bool) -> Result<(), CommandError> {
    Ok(shell.close_to_tray(on)?)
}

/// Whether the person's session starts the app; `None` where that can't be known.
#[tauri::command]
pub(crate) async fn starts_at_login(login: State<'_, Login>) -> Result<Option<bool>, CommandError> {
    Ok(login.is_on())
}

/// Has the person's session start the app, or no more.
#[tauri::command]
pub(crate) async fn start_at_login(login: State<'_, Login>, on: bool) -> Result<(), CommandError> {
    login.turn(on).map_err(|error| {
        CommandError::from(Failure {
            code: FailureCode::LoginUnchanged,
            detail: error.to_string(),
        })
    })
}

/// Speaks a language, or the system's where none is `chosen`; answers what is in force then.
#[tauri::command]
pub(crate) async fn choose_language(
    shell: State<'_, Shell>,
    chosen: Option<Language>,
) -> Result<LanguageSetting, CommandError> {
    Ok(shell.speak(chosen)?)
}

/// What helps those who help the person, as text: versions, services found or missing, and the last errors.
#[tauri::command]
pub(crate) async fn diagnostics(shell: State<'_, Shell>) -> Result<String, CommandError> {
    Ok(shell.diagnostics())
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
