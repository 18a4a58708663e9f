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

/// How many lines at most say why a test failed.
const LINES_OF_A_REASON: usize = 12;

/// How many tests passed, and which failed and why.
#[derive(Debug, Default)]
struct Tally {
    passed: usize,
    failed: Vec<String>,
    /// So many of the next lines with text tell why the last of the failed ones did.
    lines_of_reason: usize,
}

impl Tally {
    /// Reads a line such as `test profile::keeps_its_name ... ok`, or one of the reasons that follow all of these
    /// below `---- profile::keeps_its_name stdout ----`.
    fn count(&mut self, line: &str) {
        let outcome = line
            .strip_prefix("test ")
            .and_then(|test| test.rsplit_once(" ... "));
        let of_one = line
            .strip_prefix("---- ")
            .and_then(|title| title.strip_suffix(" stdout ----"));
        if let Some((_, "ok")) = outcome {
            self.passed += 1;
        } else if let Some(name) = of_one {
            self.failed.push(name.to_owned());
            self.lines_of_reason = LINES_OF_A_REASON;
        } else if is_end_of_reason(line) {
            self.lines_of_reason = 0;
        } else {
            self.read_reason(line);
        }
    }

    fn read_reason(&mut self, line: &str) {
        if self.lines_of_reason > 0 && !line.trim().is_empty() {
            self.failed.push(format!("  {}", line.trim_end()));
            self.lines_of_reason -= 1;
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
            self.lines_of_reason = 1;
        } else if let Some(sum) = line.strip_prefix("Tests ") {
            let words: Vec<&str> = sum.split_whitespace().collect();
            let passed = words.iter().position(|word| *word == "passed");
            let count = passed.and_then(|at| words.get(at.checked_sub(1)?)?.parse().ok());
            self.passed = count.unwrap_or_default();
        } else {
            self.read_reason(line);
        }
    }
}

/// Whether what comes next is where a test was, not why it failed: the calls that led there, or the next summary.
fn is_end_of_reason(line: &str) -> bool {
    let line = line.trim().to_ascii_lowercase();
    line.starts_with("stack backtrace:") || line == "failures:"
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
    fn counts_what_the_test_runner_prints_and_tells_why() {
        let mut tally = Tally::default();
        for line in [
            "running 4 tests",
            "test a::b ... ok",
            "test c - should panic ... ok",
            "test d ... FAILED",
            "test e ... FAILED",
            "",
            "failures:",
            "",
            "---- d stdout ----",
            "Error: `retry` can't be pressed",
            "",
            "Caused by:",
            "    no such element",
            "",
            "Stack backtrace:",
            "   0: core::ops::function",
            "",
            "---- e stdout ----",
            "thread 'e' panicked at tests/e.rs:1:5:",
            "assertion failed",
            "",
            "failures:",
            "    d",
            "    e",
            "test result: FAILED. 2 passed; 2 failed",
        ] {
            tally.count(line);
        }
        assert_eq!(tally.passed, 2);
        assert_eq!(
            tally.failed,
            [
                "d",
                "  Error: `retry` can't be pressed",
                "  Caused by:",
                "      no such element",
                "e",
                "  thread 'e' panicked at tests/e.rs:1:5:",
                "  assertion failed",
            ]
        );
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
