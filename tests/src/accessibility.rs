//! axe-core's verdict on a page.

use anyhow::{Context, Result, ensure};
use serde_json::Value;
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
            `${id}: ${help}\\n  ${nodes.map(node => node.html).join('\\n  ')}`) };";
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
}
