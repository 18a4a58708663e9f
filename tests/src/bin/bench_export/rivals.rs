//! DuckDB, with the readings in a table of its own.

use std::cell::RefCell;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use xtask::workspace;

use crate::readings::Readings;

/// A DuckDB that waits to be told to write.
pub(crate) struct DuckDb {
    process: RefCell<Child>,
    input: RefCell<ChildStdin>,
    output: RefCell<BufReader<ChildStdout>>,
}

impl DuckDb {
    /// Loads the readings out of an export of them.
    pub(crate) fn load(readings: &Readings) -> Result<Self> {
        readings.export("parquet", Readings::DAYS)?;
        let mut process = Command::new(workspace::data_python())
            .args(["-c", include_str!("duckdb_copy.py")])
            .arg(readings.path("exported"))
            .arg(readings.path("duckdb.parquet"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .context("DuckDB is not installed: run `cargo xtask test`, which installs it")?;
        let input = process.stdin.take().context("no input")?;
        let output = process.stdout.take().context("no output")?;
        let duckdb = Self {
            process: process.into(),
            input: input.into(),
            output: BufReader::new(output).into(),
        };
        let counted = duckdb.answer()?;
        ensure!(
            counted as u64 == readings.rows / 30 * 30,
            "DuckDB counted {counted}"
        );
        Ok(duckdb)
    }

    /// How long it takes to write them.
    pub(crate) fn copy(&self) -> Result<Duration> {
        writeln!(self.input.borrow_mut(), "copy")?;
        Ok(Duration::from_secs_f64(self.answer()?))
    }

    fn answer(&self) -> Result<f64> {
        let mut line = String::new();
        self.output.borrow_mut().read_line(&mut line)?;
        line.trim().parse().context("DuckDB failed")
    }
}

impl Drop for DuckDb {
    fn drop(&mut self) {
        let process = self.process.get_mut();
        if let Err(error) = process.kill().and_then(|()| process.wait()) {
            eprintln!("the end of DuckDB was not awaited: {error}");
        }
    }
}
