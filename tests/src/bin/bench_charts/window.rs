//! From the click of a person until the chart is painted, in the real window.

use std::time::Duration;

use anyhow::{Context, Result};
use portal_profile_tests::app::App;
use portal_profile_tests::page::hook;
use portal_profile_tests::portal::ADA;
use xtask::desktop::Desktop;

use crate::filled::WORKSPACE;

/// Clicks, and answers how many milliseconds later the chart was painted: two frames after the page drew it, when the
/// first of them is on the screen.
const CLICK: &str = "
    const frame = () => new Promise(done => requestAnimationFrame(done));
    const button = document.querySelector(SELECTOR);
    const begun = performance.now();
    const drawn = new Promise(done => new PerformanceObserver((seen) => {
        if (seen.getEntriesByName('chart-drawn').some(({ startTime }) => startTime >= begun)) done();
    }).observe({ type: 'measure' }));
    button.click();
    await drawn;
    await frame();
    await frame();
    return performance.now() - begun;";

/// What is clicked, and what before that, so that a year is asked for anew.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Click {
    /// The range of a year, where a week is shown.
    Range,
    /// The workspace, whose range was a year, where another is open.
    Workspace,
}

/// A person who looks at charts.
pub(crate) struct Window {
    app: App,
    // Ends after the app.
    _desktop: Desktop,
}

impl Window {
    /// Signs in to a portal and opens the workspace with the chart.
    pub(crate) async fn open(portal: &str) -> Result<Self> {
        let desktop = Desktop::builder().start()?;
        let app = App::start(&desktop, &desktop.directory().join("first")).await?;
        app.connect(portal).await?;
        app.enter_credentials(ADA.email, ADA.password).await?;
        app.press(&hook("nav-charts")).await?;
        app.press(&row()).await?;
        let window = Self {
            app,
            _desktop: desktop,
        };
        window.see_chart().await?;
        Ok(window)
    }

    /// How long it took from a click until the chart was painted.
    pub(crate) async fn click(&self, click: Click) -> Result<Duration> {
        let selector = match click {
            Click::Range => {
                self.app.press(&hook("range-week")).await?;
                self.see_chart().await?;
                hook("range-year")
            }
            Click::Workspace => {
                self.app.press(&other_row()).await?;
                self.app.see(&opened(&other_row())).await?;
                row()
            }
        };
        let script = CLICK.replace("SELECTOR", &format!("{selector:?}"));
        let milliseconds = self.app.evaluate_async(&script).await?;
        let milliseconds = milliseconds.as_f64().context("the page told no time")?;
        self.app
            .see("[data-test=range-year][aria-checked=true]")
            .await?;
        self.app.see(&opened(&row())).await?;
        Ok(Duration::from_secs_f64(milliseconds / 1e3))
    }

    async fn see_chart(&self) -> Result<()> {
        self.app.see(&opened(&row())).await?;
        self.app
            .see("[data-test=chart][data-state=ready] canvas")
            .await?;
        self.app
            .see_no("[data-test=chart][data-state=loading]")
            .await?;
        self.app.see_no("[data-busy]").await
    }
}

/// The way to the workspace with the chart.
fn row() -> String {
    format!("[data-workspace='{WORKSPACE}'] {}", hook("open-workspace"))
}

/// The way to some other workspace.
fn other_row() -> String {
    format!(
        "[data-test=workspace]:not([data-workspace='{WORKSPACE}']) {}",
        hook("open-workspace")
    )
}

/// The same where it leads to what is on the page.
fn opened(row: &str) -> String {
    format!("{row}[aria-current=page]")
}
