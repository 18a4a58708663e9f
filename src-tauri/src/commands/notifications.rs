//! The notification centre. Each command answers what there is after it, the `most` newest in words.

use profile_core::failure::Failure;
use profile_core::notifications::Notification;
use tauri::State;

use crate::error::CommandError;
use crate::notification_centre::Notifications;
use crate::shell::Shell;

/// What the person was told on this machine.
#[tauri::command]
pub(crate) async fn notifications(
    shell: State<'_, Shell>,
    most: u32,
) -> Result<Notifications, CommandError> {
    in_words(&shell, most, shell.app()?.notifications().await)
}

/// The person saw those numbered from `from` to `until`.
#[tauri::command]
pub(crate) async fn read_notifications(
    shell: State<'_, Shell>,
    from: u32,
    until: u32,
    most: u32,
) -> Result<Notifications, CommandError> {
    in_words(
        &shell,
        most,
        shell.app()?.read_notifications(from, until).await,
    )
}

/// The person has no more use for one.
#[tauri::command]
pub(crate) async fn remove_notification(
    shell: State<'_, Shell>,
    id: u32,
    most: u32,
) -> Result<Notifications, CommandError> {
    in_words(&shell, most, shell.app()?.remove_notification(id).await)
}

/// The person has no more use for all up to the one numbered `until`.
#[tauri::command]
pub(crate) async fn clear_notifications(
    shell: State<'_, Shell>,
    until: u32,
    most: u32,
) -> Result<Notifications, CommandError> {
    in_words(&shell, most, shell.app()?.clear_notifications(until).await)
}

fn in_words(
    shell: &Shell,
    most: u32,
    kept: Result<Vec<Notification>, Failure>,
) -> Result<Notifications, CommandError> {
    Ok(Notifications::of(kept?, most, shell.messages()?))
}
