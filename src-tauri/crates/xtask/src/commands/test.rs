//! `cargo xtask test`

use std::time::Instant;

use anyhow::{Result, ensure};
use clap::Args;

use crate::programs::{locked_cargo, npm, run, run_and_read};
use crate::setup::{self, Purpose};
use crate::ui;

#[derive(Debug, Args)]
pub(crate) struct Test {
    /// Run only those Rust tests whose names contain this
    filter: Option<String>,
}

impl Test {
    pub(crate) fn run(self) -> Result<()> {
        setup::prepare(Purpose::Tests)?;
        ui::build()?;
        build_everything()?;
        let mut report = Report::default();
        if self.filter.is_none() {
            report.add("page", |_| run(&mut npm(&["test"])));
            report.add("commands", |tally| {
                rust_tests(&["--package", "xtask"], tally)
            });
        }
        let filter = self.filter.as_deref();
        let everything = ["--workspace", "--exclude", "xtask", "--no-fail-fast"];
        let arguments: Vec<&str> = everything.into_iter().chain(filter).collect();
        report.add("Rust, servers and the real window", |tally| {
            rust_tests(&arguments, tally)
        });
        report.finish()
    }
}

/// Builds everything that tests start or are, with the features that they share.
pub(super) fn build_everything() -> Result<()> {
    run(&mut locked_cargo(&[
        "build",
        "--workspace",
        "--exclude",
        "xtask",
        "--all-targets",
    ]))
}

fn rust_tests(arguments: &[&str], tally: &mut Tally) -> Result<()> {
    run_and_read(locked_cargo(&["test"]).args(arguments), |line| {
        tally.count(line);
    })
}

/// How many Rust tests passed, and which failed.
#[derive(Debug, Default)]
struct Tally {
    passed: usize,
    failed: Vec<String>,
}

impl Tally {
    /// Reads a line such as `test profile::keeps_its_name ... ok`.
    fn count(&mut self, line: &str) {
        let Some((name, outcome)) = line
            .strip_prefix("test ")
            .and_then(|test| test.rsplit_once(" ... "))
        else {
            return;
        };
        match outcome {
            "ok" => self.passed += 1,
            "FAILED" => self.failed.push(name.to_owned()),
            _ => {}
        }
    }
}

/// What came of each part.
#[derive(Debug, Default)]
struct Report {
    lines: Vec<String>,
    failed: bool,
}

impl Report {
    fn add(&mut self, part: &str, tests: impl FnOnce(&mut Tally) -> Result<()>) {
        let (started, mut tally) = (Instant::now(), Tally::default());
        let result = tests(&mut tally);
        self.failed |= result.is_err();
        let verdict = if result.is_ok() { "passed" } else { "FAILED" };
        let seconds = started.elapsed().as_secs();
        let count = if tally.passed > 0 {
            format!(", {} passed", tally.passed)
        } else {
            String::new()
        };
        self.lines
            .push(format!("{verdict}  {part} ({seconds} s{count})"));
        self.lines
            .extend(tally.failed.iter().map(|name| format!("        {name}")));
        if let Err(error) = result {
            eprintln!("{error:#}");
        }
    }

    fn finish(self) -> Result<()> {
        eprintln!("\n{}", self.lines.join("\n"));
        ensure!(!self.failed, "some tests failed");
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::Tally;

    #[test]
    fn counts_what_the_test_runner_prints() {
        let mut tally = Tally::default();
        for line in [
            "test a::b ... ok",
            "test c - should panic ... ok",
            "test d ... FAILED",
            "running 3 tests",
        ] {
            tally.count(line);
        }
        assert_eq!((tally.passed, tally.failed), (2, vec!["d".to_owned()]));
    }
}
