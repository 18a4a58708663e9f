//! Measures how fast raw chart data is exported, and in how little memory: `cargo xtask bench export`.
//!
//! `portal-server export` writes what a database on SQLite has, with its start and until it is on the disk. The shell of
//! SQLite writes the same events as comma-separated values, with the same joins and in the same order; DuckDB writes
//! them as Parquet from a table that it has loaded before. They take turns, so that a busy machine slows all down alike.
//! Others' requests are timed beside an idle portal and beside one that exports, in turns as well.

mod company;
mod readings;
mod rivals;

use std::time::Duration;

use anyhow::{Context, Result, ensure};

use readings::{Export, Readings};
use rivals::DuckDb;

/// How often each writes its file.
const RUNS: usize = 3;

/// How many times as long as DuckDB an export to Parquet may take.
const OF_DUCKDB: f64 = 1.5;

/// What an export may take of memory above what the program takes without events, in mebibytes.
const MEMORY: f64 = 64.0;

/// How many times as long as beside an idle portal 95 of 100 requests may take beside an export.
const OF_IDLE: f64 = 2.0;

fn main() -> Result<()> {
    let argument = std::env::args().nth(1).context("how many rows?")?;
    let rows: u64 = argument.parse()?;
    let readings = Readings::new(rows)?;
    let idle = readings.export("csv", Readings::BEFORE)?.memory;
    let duckdb = DuckDb::load(&readings)?;
    let (mut csv, mut parquet) = (Vec::new(), Vec::new());
    let (mut shell, mut copy) = (Vec::new(), Vec::new());
    for _ in 0..RUNS {
        csv.push(readings.export("csv", Readings::DAYS)?);
        shell.push(readings.export_with_shell()?);
        parquet.push(readings.export("parquet", Readings::DAYS)?);
        copy.push(duckdb.copy()?);
    }
    println!("Rows per second of {rows} from SQLite, medians of {RUNS} runs in turns");
    let csv_ratio = compare("CSV", "sqlite3 shell", rows, &csv, shell);
    let parquet_ratio = compare("Parquet", "DuckDB", rows, &parquet, copy);
    let mut memory = 0.0;
    for format in ["csv", "csv-gzip", "json-lines", "parquet"] {
        let export = readings.export(format, Readings::DAYS)?;
        let above = (export.memory.saturating_sub(idle)) as f64 / f64::from(1 << 20);
        println!(
            "  {format:<12} memory above idle {above:>6.1} MiB   file {:>8.1} MiB",
            export.mebibytes()
        );
        memory = above.max(memory);
    }
    let company = company::measure(&readings)?;
    let of_idle = company.busy.as_secs_f64() / company.idle.as_secs_f64();
    println!("95 of 100 requests of others take at most");
    println!(
        "  idle {:>8.2} ms   beside an export {:>8.2} ms   ratio {of_idle:>5.2}",
        company.idle.as_secs_f64() * 1e3,
        company.busy.as_secs_f64() * 1e3
    );
    ensure!(csv_ratio <= 1.0, "writing CSV is slower than the shell");
    ensure!(parquet_ratio <= OF_DUCKDB, "writing Parquet is too slow");
    ensure!(memory < MEMORY, "exporting takes too much memory");
    ensure!(of_idle <= OF_IDLE, "others wait for exports");
    Ok(())
}

/// Prints how two compare, and answers how many times as long the export took.
fn compare(format: &str, rival: &str, rows: u64, exports: &[Export], others: Vec<Duration>) -> f64 {
    let export = median(exports.iter().map(|export| export.time).collect());
    let other = median(others);
    let rate = |time: Duration| rows as f64 / time.as_secs_f64();
    let ratio = export.as_secs_f64() / other.as_secs_f64();
    println!(
        "  {format:<8} {:>10.0}   {rival:<14} {:>10.0}   ratio of times {ratio:>5.2}",
        rate(export),
        rate(other)
    );
    ratio
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}
