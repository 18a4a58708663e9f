//! Exports of chart data.

use std::collections::BTreeMap;
use std::sync::Arc;

use async_graphql::{ComplexObject, Context, ID, SimpleObject};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::DateTime;
use chrono_tz::Tz;
use tokio::sync::OnceCell;
use uuid::Uuid;

use super::{Date, Instant, count};
use crate::auth::ActiveSession;
use crate::domain::{ExportFailure, ExportFormat, ExportRangeRefusal, ExportState, LONGEST_EXPORT};
use crate::exports::range::today;
use crate::exports::{DownloadLink, LinkedExport, UNDER_WAY_OF_PERSON, may_cancel, parts_of};
use crate::graphql::Fault;
use crate::portal::Portal;
use crate::store::entities::{export, organization};
use crate::store::exports::ExportPosition;
use crate::store::{StoreError, accounts, streams};

/// Raw chart data of a range of days: a job, and then its file.
#[derive(SimpleObject)]
pub(crate) struct Export {
    /// Opaque id.
    id: ID,
    /// First day of its range.
    first_day: Date,
    /// Last day of its range, which belongs to it.
    last_day: Date,
    /// IANA time zone of these days.
    time_zone: String,
    /// When the first day begins.
    from: Instant,
    /// When the last day ends.
    until: Instant,
    /// What the file is.
    format: ExportFormat,
    /// Whether texts that look like formulas stay as they are; false where the format is not CSV, and leaves all as they are.
    is_raw: bool,
    /// How far it has come.
    state: ExportState,
    /// Why it failed; null unless it did.
    failure: Option<ExportFailure>,
    /// When it was asked for.
    created_at: Instant,
    /// When it was taken up; null while it waits for its turn.
    started_at: Option<Instant>,
    /// When it came to its end; null while it is in progress.
    finished_at: Option<Instant>,
    /// Until when its file can be downloaded; null when there was none.
    expires_at: Option<Instant>,
    /// Output events written by now; of a complete one, all of them.
    rows: f64,
    /// Output events that are to be expected; null before they were counted.
    expected_rows: Option<f64>,
    /// Seconds until it is likely to be complete; null where nothing can be said.
    seconds_left: Option<i32>,
    /// Octets of the file; null before it is complete.
    size: Option<f64>,
    /// SHA-256 of the file, in lower-case hexadecimal; null unless it can be downloaded.
    sha256: Option<String>,
    /// Display name of who asked for it; null when the account is gone.
    requested_by: Option<String>,
    /// Whether the viewer asked for it.
    is_own: bool,
    /// Whether the viewer can call it off now.
    can_cancel: bool,
    /// Into how many parts `splitExport` splits it; null where it can't be split.
    split_into: Option<i32>,
}

impl Export {
    /// An export as it is told.
    ///
    /// # Errors
    ///
    /// When the store fails.
    pub(crate) async fn of(
        row: export::Model,
        portal: &Portal,
        viewer: &ActiveSession,
    ) -> Result<Self, StoreError> {
        let mut told = Self::all_of(vec![row], portal, viewer).await?;
        told.pop()
            .ok_or(StoreError::Inconsistent("an export is gone"))
    }

    /// Exports as they are told, in their order.
    ///
    /// # Errors
    ///
    /// When the store fails.
    pub(crate) async fn all_of(
        rows: Vec<export::Model>,
        portal: &Portal,
        viewer: &ActiveSession,
    ) -> Result<Vec<Self>, StoreError> {
        let requesters = rows.iter().map(|row| row.requester_id);
        let names = accounts::display_names(portal.store.read(), requesters).await?;
        let told = rows.into_iter().map(|row| Self::told(row, &names, viewer));
        Ok(told.collect())
    }

    fn told(row: export::Model, names: &BTreeMap<Uuid, String>, viewer: &ActiveSession) -> Self {
        Self {
            id: ID::from(row.id),
            first_day: Date(row.first_day),
            last_day: Date(row.last_day),
            from: Instant(row.begins_at),
            until: Instant(row.ends_at),
            format: row.format,
            is_raw: row.raw,
            state: row.state,
            failure: row.failure,
            created_at: Instant(row.created_at),
            started_at: row.started_at.map(Instant),
            finished_at: row.finished_at.map(Instant),
            expires_at: row.expires_at.map(Instant),
            rows: row.rows as f64,
            expected_rows: row.expected_rows.map(|rows| rows as f64),
            seconds_left: seconds_left(&row),
            size: row.size.map(|size| size as f64),
            requested_by: names.get(&row.requester_id).cloned(),
            is_own: row.requester_id == viewer.account.id,
            can_cancel: row.is_under_way() && may_cancel(viewer.account.id, &viewer.roles, &row),
            split_into: parts_of(&row).map(|parts| count(parts.into())),
            sha256: row.sha256.filter(|_| row.state == ExportState::Ready),
            time_zone: row.time_zone,
        }
    }
}

/// As if the rest took as long as what is done, row by row.
fn seconds_left(row: &export::Model) -> Option<i32> {
    let expected = row.expected_rows.filter(|_| row.is_under_way())?;
    if row.rows <= 0 || expected < row.rows {
        return None;
    }
    let each = row.ran_for as f64 / 1_000.0 / row.rows as f64;
    // What is left of a float is cut off, and what is beyond the type is its largest number.
    Some((each * (expected - row.rows) as f64).ceil() as i32)
}

/// A page of exports.
#[derive(SimpleObject)]
pub(crate) struct ExportList {
    /// The exports, the newest first.
    pub(crate) data: Vec<Export>,
    /// `after` of the next page; null when there is none.
    pub(crate) cursor: Option<String>,
}

