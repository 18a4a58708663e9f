//! axe-core's verdict on a page.

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use xtask::workspace;

use crate::app::App;

impl App {
    /// Fails when axe-core finds something that keeps people out, and names it.
    ///
    /// # Errors
    /// When there is a violation, or axe-core is not installed.
    pub async fn has_no_barriers(&self) -> Result<()> {
        let axe = workspace::root().join("ui/node_modules/axe-core/axe.min.js");
        let axe = std::fs::read_to_string(axe)
            .context("axe-core is not installed: run `npm ci` in ui")?;
        let script = "const { violations, passes } = await axe.run(); \
            return { passes: passes.length, violations: violations.map(({ id, help, nodes }) => \
            `${id}: ${help}\\n  ${nodes.map(node => `${node.html} ${node.failureSummary}`).join('\\n  ')}`) };";
        let found = self.evaluate_with(&axe, script).await?;
        let violations: Vec<_> = found["violations"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect();
        ensure!(
            violations.is_empty(),
            "axe-core finds:\n{}",
            violations.join("\n")
        );
        ensure!(
            found["passes"].as_u64() > Some(0),
            "axe-core looked at nothing"
        );
        Ok(())
    }

    /// Watches from now on what the content security policy stops.
    ///
    /// # Errors
    /// When the window is gone.
    pub async fn watch_policy(&self) -> Result<()> {
        let script = "window.stopped = []; document.addEventListener('securitypolicyviolation', \
            event => stopped.push(`${event.effectiveDirective} ${event.blockedURI}`));";
        self.evaluate(script).await.map(drop)
    }

    /// Fails when the policy stopped anything since [`Self::watch_policy`]. A request of our own
    /// that it must stop shows that such events arrive.
    ///
    /// # Errors
    /// When something was stopped, or no events arrive.
    pub async fn breaks_no_policy(&self) -> Result<()> {
        let script = "await new Promise(resolve => { \
                document.addEventListener('securitypolicyviolation', resolve, { once: true }); \
                new Image().src = 'https://marker.example/'; \
            }); return stopped;";
        let stopped = self.evaluate_with("", script).await?;
        ensure!(
            stopped == json!(["img-src https://marker.example/"]),
            "the policy stopped {stopped}"
        );
        Ok(())
    }
}
