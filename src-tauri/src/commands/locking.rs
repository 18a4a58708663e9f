//! The lock, as the page follows and sets it.

use profile_core::lock::{LockSetting, LockState};
use profile_core::start::Stage;
use tauri::State;

use crate::error::CommandError;
use crate::shell::Shell;

/// Whether the app is locked, once that is not what the page has `seen`.
#[tauri::command]
pub(crate) async fn lock_state(
    shell: State<'_, Shell>,
    seen: Option<LockState>,
) -> Result<LockState, CommandError> {
    Ok(shell.lock_state(seen).await)
}

/// When the app locks, and whether it can.
#[tauri::command]
pub(crate) async fn lock_setting(shell: State<'_, Shell>) -> Result<LockSetting, CommandError> {
    Ok(shell.app()?.lock_setting().await)
}

/// Has the app lock after so many minutes without the person, or never. Turning it on waits for their answer to the keyring.
#[tauri::command]
pub(crate) async fn lock_after(
    shell: State<'_, Shell>,
    minutes: Option<u32>,
) -> Result<LockSetting, CommandError> {
    Ok(shell.app()?.lock_after(minutes).await?)
}

/// Locks the app.
#[tauri::command]
pub(crate) async fn lock_now(shell: State<'_, Shell>) -> Result<(), CommandError> {
    shell.app()?.lock_now().await;
    Ok(())
}

/// Unlocks the app by the keyring's prompt, and leads to where the person left off. Waits for their answer.
#[tauri::command]
pub(crate) async fn unlock(shell: State<'_, Shell>) -> Result<Stage, CommandError> {
    let stage = shell.app()?.unlock().await?;
    shell.draw_stage(&stage);
    Ok(stage)
}

/// Goes on without what is locked away, and leads to the sign-in.
#[tauri::command]
pub(crate) async fn give_up_locked(shell: State<'_, Shell>) -> Result<Stage, CommandError> {
    Ok(shell.app()?.give_up_locked().await)
}

/// The person did something in the window.
#[tauri::command]
pub(crate) async fn person_is_active(shell: State<'_, Shell>) -> Result<(), CommandError> {
    shell.app()?.person_is_active();
    Ok(())
}
