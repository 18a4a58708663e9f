//! A window that stays empty: the app starts again, once, and draws in the simplest way.

use std::env;
use std::ffi::OsString;
use std::io;
use std::process::Command;
use std::time::Duration;

use tauri::{AppHandle, Manager};
use tokio::sync::watch;

use crate::options::SAFE_RENDERER;
use crate::platform;

/// A page that can be seen and was not drawn within this time is not about to be, however busy the machine is.
const PATIENCE: Duration = Duration::from_secs(20);

/// Whether the page was drawn, or is where nobody could see it.
#[derive(Default)]
pub(crate) struct PaintWatchdog(watch::Sender<bool>);

impl PaintWatchdog {
    /// The page says that it was drawn, or that there is nobody to draw it for.
    pub(crate) fn drawn(&self) {
        self.0.send_replace(true);
    }

    async fn is_drawn_within(&self, patience: Duration) -> bool {
        let mut drawn = self.0.subscribe();
        let waited = tokio::time::timeout(patience, drawn.wait_for(|drawn| *drawn)).await;
        waited.is_ok()
    }
}

/// Watches over the first frame of a window that can be seen. `is_safe`: this start draws in the simplest way already.
pub(crate) async fn watch_over(app: AppHandle, is_safe: bool) {
    let watchdog = app.state::<PaintWatchdog>();
    if watchdog.is_drawn_within(PATIENCE).await {
        return;
    }
    if is_safe {
        tracing::error!("the window stays empty");
        return;
    }
    tracing::error!("the window stays empty: the app starts again with the safe renderer");
    // Not by the main thread, which may be what hangs.
    if let Err(error) = start_again() {
        tracing::error!(%error, "the app can't start again");
    }
}

fn start_again() -> io::Result<()> {
    let program = env::current_exe()?;
    // An update may have removed it: then what there is has to do.
    if !program.try_exists()? {
        return Err(io::ErrorKind::NotFound.into());
    }
    let mut again = Command::new(program);
    again.args(with_safe_renderer(env::args_os().skip(1)));
    // What hangs would not notice that the app is gone.
    platform::end_web_view();
    platform::replace_process(again)
}

fn with_safe_renderer(arguments: impl Iterator<Item = OsString>) -> Vec<OsString> {
    let mut all = vec![SAFE_RENDERER.into()];
    all.extend(arguments);
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_page_that_is_drawn_in_time_is_left_alone() {
        let watchdog = PaintWatchdog::default();
        let instant = Duration::from_millis(1);
        assert!(!watchdog.is_drawn_within(instant).await);
        watchdog.drawn();
        assert!(watchdog.is_drawn_within(instant).await);
    }

    #[test]
    fn what_was_asked_for_is_asked_for_again() {
        let arguments = ["--portal", "https://portal.example"].map(OsString::from);
        let again = with_safe_renderer(arguments.into_iter());
        let expected = ["--safe-renderer", "--portal", "https://portal.example"];
        assert_eq!(again, expected);
    }
}
