//! `cargo xtask generate`, and the check that it has nothing to do.

use std::collections::BTreeSet;

use anyhow::{Result, ensure};

use crate::programs::{locked_cargo, run_and_read};
use crate::setup::{self, Purpose};
use crate::ui;

/// Each compares a generated file with what would be written now.
const FRESHNESS_TESTS: [&str; 6] = [
    "bindings_are_fresh",
    "completions_are_fresh",
    "icons_are_fresh",
    "manual_of_portal_profile_is_fresh",
    "manual_of_portal_server_is_fresh",
    "schema_is_fresh",
];
/// Makes those tests write instead of compare.
const WRITE: &str = "PORTAL_PROFILE_WRITE";

pub(crate) fn generate() -> Result<()> {
    run_tests(Some("1"))
}

pub(crate) fn check_freshness() -> Result<()> {
    run_tests(None)
}

fn run_tests(write: Option<&str>) -> Result<()> {
    setup::prepare(Purpose::App)?;
    ui::build()?;
    let mut tests = locked_cargo(&[
        "test",
        "--workspace",
        "--exclude",
        "xtask",
        "--no-fail-fast",
        "--",
    ]);
    tests
        .args(FRESHNESS_TESTS)
        .env_remove(WRITE)
        .envs(write.map(|value| (WRITE, value)));
    let mut passed = BTreeSet::new();
    run_and_read(&mut tests, |line| {
        let ran = line
            .strip_prefix("test ")
            .and_then(|test| test.strip_suffix(" ... ok"));
        let name = ran.and_then(|path| path.rsplit("::").next());
        passed.extend(
            FRESHNESS_TESTS
                .into_iter()
                .filter(|known| name == Some(known)),
        );
    })?;
    ensure!(
        passed.len() == FRESHNESS_TESTS.len(),
        "only these tests were found: {passed:?}"
    );
    Ok(())
}
