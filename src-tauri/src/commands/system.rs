//! The system's parts, as the page follows them: each command answers as soon as there is something
//! that the page has not seen yet, so that no change is lost between two calls.
//!
//! Not events: those are scripts that the web view is made to evaluate, and on Linux the first one
//! loads a script engine into the app's own process as well.

use profile_core::preferences::ColorScheme;
use profile_core::status_updates::PortalNews;
use tauri::State;

use crate::error::CommandError;
use crate::paint_watchdog::PaintWatchdog;
use crate::services::Services;
use crate::shell::Shell;

/// Which of the system's services the app found, once that is not what the page has `seen`.
#[tauri::command]
pub(crate) async fn services(
    shell: State<'_, Shell>,
    seen: Option<Services>,
) -> Result<Services, CommandError> {
    Ok(shell.services(seen).await)
}

/// The page was drawn, or nobody could see it.
#[tauri::command]
pub(crate) fn drawn(watchdog: State<'_, PaintWatchdog>) {
    watchdog.drawn();
}

/// What the system draws, once that is not what the page has `seen`.
#[tauri::command]
pub(crate) async fn color_scheme(
    shell: State<'_, Shell>,
    seen: Option<ColorScheme>,
) -> Result<ColorScheme, CommandError> {
    Ok(shell.system_color_scheme(seen).await)
}

/// How often what the page shows changed on the portal, once that is not what the page has `seen`.
#[tauri::command]
pub(crate) async fn portal_news(
    shell: State<'_, Shell>,
    seen: Option<PortalNews>,
) -> Result<PortalNews, CommandError> {
    Ok(shell.portal_news(seen).await)
}
