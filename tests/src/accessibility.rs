//! What keeps people out of a page, and what the page was kept from.

use anyhow::{Context, Result, ensure};
use serde::Deserialize;
use serde_json::json;
use xtask::workspace;

use crate::app::App;
use crate::page::Page;

/// What axe-core says about a page.
#[derive(Deserialize)]
struct Verdict {
    passes: usize,
    violations: Vec<String>,
}

const AXE: &str = "const { violations, passes } = await axe.run(); \
    return { passes: passes.length, violations: violations.map(({ id, help, nodes }) => \
    `${id}: ${help}\\n  ${nodes.map(node => `${node.html} ${node.failureSummary}`).join('\\n  ')}`) };";

/// What was stopped since the document began; builds for development keep it. A request of our own that must be
/// stopped shows that it arrives there.
const STOPPED: &str = "const marker = 'https://marker.example/'; \
    await new Promise(resolve => { \
        document.addEventListener('securitypolicyviolation', resolve, { once: true }); \
        new Image().src = marker; \
    }); \
    const own = `img-src ${marker}`; \
    if (!window.stoppedByPolicy?.includes(own)) throw new Error('nobody watches the policy'); \
    return stoppedByPolicy.filter(stopped => stopped !== own);";

impl Page {
    /// What keeps people out of the page as it is now, in axe-core's words.
    ///
    /// # Errors
    /// When axe-core is not installed or the window is gone.
    pub async fn barriers_on_page(&self) -> Result<Vec<String>> {
        if self.evaluate("return typeof axe").await? == json!("undefined") {
            let axe = workspace::root().join("ui/node_modules/axe-core/axe.min.js");
            let axe = std::fs::read_to_string(axe)
                .context("axe-core is not installed: run `npm ci` in ui")?;
            self.evaluate(&axe).await?;
        }
        let verdict: Verdict = serde_json::from_value(self.evaluate_async(AXE).await?)?;
        ensure!(verdict.passes > 0, "axe-core looked at nothing");
        Ok(verdict.violations)
    }
}

impl App {
    /// What keeps people out of the page as it is now, and what the content security policy stopped since
    /// the page was loaded.
    ///
    /// # Errors
    /// When axe-core is not installed or the window is gone.
    pub async fn barriers(&self) -> Result<Vec<String>> {
        let barriers = self.barriers_on_page().await?;
        let stopped = self.stopped_by_policy().await?;
        let stopped = stopped
            .into_iter()
            .map(|stopped| format!("the content security policy stopped {stopped}"));
        Ok(barriers.into_iter().chain(stopped).collect())
    }

    /// What the content security policy stopped since the document began, each as the directive and what was
    /// asked for.
    ///
    /// # Errors
    /// When the window is gone.
    pub async fn stopped_by_policy(&self) -> Result<Vec<String>> {
        Ok(serde_json::from_value(self.evaluate_async(STOPPED).await?)?)
    }
}
