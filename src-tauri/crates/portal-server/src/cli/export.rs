//! `portal-server export`

use std::path::PathBuf;

use chrono::NaiveDate;
use chrono_tz::Tz;
use clap::Args;
use indicatif::{HumanBytes, ProgressBar, ProgressStyle};
use tokio_util::sync::CancellationToken;

use super::arguments::{DatabaseArgument, OrganizationArgument, zone};
use super::counted::counted;
use super::open::Opened;
use super::signals::told_to_stop;
use crate::administration::{Export, ExportProgress};
use crate::domain::ExportFormat;

/// Write the raw chart data of some days to a file
///
/// Every output event of the organization from the first to the last day, both included, ordered by time: UTC time,
/// the device's local time with its offset, workflow, device, skill, tags, location, key, type and value. An event is
/// in the range when it was on one of these days in --time-zone.
///
/// A file FILE.manifest.json beside it says what it is: range, zone, rows, size, SHA-256, columns. Both are written
/// under other names first: under its own, a file is complete. The same data always gives the same file.
#[derive(Args)]
#[command(after_help = "\
Examples:
  portal-server export --organization 'ACME Robotics' --from 2026-03-01 --to 2026-03-31 \\
      --format parquet --out march.parquet
  portal-server export --organization 'ACME Robotics' --from 2026-03-01 --to 2026-03-01 \\
      --time-zone Europe/Berlin --format csv-gzip --out first-of-march.csv.gz")]
pub(super) struct ExportFile {
    #[command(flatten)]
    organization: OrganizationArgument,
    /// The first day
    #[arg(long, value_name = "DAY", value_parser = day)]
    from: NaiveDate,
    /// The last day, which is included
    #[arg(long, value_name = "DAY", value_parser = day)]
    to: NaiveDate,
    /// The time zone whose days they are, such as Europe/Berlin [default: the organization's]
    #[arg(long, value_name = "ZONE", value_parser = zone)]
    time_zone: Option<Tz>,
    /// The format: csv, csv-gzip, parquet or json-lines
    #[arg(long)]
    format: ExportFormat,
    /// Where to write it
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// Leave texts as they are that spreadsheets take for formulas; without it, they get a ' before them in CSV.
    /// Other formats leave all texts as they are, with and without it
    #[arg(long)]
    raw: bool,
    /// Replace a file that is there already
    #[arg(long)]
    force: bool,
    #[command(flatten)]
    database: DatabaseArgument,
}

impl ExportFile {
    pub(super) async fn run(self) -> anyhow::Result<()> {
        let opened = Opened::at(&self.database).await?;
        let bar = progress_bar()?;
        let tell = |progress: ExportProgress| {
            bar.set_length(progress.expected.max(progress.rows));
            bar.set_position(progress.rows);
        };
        let stop = CancellationToken::new();
        let interrupts = tokio::spawn(stop_when_told(stop.clone()));
        let file = self.out.clone();
        let exported = opened
            .administration
            .export(self.export(), stop, tell)
            .await;
        interrupts.abort();
        bar.finish_and_clear();
        let written = exported?;
        opened.close().await?;
        let rows = counted(written.rows, "row");
        println!("{}: {rows}, {}.", file.display(), HumanBytes(written.bytes));
        println!("SHA-256: {}", written.sha256);
        Ok(())
    }

    fn export(self) -> Export {
        Export {
            organization: self.organization.organization,
            first_day: self.from,
            last_day: self.to,
            zone: self.time_zone,
            format: self.format,
            raw: self.raw,
            file: self.out,
            force: self.force,
        }
    }
}

fn progress_bar() -> anyhow::Result<ProgressBar> {
    let template = "{wide_bar} {percent}%, {human_pos} rows, {per_sec}, {eta} left";
    Ok(ProgressBar::new(0).with_style(ProgressStyle::with_template(template)?))
}

/// Has the export clean up after itself when this program is to end.
async fn stop_when_told(stop: CancellationToken) {
    if told_to_stop().await.is_ok() {
        stop.cancel();
    }
}

fn day(text: &str) -> Result<NaiveDate, &'static str> {
    text.parse()
        .map_err(|_| "a day is written as year, month and day, such as 2026-03-31")
}
