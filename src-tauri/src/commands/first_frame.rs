//! The first frame of the next start, drawn ahead by the page of this one.

use profile_core::offline::FirstFrame;
use tauri::State;

use crate::error::CommandError;
use crate::first_frame::UnkeptFirstFrame;
use crate::shell::Shell;

/// What the next start will begin with, unless its first frame is kept already.
#[tauri::command]
pub(crate) async fn unkept_first_frame(
    shell: State<'_, Shell>,
) -> Result<Option<UnkeptFirstFrame>, CommandError> {
    Ok(shell.unkept_first_frame()?)
}

/// Keeps `markup` as the first frame of a start that begins with `drawn_from`.
#[tauri::command]
pub(crate) async fn keep_first_frame(
    shell: State<'_, Shell>,
    drawn_from: String,
    markup: String,
) -> Result<(), CommandError> {
    let frame = FirstFrame { drawn_from, markup };
    shell.app()?.keep_first_frame(frame).await;
    Ok(())
}
