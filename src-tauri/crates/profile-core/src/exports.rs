//! Exports of the chart data of the organization in view.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::home::ExportState;

/// What can be exported, and the exports that were asked for last.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ChartExports {
    /// What can be exported, and how.
    pub offer: ExportOffer,
    /// The last five, whoever asked for them, the newest first.
    pub latest: Vec<Export>,
    /// Whether there are more.
    pub has_more: bool,
}

/// What can be exported, and how.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ExportOffer {
    /// IANA name of the organization's time zone: days begin at midnight there.
    pub time_zone: String,
    /// The day that it is there: the last one that can be chosen.
    pub today: NaiveDate,
    /// The first day with data; absent while there is none.
    pub earliest: Option<NaiveDate>,
    /// The last day with data; absent while there is none.
    pub latest: Option<NaiveDate>,
    /// For how many hours a file can be downloaded.
    pub kept_for_hours: u32,
    /// How many minutes an export may take.
    pub allowed_minutes: u32,
    /// How many days a range may have.
    pub limit_days: u32,
}

/// An export.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Export {
    /// Opaque id.
    pub id: String,
    /// First day of its range.
    pub first_day: NaiveDate,
    /// Last day of its range, included.
    pub last_day: NaiveDate,
    /// IANA name of the time zone that the days are of.
    pub time_zone: String,
    /// What the file is; absent for what this app doesn't know.
    pub format: Option<ExportFormat>,
    /// Whether text that looks like a formula is left as it is.
    pub is_raw: bool,
    /// How far it has come; absent for what this app doesn't know.
    pub state: Option<ExportState>,
    /// Why it failed; absent also for what this app doesn't know.
    pub failure: Option<ExportFailure>,
    /// When it was asked for, in UTC.
    pub created_at: DateTime<Utc>,
    /// When it began to run, in UTC; absent while it waits.
    pub started_at: Option<DateTime<Utc>>,
    /// When it came to its end, in UTC.
    pub finished_at: Option<DateTime<Utc>>,
    /// Until when the file can be downloaded, in UTC; of those that are ready or expired.
    pub expires_at: Option<DateTime<Utc>>,
    /// Rows written so far; of a finished one, all.
    pub rows: f64,
    /// Rows that there will be; absent until they are counted.
    pub expected_rows: Option<f64>,
    /// About how many seconds it still takes; absent when nothing can be said.
    pub seconds_left: Option<u32>,
    /// Octets of the file; absent before it is ready.
    pub size: Option<f64>,
    /// Who asked for it; absent when the account is gone.
    pub requested_by: Option<String>,
    /// Whether the person asked for it.
    pub is_own: bool,
    /// Whether the person may give it up now.
    pub can_cancel: bool,
    /// Of one that timed out: into how many parts it would be split; absent for a single day.
    pub split_into: Option<u32>,
}

/// What the file of an export is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ExportFormat {
    /// Text with commas.
    Csv,
    /// The same, compressed by gzip.
    CsvGzip,
    /// Apache Parquet.
    Parquet,
    /// One JSON object a line.
    JsonLines,
}

impl ExportFormat {
    /// How the names of its files end.
    #[must_use]
    pub fn extension(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::CsvGzip => "csv.gz",
            Self::Parquet => "parquet",
            Self::JsonLines => "jsonl",
        }
    }
}

/// Why an export failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
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
}

/// A page of exports.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ExportsPage {
    /// IANA name of the organization's time zone by now.
    pub time_zone: String,
    /// The exports, the newest first.
    pub exports: Vec<Export>,
    /// Asks for the next page; absent on the last.
    pub cursor: Option<String>,
}

/// What is to be exported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ExportWish {
    /// The first day, in the organization's time zone.
    pub first_day: NaiveDate,
    /// The last day, included.
    pub last_day: NaiveDate,
    /// What the file is to be.
    pub format: ExportFormat,
    /// Whether text that looks like a formula is left as it is.
    pub is_raw: bool,
}

/// What an export would have in it, or why there can't be one.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(
    tag = "kind",
    rename_all = "snake_case",
    rename_all_fields = "camelCase"
)]
pub enum ExportEstimateOutcome {
    /// About that much.
    Estimated {
        /// Rows.
        rows: f64,
        /// Whether they were counted.
        is_exact: bool,
        /// Octets of the file, about.
        size: f64,
    },
    /// The range can't be exported.
    RangeRefused {
        /// Why.
        reason: ExportRangeRefusal,
        /// How many days a range may have.
        limit_days: u32,
    },
    /// The organization has no exports, or the person may not see its charts.
    Unavailable,
}

/// Why a range can't be exported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ExportRangeRefusal {
    /// Its end is before its start.
    EndBeforeStart,
    /// It ends after today.
    InFuture,
    /// It has too many days.
    TooLong,
    /// For what this app doesn't know.
    Other,
}

/// What came of asking for exports.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(
    tag = "kind",
    rename_all = "snake_case",
    rename_all_fields = "camelCase"
)]
pub enum RequestExportOutcome {
    /// They wait or run: one, or the parts that one was split into.
    Requested {
        /// The exports, the earliest range first.
        exports: Vec<Export>,
    },
    /// The range can't be exported.
    RangeRefused {
        /// Why.
        reason: ExportRangeRefusal,
        /// How many days a range may have.
        limit_days: u32,
    },
    /// The organization has no exports, or the person may not see its charts.
    Unavailable,
    /// So many wait or run already.
    TooMany {
        /// How many may.
        limit: u32,
    },
    /// There is none with this id (any more).
    NotFound,
    /// It did not time out, or has one day only.
    NotSplit,
}

/// What came of giving an export up.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum CancelExportOutcome {
    /// It is given up.
    Cancelled {
        /// The export as it is now.
        export: Box<Export>,
    },
    /// It had come to its end before.
    NotCancelled {
        /// The export as it is now.
        export: Box<Export>,
    },
    /// There is none.
    NotFound,
}
