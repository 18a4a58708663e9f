//! What keeps people out of a page, and what the page was kept from.

use anyhow::{Context, Result, ensure};
use serde::Deserialize;
use serde_json::json;
use xtask::workspace;

use crate::app::App;

/// What axe-core says about a page.
#[derive(Deserialize)]
struct Verdict {
    passes: usize,
    violations: Vec<String>,
}

const AXE: &str = "const { violations, passes } = await axe.run(); \
    return { passes: passes.length, violations: violations.map(({ id, help, nodes }) => \
    `${id}: ${help}\\n  ${nodes.map(node => `${node.html} ${node.failureSummary}`).join('\\n  ')}`) };";

const WATCH: &str = "window.stopped = []; document.addEventListener('securitypolicyviolation', \
    event => stopped.push(`${event.effectiveDirective} ${event.blockedURI}`));";

/// What was stopped. A request of our own that must be stopped shows that such events arrive.
const STOPPED: &str = "const marker = 'https://marker.example/'; \
    await new Promise(resolve => { \
        document.addEventListener('securitypolicyviolation', resolve, { once: true }); \
        new Image().src = marker; \
    }); \
    return stopped.filter(stopped => stopped !== `img-src ${marker}`);";

impl App {
    /// Watches from now on what the content security policy stops.
    pub(crate) async fn watch_policy(&self) -> Result<()> {
        self.evaluate(WATCH).await.map(drop)
    }

    /// What keeps people out of the page as it is now, in axe-core's words, and what the content
    /// security policy stopped since the app started.
    ///
    /// # Errors
    /// When axe-core is not installed or the window is gone.
    pub async fn barriers(&self) -> Result<Vec<String>> {
        if self.evaluate("return typeof axe").await? == json!("undefined") {
            let axe = workspace::root().join("ui/node_modules/axe-core/axe.min.js");
            let axe = std::fs::read_to_string(axe)
                .context("axe-core is not installed: run `npm ci` in ui")?;
            self.evaluate(&axe).await?;
        }
        let verdict: Verdict = serde_json::from_value(self.evaluate_async(AXE).await?)?;
        ensure!(verdict.passes > 0, "axe-core looked at nothing");
        let stopped: Vec<String> = serde_json::from_value(self.evaluate_async(STOPPED).await?)?;
        let stopped = stopped
            .into_iter()
            .map(|stopped| format!("the content security policy stopped {stopped}"));
        Ok(verdict.violations.into_iter().chain(stopped).collect())
    }
}