/// What can be exported in the organization in view.
#[derive(SimpleObject)]
#[graphql(complex)]
pub(crate) struct ChartDataExport {
    /// IANA time zone of the organization, in whose calendar days are chosen.
    pub(crate) time_zone: String,
    /// Which day it is there: the last that can be chosen.
    pub(crate) today: Date,
    #[graphql(skip)]
    pub(crate) heard: HeardDays,
    /// For how many hours a file can be downloaded.
    pub(crate) kept_for_hours: i32,
    /// For how many minutes an export may run.
    pub(crate) allowed_minutes: i32,
    /// The most days that can be exported at once.
    pub(crate) limit_days: i32,
}

#[ComplexObject]
impl ChartDataExport {
    /// Day of the first output event there is; null while there is none.
    async fn earliest(&self, context: &Context<'_>) -> Result<Option<Date>, Fault> {
        Ok(self.heard.days(context).await?.map(|(first, _)| first))
    }

    /// Day of the last output event there is; null while there is none.
    async fn latest(&self, context: &Context<'_>) -> Result<Option<Date>, Fault> {
        Ok(self.heard.days(context).await?.map(|(_, last)| last))
    }
}

/// The days of the first and the last output event of an organization: looked up once, for who asks, since that takes a look
/// at each stream.
pub(crate) struct HeardDays {
    organization: Uuid,
    zone: Tz,
    days: OnceCell<Option<(Date, Date)>>,
}

impl HeardDays {
    /// Those of an organization, in its time zone.
    pub(crate) fn of(organization: &organization::Model) -> Self {
        Self {
            organization: organization.id,
            zone: organization.zone(),
            days: OnceCell::new(),
        }
    }

    async fn days(&self, context: &Context<'_>) -> Result<Option<(Date, Date)>, StoreError> {
        let database = context.data_unchecked::<Arc<Portal>>().store.read();
        let look = async || {
            let heard = streams::heard_between(database, self.organization).await?;
            let day = |micros: i64| {
                let at = DateTime::from_timestamp_micros(micros)?;
                Some(Date(today(self.zone, at)))
            };
            Ok(heard.and_then(|(first, last)| Some((day(first)?, day(last)?))))
        };
        self.days.get_or_try_init(look).await.copied()
    }
}

/// What an export would be.
#[derive(SimpleObject)]
pub(crate) struct ExportEstimate {
    /// Output events in the range.
    pub(crate) rows: f64,
    /// Whether they were counted; where there are many, they are worked out from samples.
    pub(crate) is_exact: bool,
    /// Octets that the file is likely to have.
    pub(crate) size: f64,
}

/// A link to a file, and what the file is.
#[derive(SimpleObject)]
pub(crate) struct ExportDownload {
    /// The path on this portal, such as `/exports/…`: for one file, and for this session alone. `Range` and `If-Range` are understood.
    path: String,
    /// Until when it can be used. It leads nowhere before that once the right to it is withdrawn.
    expires_at: Instant,
    /// What the file may be called.
    file_name: String,
    /// Its octets.
    size: f64,
    /// SHA-256 of it, in lower-case hexadecimal; the entity tag is the same in quotation marks.
    sha256: String,
    /// The manifest of the file, as JSON.
    manifest: String,
}

impl ExportDownload {
    /// The link to a file as it is told; `None` for an export without one.
    pub(crate) fn of(linked: &LinkedExport, link: DownloadLink) -> Option<Self> {
        Some(Self {
            path: link.path,
            expires_at: Instant(link.expires_at),
            file_name: linked.file_name(),
            size: linked.size()? as f64,
            sha256: linked.export.sha256.clone()?,
            manifest: linked.manifest()?,
        })
    }
}

/// The range can't be exported.
#[derive(SimpleObject)]
pub(crate) struct ExportRangeRefused {
    /// Why.
    reason: ExportRangeRefusal,
    /// The most days that can be exported at once.
    limit_days: i32,
}

impl From<ExportRangeRefusal> for ExportRangeRefused {
    fn from(reason: ExportRangeRefusal) -> Self {
        Self {
            reason,
            limit_days: most_days(),
        }
    }
}

/// The viewer has as many exports under way as they may.
#[derive(SimpleObject)]
pub(crate) struct TooManyExports {
    /// How many that are.
    limit: i32,
}

impl Default for TooManyExports {
    fn default() -> Self {
        Self {
            limit: count(UNDER_WAY_OF_PERSON),
        }
    }
}

/// The most days that can be exported at once.
pub(crate) fn most_days() -> i32 {
    i32::try_from(LONGEST_EXPORT).unwrap_or(i32::MAX)
}

/// A position as clients hold it: opaque.
pub(crate) fn write_export_cursor(export: &export::Model) -> String {
    let micros = export.created_at.timestamp_micros();
    URL_SAFE_NO_PAD.encode(format!("{}{micros}", export.id.simple()))
}

/// The position of a cursor that this portal wrote.
///
/// # Errors
///
/// When it is no cursor.
pub(crate) fn read_export_cursor(cursor: &str) -> Result<ExportPosition, Fault> {
    parse(cursor).ok_or_else(|| Fault::BadInput("`after` is not a cursor of this list.".to_owned()))
}

fn parse(cursor: &str) -> Option<ExportPosition> {
    let text = String::from_utf8(URL_SAFE_NO_PAD.decode(cursor).ok()?).ok()?;
    let (id, micros) = text.split_at_checked(32)?;
    Some(ExportPosition {
        id: Uuid::try_parse(id).ok()?,
        created_at: DateTime::from_timestamp_micros(micros.parse().ok()?)?,
    })
}
