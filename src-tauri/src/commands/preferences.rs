//! How the app notifies the person and looks.

use profile_core::preferences::Theme;
use profile_core::profile::ProfileSnapshot;
use tauri::State;

use crate::error::CommandError;
use crate::shell::Shell;

/// Turns native notifications on or off.
#[tauri::command]
pub(crate) async fn set_toast_notifications(
    shell: State<'_, Shell>,
    enabled: bool,
) -> Result<ProfileSnapshot, CommandError> {
    Ok(shell.app()?.set_toast_notifications(enabled).await?)
}

/// Saves the look to the profile and draws it.
#[tauri::command]
pub(crate) async fn set_theme(
    shell: State<'_, Shell>,
    theme: Theme,
) -> Result<ProfileSnapshot, CommandError> {
    let snapshot = shell.app()?.set_theme(theme).await?;
    shell.draw(snapshot.profile.preferences.theme);
    Ok(snapshot)
}
