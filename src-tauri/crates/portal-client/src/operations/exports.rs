//! Exports of the chart data of the organization in view.

use chrono::{DateTime, NaiveDate, Utc};

use crate::schema;

/// What can be exported, and how.
#[derive(Clone, Debug, PartialEq, Eq, cynic::QueryFragment)]
pub struct ChartDataExport {
    /// IANA name of the organization's time zone: days begin at midnight there.
    pub time_zone: String,
    /// The day that it is there: the last one that can be chosen.
    pub today: NaiveDate,
    /// The first day with data; `None` while there is none.
    pub earliest: Option<NaiveDate>,
    /// The last day with data; `None` while there is none.
    pub latest: Option<NaiveDate>,
    /// For how many hours a file can be downloaded.
    pub kept_for_hours: i32,
    /// How many minutes an export may take.
    pub allowed_minutes: i32,
    /// How many days a range may have.
    pub limit_days: i32,
}

/// An export.
#[derive(Clone, Debug, PartialEq, cynic::QueryFragment)]
pub struct Export {
    /// Its id.
    pub id: cynic::Id,
    /// First day of its range.
    pub first_day: NaiveDate,
    /// Last day of its range, included.
    pub last_day: NaiveDate,
    /// IANA name of the time zone that the days are of.
    pub time_zone: String,
    /// Beginning of the range.
    pub from: DateTime<Utc>,
    /// End of the range, not included.
    pub until: DateTime<Utc>,
    /// What the file is.
    pub format: ExportFormat,
    /// Whether text that looks like a formula is left as it is.
    pub is_raw: bool,
    /// How far it has come.
    pub state: ExportState,
    /// Why it failed.
    pub failure: Option<ExportFailure>,
    /// When it was asked for.
    pub created_at: DateTime<Utc>,
    /// When it began to run; `None` while it waits.
    pub started_at: Option<DateTime<Utc>>,
    /// When it came to its end.
    pub finished_at: Option<DateTime<Utc>>,
    /// Until when the file can be downloaded.
    pub expires_at: Option<DateTime<Utc>>,
    /// Rows written so far; of a finished one, all.
    pub rows: f64,
    /// Rows that there will be; `None` until they are counted.
    pub expected_rows: Option<f64>,
    /// About how many seconds it still takes; `None` when nothing can be said.
    pub seconds_left: Option<i32>,
    /// Octets of the file; `None` before it is ready.
    pub size: Option<f64>,
    /// SHA-256 of the file in hexadecimal, once it is ready.
    pub sha256: Option<String>,
    /// Display name of who asked for it; `None` when the account is gone.
    pub requested_by: Option<String>,
    /// Whether the person asked for it.
    pub is_own: bool,
    /// Whether the person may give it up now.
    pub can_cancel: bool,
    /// Of one that timed out: into how many parts it would be split; `None` for a single day.
    pub split_into: Option<i32>,
}

/// What the file of an export is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, cynic::Enum)]
pub enum ExportFormat {
    /// Text with commas.
    Csv,
    /// The same, compressed by gzip.
    CsvGzip,
    /// Apache Parquet.
    Parquet,
    /// One JSON object a line.
    JsonLines,
    /// One that a later portal knows; can't be sent.
    #[cynic(fallback)]
    Unknown,
}

/// How far an export has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, cynic::Enum)]
pub enum ExportState {
    /// It waits or runs.
    InProgress,
    /// The file can be downloaded.
    Ready,
    /// It took longer than allowed.
    TimedOut,
    /// It was stopped.
    Cancelled,
    /// It could not be made.
    Failed,
    /// The file was deleted after its time.
    Expired,
    /// One that a later portal knows.
    #[cynic(fallback)]
    Unknown,
}

/// Why an export failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, cynic::Enum)]
pub enum ExportFailure {
    /// It was begun again and again, and never came to its end.
    Interrupted,
    /// The portal has no room for the file.
    StorageFull,
    /// The file could not be kept.
    StorageFailed,
    /// The data could not be read.
    DataUnreadable,
    /// Who asked for it may not see charts any more, or exports were turned off.
    AccessWithdrawn,
    /// A reason that a later portal knows.
    #[cynic(fallback)]
    Unknown,
}

/// A page of exports, the newest first.
#[derive(Clone, Debug, PartialEq, cynic::QueryFragment)]
pub struct ExportList {
    /// The exports.
    pub data: Vec<Export>,
    /// Asks for the next page; `None` on the last.
    pub cursor: Option<String>,
}

#[derive(cynic::QueryVariables)]
pub(crate) struct LookAtExportsVariables<'a> {
    pub(crate) first: i32,
    pub(crate) after: Option<&'a str>,
}

/// Asks for what can be exported, and for one page of exports.
#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query", variables = "LookAtExportsVariables")]
pub(crate) struct LookAtExports {
    pub(crate) chart_data_export: Option<ChartDataExport>,
    #[arguments(first: $first, after: $after)]
    pub(crate) exports: Option<ExportList>,
}

#[derive(cynic::QueryVariables)]
pub(crate) struct LookAtExportVariables<'a> {
    pub(crate) id: &'a cynic::Id,
}

/// Asks for one export.
#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query", variables = "LookAtExportVariables")]
pub(crate) struct LookAtExport {
    #[arguments(id: $id)]
    pub(crate) export: Option<Export>,
}
