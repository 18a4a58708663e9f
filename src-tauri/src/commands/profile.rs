//! The person's profile.

use profile_core::profile::ProfileSnapshot;
use tauri::State;

use crate::error::CommandError;
use crate::shell::Shell;

/// Asks the portal for the profile.
#[tauri::command]
pub(crate) async fn refresh_profile(
    shell: State<'_, Shell>,
) -> Result<ProfileSnapshot, CommandError> {
    let snapshot = shell.app()?.refresh_profile().await?;
    shell.draw(snapshot.profile.preferences.theme);
    Ok(snapshot)
}

/// Changes the name that others see.
#[tauri::command]
pub(crate) async fn change_display_name(
    shell: State<'_, Shell>,
    display_name: String,
) -> Result<ProfileSnapshot, CommandError> {
    Ok(shell.app()?.change_display_name(&display_name).await?)
}
