//! Exports that the sample's people asked for, before their files expired.

use chrono::{Days, TimeDelta};
use sea_orm::DatabaseTransaction;

use super::SampleTime;
use super::load::{LoadSampleError, id};
use super::people::{ADA, MEI};
use super::tenants::zone_of;
use crate::domain::{ExportFormat, ExportState};
use crate::exports::range::{ExportRange, today};
use crate::store::entities::export;
use crate::store::exports;

/// For how long files are kept, and how long the ones that timed out ran.
const KEPT: TimeDelta = TimeDelta::hours(24);
const ALLOWED: TimeDelta = TimeDelta::minutes(10);

/// One of them.
struct Past {
    tenant: &'static str,
    email: &'static str,
    /// How many days ago it was asked for.
    ago: u64,
    /// How many days it is of, the last of them the day before.
    days: u64,
    format: ExportFormat,
    state: ExportState,
    rows: i64,
    /// Octets of its file, if it had one.
    size: Option<i64>,
}

const PAST: [Past; 4] = [
    Past {
        tenant: "ACME Robotics",
        email: ADA,
        ago: 9,
        days: 90,
        format: ExportFormat::CsvGzip,
        state: ExportState::Expired,
        rows: 61_344,
        size: Some(1_214_720),
    },
    Past {
        tenant: "ACME Robotics",
        email: ADA,
        ago: 9,
        days: 365,
        format: ExportFormat::Csv,
        state: ExportState::TimedOut,
        rows: 88_200,
        size: None,
    },
    Past {
        tenant: "ACME Robotics",
        email: ADA,
        ago: 2,
        days: 31,
        format: ExportFormat::Parquet,
        state: ExportState::Expired,
        rows: 21_150,
        size: Some(187_904),
    },
    Past {
        tenant: "Cobalt Energy",
        email: MEI,
        ago: 4,
        days: 7,
        format: ExportFormat::Csv,
        state: ExportState::Cancelled,
        rows: 0,
        size: None,
    },
];

/// Loads them.
pub(super) async fn load(
    transaction: &DatabaseTransaction,
    time: SampleTime,
) -> Result<(), LoadSampleError> {
    for (minute, past) in (0..).zip(&PAST) {
        exports::insert(transaction, past.row(minute, time)).await?;
    }
    Ok(())
}

impl Past {
    fn row(&self, minute: i64, time: SampleTime) -> export::Model {
        let ago = TimeDelta::days(i64::try_from(self.ago).unwrap_or_default());
        let created_at = time.until - ago + TimeDelta::minutes(minute);
        let zone = zone_of(self.tenant);
        let last_day = today(zone, created_at) - Days::new(1);
        let first_day = last_day - Days::new(self.days - 1);
        let days = ExportRange::of_days(first_day, last_day, zone, created_at);
        let (from, until) = days.map_or((created_at, created_at), |days| (days.from, days.until));
        let took = match self.state {
            ExportState::TimedOut => ALLOWED,
            _ => TimeDelta::seconds(self.rows / 20_000 + 1),
        };
        let whole = self.size.is_some();
        export::Model {
            id: id(&format!("export/{minute}/{}", self.days), self.tenant),
            organization_id: id("organization", self.tenant),
            requester_id: id("account", self.email),
            first_day,
            last_day,
            time_zone: zone.name().to_owned(),
            begins_at: from,
            ends_at: until,
            format: self.format,
            raw: false,
            state: self.state,
            failure: None,
            created_at,
            started_at: Some(created_at),
            finished_at: Some(created_at + took),
            expires_at: whole.then_some(created_at + took + KEPT),
            attempts: 1,
            fence: 1,
            lease_until: None,
            ran_for: took.num_milliseconds(),
            rows: self.rows,
            expected_rows: Some(self.rows),
            // A year of which a quarter was done.
            reached_at: Some(match self.state {
                ExportState::TimedOut => from + (until - from) / 4,
                _ => until,
            }),
            size: self.size,
            sha256: None,
        }
    }
}
