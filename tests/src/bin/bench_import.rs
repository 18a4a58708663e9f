//! Measures how fast output events are imported into SQLite: `cargo xtask bench import`.
//!
//! `portal-server import` loads a file into a database of its own; the shell of SQLite loads the same file with its
//! own `.import` into a table of the file's columns. They take turns, so that a busy machine slows both down alike.

use std::fmt::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use portal_profile_tests::programs::program;
use tempfile::TempDir;

/// How often each loads the file.
const RUNS: usize = 3;

/// Rows per second that an import reaches at least.
const ROWS_PER_SECOND: f64 = 100_000.0;

const DEVICES: u64 = 10;
const KEYS: [&str; 3] = ["temperature", "pressure", "speed"];

fn main() -> Result<()> {
    let argument = std::env::args().nth(1).context("how many rows?")?;
    let rows: u64 = argument.parse()?;
    let directory = tempfile::tempdir()?;
    let file = directory.path().join("readings.csv");
    std::fs::write(&file, readings(rows)?)?;
    let (mut portal, mut again, mut shell) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..RUNS {
        let database = Database::new()?;
        portal.push(database.import(&file)?);
        again.push(database.import(&file)?);
        shell.push(import_with_shell(&file, rows)?);
    }
    let rate = |times: Vec<Duration>| rows as f64 / median(times).as_secs_f64();
    let (portal, again, shell) = (rate(portal), rate(again), rate(shell));
    println!("Rows per second of {rows} into SQLite, medians of {RUNS} runs in turns");
    println!("  portal-server import          {portal:>10.0}");
    println!("  the same file again           {again:>10.0}");
    println!("  sqlite3 .import, as it is     {shell:>10.0}");
    println!("  ratio to sqlite3              {:>10.2}", portal / shell);
    ensure!(portal >= ROWS_PER_SECOND, "importing is too slow");
    Ok(())
}

/// Readings of some devices, one after the other in time.
fn readings(rows: u64) -> Result<String> {
    let mut text = "time,device,skill,workflow,key,value\n".to_owned();
    let begin = 1_750_000_000_u64;
    for row in 0..rows {
        let moment = row / (DEVICES * KEYS.len() as u64);
        let device = row % DEVICES;
        let key = KEYS[usize::try_from(row / DEVICES)? % KEYS.len()];
        let at = chrono::DateTime::from_timestamp(i64::try_from(begin + moment * 10)?, 0);
        let at = at.context("no such time")?.format("%Y-%m-%dT%H:%M:%SZ");
        let value = (row * 7_919 % 100_003) as f64 / 100.0;
        writeln!(text, "{at},Robot {device},Sensor,Benchmark,{key},{value}")?;
    }
    Ok(text)
}

/// A database with an organization.
struct Database {
    directory: TempDir,
}

impl Database {
    fn new() -> Result<Self> {
        let database = Self {
            directory: tempfile::tempdir()?,
        };
        database.run(&["sample"])?;
        Ok(database)
    }

    /// How long an import takes, with the start of the program.
    fn import(&self, file: &Path) -> Result<Duration> {
        let file = file.to_str().context("a path that is no text")?;
        let begun = Instant::now();
        self.run(&["import", "--organization", "ACME Robotics", file])?;
        Ok(begun.elapsed())
    }

    fn run(&self, arguments: &[&str]) -> Result<()> {
        let mut server = Command::new(program("portal-server")?);
        server
            .args(arguments)
            .current_dir(self.directory.path())
            .stdout(Stdio::null());
        ensure!(server.status()?.success(), "{arguments:?} failed");
        Ok(())
    }
}

/// How long the shell of SQLite takes for the same.
fn import_with_shell(file: &Path, rows: u64) -> Result<Duration> {
    let directory = tempfile::tempdir()?;
    let database = directory.path().join("shell.db");
    let import = format!(".import --csv --skip 1 {} readings", file.display());
    let begun = Instant::now();
    let mut shell = Command::new("sqlite3");
    shell.arg(&database).args([
        "CREATE TABLE readings (time TEXT, device TEXT, skill TEXT, workflow TEXT, key TEXT, value REAL);",
        &import,
        "SELECT count(*) FROM readings;",
    ]);
    let output = shell
        .output()
        .context("sqlite3 is not installed: apt-get install sqlite3")?;
    let time = begun.elapsed();
    let counted = String::from_utf8(output.stdout)?;
    ensure!(
        counted.trim() == rows.to_string(),
        "sqlite3 counted {counted}"
    );
    Ok(time)
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}
