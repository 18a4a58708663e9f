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
            report.add("page", page_tests);
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

fn page_tests(tally: &mut Tally) -> Result<()> {
    run_and_read(npm(&["test"]).env("NO_COLOR", "1"), |line| {
        tally.count_of_page(line);
    })
}

fn rust_tests(arguments: &[&str], tally: &mut Tally) -> Result<()> {
    run_and_read(locked_cargo(&["test"]).args(arguments), |line| {
        tally.count(line);
    })
}

/// How many tests passed, and which failed.
#[derive(Debug, Default)]
struct Tally {
    passed: usize,
    failed: Vec<String>,
    /// The next line with text tells why the last of the failed ones did.
    reason_follows: bool,
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

    /// Reads a line such as ` FAIL  src/a.test.ts > keeps its name` or `⎯⎯ Uncaught Exception ⎯⎯`, the reason
    /// on the next one, or the sum at the end, `      Tests  2 failed | 14 passed (16)`.
    fn count_of_page(&mut self, line: &str) {
        let line = line.trim();
        let of_no_test = line
            .strip_prefix('⎯')
            .map(|line| line.trim_matches(['⎯', ' ']))
            .filter(|title| title.starts_with("Uncaught") || *title == "Unhandled Rejection");
        if let Some(name) = line.strip_prefix("FAIL ").or(of_no_test) {
            self.failed.push(name.trim_start().to_owned());
            self.reason_follows = true;
        } else if self.reason_follows && !line.is_empty() {
            self.failed.push(format!("  {line}"));
            self.reason_follows = false;
        } else if let Some(sum) = line.strip_prefix("Tests ") {
            let words: Vec<&str> = sum.split_whitespace().collect();
            let passed = words.iter().position(|word| *word == "passed");
            let count = passed.and_then(|at| words.get(at.checked_sub(1)?)?.parse().ok());
            self.passed = count.unwrap_or_default();
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

    #[test]
    fn tells_why_a_test_of_the_page_failed() {
        let mut tally = Tally::default();
        for line in [
            " FAIL  src/a.test.ts > keeps its name",
            "AssertionError: expected 1 to be 2",
            "⎯⎯⎯⎯ Uncaught Exception ⎯⎯⎯⎯",
            "ReferenceError: document is not defined",
            "",
            "      Tests  1 failed | 14 passed (15)",
        ] {
            tally.count_of_page(line);
        }
        assert_eq!(tally.passed, 14);
        assert_eq!(
            tally.failed,
            [
                "src/a.test.ts > keeps its name",
                "  AssertionError: expected 1 to be 2",
                "Uncaught Exception",
                "  ReferenceError: document is not defined",
            ]
        );
    }
}
