//! What is said about a file beside it.

use chrono::{NaiveDate, SecondsFormat};
use serde::Serialize;

use super::encoding::Column;
use super::{SCHEMA_VERSION, Wanted, Written};

/// What a file of exported chart data is, for people and programs that get it: JSON in a file of its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Manifest {
    /// What the columns mean; 1.
    pub schema_version: u32,
    /// Name of the organization.
    pub organization: String,
    /// The first day.
    pub first_day: NaiveDate,
    /// The last day, which is included.
    pub last_day: NaiveDate,
    /// The IANA time zone whose days they are.
    pub time_zone: String,
    /// When the first day begins, in UTC.
    pub from: String,
    /// When the day after the last one begins, in UTC.
    pub until: String,
    /// The format, as it is named on the command line.
    pub format: String,
    /// Whether texts that spreadsheets take for formulas were left as they are, in CSV; false for other formats.
    pub raw: bool,
    /// Events.
    pub rows: u64,
    /// Octets.
    pub size: u64,
    /// The SHA-256 of the file, in lower-case hexadecimal digits.
    pub sha256: String,
    /// Name of the file, without the directory.
    pub file: String,
    /// The columns, in order.
    pub columns: &'static [Column],
}

impl Manifest {
    /// The manifest of a file that was written.
    #[must_use]
    pub fn of(wanted: &Wanted, written: &Written, organization: &str, file: &str) -> Self {
        let range = &wanted.range;
        Self {
            schema_version: SCHEMA_VERSION,
            organization: organization.to_owned(),
            first_day: range.first_day,
            last_day: range.last_day,
            time_zone: range.zone.name().to_owned(),
            from: range.from.to_rfc3339_opts(SecondsFormat::Secs, true),
            until: range.until.to_rfc3339_opts(SecondsFormat::Secs, true),
            format: wanted.format.to_string(),
            raw: wanted.raw,
            rows: written.rows,
            size: written.bytes,
            sha256: written.sha256.clone(),
            file: file.to_owned(),
            columns: Column::all_of(wanted.format),
        }
    }

    /// Its text.
    #[must_use]
    pub fn to_json(&self) -> String {
        // Texts and numbers always have a form in JSON.
        serde_json::to_string_pretty(self).unwrap_or_default() + "\n"
    }
}
