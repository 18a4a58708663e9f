//! Exports of chart data.

use sea_orm::entity::prelude::*;

use crate::domain::{ExportFailure, ExportFormat, ExportState};

/// An export of the output events of a range: a job, and then its file.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "exports")]
pub struct Model {
    /// Opaque id; later ones sort later.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The organization.
    pub organization_id: Uuid,
    /// Who asked for it.
    pub requester_id: Uuid,
    /// First day of its range.
    pub first_day: Date,
    /// Last day of its range, which belongs to it.
    pub last_day: Date,
    /// IANA time zone of these days.
    pub time_zone: String,
    /// Beginning of the first day, in UTC.
    pub begins_at: DateTimeUtc,
    /// End of the last day, in UTC; does not belong to the range any more.
    pub ends_at: DateTimeUtc,
    /// What the file is.
    pub format: ExportFormat,
    /// Whether texts that look like formulas stay as they are, in CSV; false for other formats.
    pub raw: bool,
    /// How far it has come.
    pub state: ExportState,
    /// Why it failed, if it did.
    pub failure: Option<ExportFailure>,
    /// When it was asked for, in UTC.
    pub created_at: DateTimeUtc,
    /// When it was taken up first, in UTC; `None` while it waits for its turn.
    pub started_at: Option<DateTimeUtc>,
    /// When it came to its end, in UTC.
    pub finished_at: Option<DateTimeUtc>,
    /// Until when its file can be downloaded, in UTC.
    pub expires_at: Option<DateTimeUtc>,
    /// How often it was taken up.
    pub attempts: i32,
    /// Counts those who took it up or ended it. Whoever writes for it names the number that was theirs, and comes too
    /// late once it is another.
    pub fence: i64,
    /// Until when it belongs to whoever took it up last, in UTC.
    pub lease_until: Option<DateTimeUtc>,
    /// Milliseconds that were spent on it since it was taken up last, as far as is known.
    pub ran_for: i64,
    /// Events written by now; of a finished one, all of them.
    pub rows: i64,
    /// Events that are to be expected; `None` before they were counted.
    pub expected_rows: Option<i64>,
    /// Up to when the range is written by now, in UTC.
    pub reached_at: Option<DateTimeUtc>,
    /// Octets of its file.
    pub size: Option<i64>,
    /// SHA-256 of its file in lower-case hexadecimal; names it in the object store. While it is under way, that of the file
    /// that is being sent there.
    pub sha256: Option<String>,
}

impl Model {
    /// Whether it waits for its turn, or for whoever takes it up again.
    #[must_use]
    pub fn is_under_way(&self) -> bool {
        self.state == ExportState::InProgress
    }
}

impl ActiveModelBehavior for ActiveModel {}
