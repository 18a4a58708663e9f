//! `cargo xtask check`

use anyhow::{Result, ensure};

use super::generate::check_freshness;
use crate::programs::{cargo, locked_cargo, npm, run};
use crate::rules;
use crate::setup::{self, Purpose};
use crate::ui;

type Part = (&'static str, fn() -> Result<()>);

/// Quick ones first.
const PARTS: [Part; 7] = [
    ("rules", rules::check),
    ("format", || run(&mut cargo(&["fmt", "--all", "--check"]))),
    ("page format", || run(&mut npm(&["run", "format:check"]))),
    ("page lints", || run(&mut npm(&["run", "lint"]))),
    ("page types", || run(&mut npm(&["run", "check"]))),
    ("lints", || {
        run(&mut locked_cargo(&[
            "clippy",
            "--workspace",
            "--all-targets",
            "--",
            "-D",
            "warnings",
        ]))
    }),
    ("generated files", check_freshness),
];

/// Runs every part, also after one has failed.
pub(crate) fn check() -> Result<()> {
    setup::prepare(Purpose::App)?;
    ui::build()?;
    let mut failed = Vec::new();
    for (name, part) in PARTS {
        if let Err(error) = part() {
            eprintln!("{error:#}");
            failed.push(name);
        }
    }
    ensure!(failed.is_empty(), "failed: {}", failed.join(", "));
    eprintln!("\nAll checks passed.");
    Ok(())
}
