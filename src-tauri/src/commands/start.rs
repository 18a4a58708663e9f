//! What the first frame shows.

use profile_core::preferences::ColorScheme;
use profile_core::start::Start;
use tauri::State;

use crate::services::Services;
use crate::shell::Shell;

/// Where the person left off, from local files alone.
#[tauri::command]
pub(crate) fn start(shell: State<'_, Shell>) -> Start {
    shell.start()
}

/// Which of the system's services the app found so far.
#[tauri::command]
pub(crate) fn services(shell: State<'_, Shell>) -> Services {
    shell.services()
}

/// What the system draws now. The page asks once it listens for changes, so that none is lost
/// between the first frame and then.
#[tauri::command]
pub(crate) fn color_scheme(shell: State<'_, Shell>) -> ColorScheme {
    shell.system_color_scheme()
}
