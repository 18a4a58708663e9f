//! `portal-server import`

use std::path::PathBuf;
use std::time::Instant;

use anyhow::Context;
use chrono_tz::Tz;
use clap::Args;
use indicatif::{HumanCount, ProgressBar, ProgressStyle};

use super::arguments::{DatabaseArgument, OrganizationArgument, zone};
use super::counted::counted;
use super::open::Opened;
use crate::administration::{Import, ImportOptions, ImportProgress, Imported, TimeFormat, Times};
use crate::domain::{MAXIMUM_NAME_LENGTH, plain_name};

/// Load output events of devices from a file of comma-separated values
///
/// The first line names the columns. With the columns time, device, skill, workflow, key and value, each
/// line is one event. In any other file, each column but time, device, skill and workflow is a key, and each
/// line has an event for every field that is not empty. A value is a number, true or false, or else a text.
///
/// A time is written as in RFC 3339 (2026-03-02T08:00:00Z), or without an offset as 2026-03-02T08:00:00 or
/// 2026-03-02 08:00:00, in the zone that --time-zone names. Of a time that clocks show twice, the first counts.
///
/// Devices, skills and workflows that the organization doesn't have are made. A value that the device had for the
/// key at that time already is not added again, so that a file can be loaded twice. Lines that can't be read are
/// left out, unless --strict is given; the first 20 of them are listed with their reasons, and the numbers of the others.
#[derive(Args)]
#[command(after_help = "\
Examples:
  portal-server import --organization 'ACME Robotics' readings.csv
  portal-server import --organization 'ACME Robotics' --device 'Weather station' --time-column date \\
      --time-zone America/Los_Angeles --workspace Weather seattle-weather-hourly-normals.csv
  portal-server import --organization 'ACME Robotics' --device-column location --time-column date \\
      --time-format %Y-%m-%d --time-zone UTC weather.csv")]
pub(super) struct ImportFile {
    #[command(flatten)]
    organization: OrganizationArgument,
    /// The device that all of it is from, for a file without such a column
    #[arg(long, value_name = "NAME", value_parser = name, conflicts_with = "device_column")]
    device: Option<String>,
    /// The column that names the device
    #[arg(long, value_name = "NAME")]
    device_column: Option<String>,
    /// The skill that all of it is from, for a file without such a column [default: Import]
    #[arg(long, value_name = "NAME", value_parser = name)]
    skill: Option<String>,
    /// The workflow that all of it is from, for a file without such a column [default: Import]
    #[arg(long, value_name = "NAME", value_parser = name)]
    workflow: Option<String>,
    /// The column with the time
    #[arg(long, value_name = "NAME")]
    time_column: Option<String>,
    /// The form of times in the notation of strftime, such as '%d.%m.%Y %H:%M'; a day alone begins at midnight
    #[arg(long, value_name = "FORM")]
    time_format: Option<TimeFormat>,
    /// The time zone of times without an offset, such as Europe/Berlin
    #[arg(long, value_name = "ZONE", value_parser = zone)]
    time_zone: Option<Tz>,
    /// Leave the database as it is when a line can't be read, or the last one has no line end
    ///
    /// The whole file is one transaction then, during which nobody else can change anything on SQLite.
    #[arg(long)]
    strict: bool,
    /// Put a line chart of each key with numbers into this charts workspace, which is made if there is none
    #[arg(long, value_name = "NAME", value_parser = name)]
    workspace: Option<String>,
    #[command(flatten)]
    database: DatabaseArgument,
    /// The file
    file: PathBuf,
}

impl ImportFile {
    #[expect(
        clippy::disallowed_methods,
        reason = "the time it took is told to a person"
    )]
    pub(super) async fn run(self) -> anyhow::Result<()> {
        let size = std::fs::metadata(&self.file)
            .with_context(|| format!("{} can't be read", self.file.display()))?
            .len();
        let opened = Opened::at(&self.database).await?;
        let bar = progress_bar(size)?;
        let begun = Instant::now();
        let progress = |progress: ImportProgress| {
            bar.set_position(progress.read);
            let per_second = rate(progress.events, begun);
            let events = HumanCount(progress.events);
            bar.set_message(format!("{events} events, {per_second}/s"));
        };
        let imported = opened.administration.import(self.import(), progress).await;
        bar.finish_and_clear();
        let imported = imported?;
        opened.close().await?;
        let bad = imported.bad.count();
        if bad > 0 {
            eprintln!("Left out: {} that can't be read.", counted(bad, "line"));
            eprintln!("{}", imported.bad);
        }
        if let Some(line) = imported.without_end {
            eprintln!("Line {line} has no line end: the file may be cut off there.");
        }
        println!("{}", summary(&imported, begun));
        Ok(())
    }

    fn import(self) -> Import {
        Import {
            organization: self.organization.organization,
            file: self.file,
            options: ImportOptions {
                device: self.device,
                device_column: self.device_column,
                skill: self.skill,
                workflow: self.workflow,
                time_column: self.time_column,
                times: Times {
                    format: self.time_format,
                    zone: self.time_zone,
                },
            },
            strict: self.strict,
            workspace: self.workspace,
        }
    }
}

fn progress_bar(size: u64) -> anyhow::Result<ProgressBar> {
    let template = "{wide_bar} {percent}% of {total_bytes}, {msg}, {eta} left";
    Ok(ProgressBar::new(size).with_style(ProgressStyle::with_template(template)?))
}

fn rate(events: u64, begun: Instant) -> HumanCount {
    let per_second = events as f64 / begun.elapsed().as_secs_f64();
    // What is left of a float is cut off, and no rate is beyond the type.
    HumanCount(per_second as u64)
}

fn summary(imported: &Imported, begun: Instant) -> String {
    let events = imported.added + imported.already_there;
    format!(
        "{}: {} added, {} already there, {} ({} events/s).",
        counted(imported.lines, "line"),
        counted(imported.added, "event"),
        HumanCount(imported.already_there),
        counted(imported.devices_made, "new device"),
        rate(events, begun),
    )
}

fn name(text: &str) -> Result<String, String> {
    let name = plain_name(text, MAXIMUM_NAME_LENGTH).map(str::to_owned);
    name.ok_or_else(|| format!("a name has 1 to {MAXIMUM_NAME_LENGTH} characters on one line"))
}
