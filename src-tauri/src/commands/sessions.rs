//! Where the person is signed in.

use profile_core::sessions::{OpenSession, RevokedOthers};
use tauri::State;

use crate::error::CommandError;
use crate::shell::Shell;

/// The person's open sessions.
#[tauri::command]
pub(crate) async fn sessions(shell: State<'_, Shell>) -> Result<Vec<OpenSession>, CommandError> {
    Ok(shell.app()?.sessions().await?)
}

/// Ends one session; answers those left.
#[tauri::command]
pub(crate) async fn revoke_session(
    shell: State<'_, Shell>,
    session: String,
) -> Result<Vec<OpenSession>, CommandError> {
    Ok(shell.app()?.revoke_session(&session).await?)
}

/// Ends all sessions but this one.
#[tauri::command]
pub(crate) async fn revoke_other_sessions(
    shell: State<'_, Shell>,
) -> Result<RevokedOthers, CommandError> {
    Ok(shell.app()?.revoke_other_sessions().await?)
}
