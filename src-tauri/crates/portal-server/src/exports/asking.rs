//! Asking for exports, again as well, and calling them off.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;
use sea_orm::DatabaseTransaction;
use secrecy::SecretString;
use uuid::Uuid;

use super::UNDER_WAY_OF_PERSON;
use super::range::ExportRange;
use super::splitting::{parts_of, split};
use super::wanted::zone_of;
use crate::auth::{ActiveSession, AuthError, Repeatable, Standing};
use crate::domain::{ExportFormat, ExportRangeRefusal, ExportState, Feature, Members, Role};
use crate::organizations::hold;
use crate::portal::Portal;
use crate::store::entities::{export, organization};
use crate::store::{StoreError, accounts, export_turns, exports, features};

/// What is to be exported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WantedExport {
    /// First day, in the organization's time zone.
    pub first_day: NaiveDate,
    /// Last day, which belongs to the range.
    pub last_day: NaiveDate,
    /// What the file is.
    pub format: ExportFormat,
    /// Whether texts that look like formulas stay as they are, in CSV; false for other formats.
    pub raw: bool,
}

/// What came of asking for an export.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RequestExportOutcome {
    /// It waits for its turn, or is further by now where the request came again.
    Requested(Box<export::Model>),
    /// The range can't be exported.
    RangeRefused(ExportRangeRefusal),
    /// The organization has no exports.
    Unavailable,
    /// The person has as many under way as they may.
    TooMany,
    /// The key came with another request.
    Reused,
    /// There is no export to ask for again.
    NotFound,
    /// The export to ask for again is under way, or its file is there.
    NotOver(Box<export::Model>),
}

/// What came of splitting an export that timed out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SplitExportOutcome {
    /// The smaller ones, the earliest range first.
    Split(Vec<export::Model>),
    /// It did not time out, or is of one day.
    NotSplit,
    /// The organization has no exports.
    Unavailable,
    /// The person would have more under way than they may.
    TooMany,
    /// The key came with another request.
    Reused,
    /// There is no such export.
    NotFound,
}

/// What came of calling an export off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CancelExportOutcome {
    /// It is called off.
    Cancelled(Box<export::Model>),
    /// It had come to its end before.
    NotCancelled(Box<export::Model>),
    /// There is no such export, or it is another's.
    NotFound,
}

/// A transaction in which a person asks for exports.
struct Asking<'a> {
    portal: &'a Portal,
    transaction: DatabaseTransaction,
    account: Uuid,
    organization: organization::Model,
    /// The person's there, which they keep until the transaction ends.
    roles: Vec<Role>,
    now: DateTime<Utc>,
}

impl Portal {
    /// Asks for an export of the organization in view. The same request again asks for nothing.
    ///
    /// # Errors
    ///
    /// When the person may not see charts there (any more), or the store fails.
    pub async fn request_export(
        &self,
        session: &ActiveSession,
        wanted: &WantedExport,
        key: &SecretString,
    ) -> Result<RequestExportOutcome, AuthError> {
        let request = Repeatable {
            operation: "request_export",
            input: format!("{}/{wanted:?}", session.organization.id),
            key,
        };
        let asking = self.asking(session).await?;
        if let Some(before) = asking.repeated(&request).await? {
            return Ok(before);
        }
        let zone = asking.organization.zone();
        asking.request(&request, wanted, zone).await
    }

    /// Asks for the same once more: the range, in the time zone that its days were chosen in, the format and whether it is
    /// raw are those of an export of the organization in view that came to its end and has no file.
    ///
    /// # Errors
    ///
    /// As [`request_export`](Self::request_export).
    pub async fn retry_export(
        &self,
        session: &ActiveSession,
        id: Uuid,
        key: &SecretString,
    ) -> Result<RequestExportOutcome, AuthError> {
        let request = Repeatable {
            operation: "retry_export",
            input: format!("{}/{id}", session.organization.id),
            key,
        };
        let asking = self.asking(session).await?;
        let Some(export) = asking.find(id).await? else {
            return Ok(RequestExportOutcome::NotFound);
        };
        if let Some(before) = asking.repeated(&request).await? {
            return Ok(before);
        }
        if matches!(export.state, ExportState::InProgress | ExportState::Ready) {
            return Ok(RequestExportOutcome::NotOver(Box::new(export)));
        }
        let zone = zone_of(&export)?;
        let wanted = WantedExport {
            first_day: export.first_day,
            last_day: export.last_day,
            format: export.format,
            raw: export.raw,
        };
        asking.request(&request, &wanted, zone).await
    }

    /// Asks for an export that timed out in several parts, sized so that each is likely to be done in time.
    ///
    /// # Errors
    ///
    /// As [`request_export`](Self::request_export).
    pub async fn split_export(
        &self,
        session: &ActiveSession,
        id: Uuid,
        key: &SecretString,
    ) -> Result<SplitExportOutcome, AuthError> {
        let request = Repeatable {
            operation: "split_export",
            input: format!("{}/{id}", session.organization.id),
            key,
        };
        let asking = self.asking(session).await?;
        let Some(export) = asking.find(id).await? else {
            return Ok(SplitExportOutcome::NotFound);
        };
        asking.split(&request, &export).await
    }

    /// Calls an export of the organization in view off: one's own, or anybody's for those who manage the organization.
    ///
    /// # Errors
    ///
    /// As [`request_export`](Self::request_export).
    pub async fn cancel_export(
        &self,
        session: &ActiveSession,
        id: Uuid,
    ) -> Result<CancelExportOutcome, AuthError> {
        let asking = self.asking(session).await?;
        let Some(export) = asking.find(id).await? else {
            return Ok(CancelExportOutcome::NotFound);
        };
        if !may_cancel(asking.account, &asking.roles, &export) {
            return Ok(CancelExportOutcome::NotFound);
        }
        let (transaction, now) = (&asking.transaction, asking.now);
        let cancelled = export_turns::end(transaction, id, ExportState::Cancelled, now).await?;
        let export = exports::by_id(transaction, id).await?;
        let export = export.ok_or(StoreError::Inconsistent("an export is gone"))?;
        // Who calls their own off knows.
        if cancelled && export.requester_id != asking.account {
            let told = self.exports.tell_end(transaction, &export, export.state);
            told.await?;
        }
        asking.transaction.commit().await?;
        self.exports.running.stop(id);
        self.exports.ended(&export);
        Ok(match cancelled {
            true => CancelExportOutcome::Cancelled(Box::new(export)),
            false => CancelExportOutcome::NotCancelled(Box::new(export)),
        })
    }

    async fn asking(&self, session: &ActiveSession) -> Result<Asking<'_>, AuthError> {
        let transaction = self.store.begin_write().await?;
        accounts::lock(&transaction, session.account.id).await?;
        let (organization, roles) = hold(&transaction, session).await?;
        if !Members::ChartViewers.include(organization.kind, &roles) {
            return Err(AuthError::Forbidden);
        }
        Ok(Asking {
            portal: self,
            transaction,
            account: session.account.id,
            organization,
            roles,
            now: self.surroundings.now(),
        })
    }
}

/// Whether a person with these roles may call an export off that is under way.
#[must_use]
pub fn may_cancel(account: Uuid, roles: &[Role], export: &export::Model) -> bool {
    let manages = |role: &Role| matches!(role, Role::Owner | Role::Admin);
    export.requester_id == account || roles.iter().any(manages)
}

impl Asking<'_> {
    async fn find(&self, id: Uuid) -> Result<Option<export::Model>, StoreError> {
        exports::of_organization(&self.transaction, self.organization.id, id).await
    }

    /// What a request was answered before, if it was.
    async fn repeated(
        &self,
        request: &Repeatable<'_>,
    ) -> Result<Option<RequestExportOutcome>, AuthError> {
        Ok(
            match request.standing(&self.transaction, self.account).await? {
                Standing::First => None,
                Standing::Reused => Some(RequestExportOutcome::Reused),
                Standing::Repeated(before) => {
                    let found = exports::by_id(&self.transaction, before.subject).await?;
                    Some(match found {
                        Some(export) => RequestExportOutcome::Requested(Box::new(export)),
                        None => RequestExportOutcome::Reused,
                    })
                }
            },
        )
    }

    /// Asks for an export of days of `zone`, for the first time.
    async fn request(
        self,
        request: &Repeatable<'_>,
        wanted: &WantedExport,
        zone: Tz,
    ) -> Result<RequestExportOutcome, AuthError> {
        if !self.is_available().await? {
            return Ok(RequestExportOutcome::Unavailable);
        }
        let days = match ExportRange::of_days(wanted.first_day, wanted.last_day, zone, self.now) {
            Ok(days) => days,
            Err(refusal) => return Ok(RequestExportOutcome::RangeRefused(refusal)),
        };
        if !self.has_room_for(1).await? {
            return Ok(RequestExportOutcome::TooMany);
        }
        let (format, raw) = (wanted.format, wanted.raw);
        let export = self.add(&days, format, raw, self.now).await?;
        request
            .keep(&self.transaction, self.account, export.id, &[], self.now)
            .await?;
        self.transaction.commit().await?;
        self.portal.exports.waiting.add(1);
        self.portal.exports.changed(&export);
        Ok(RequestExportOutcome::Requested(Box::new(export)))
    }

    async fn split(
        self,
        request: &Repeatable<'_>,
        export: &export::Model,
    ) -> Result<SplitExportOutcome, AuthError> {
        match request.standing(&self.transaction, self.account).await? {
            Standing::First => {}
            Standing::Reused => return Ok(SplitExportOutcome::Reused),
            Standing::Repeated(before) => {
                let ids = before.salt.chunks_exact(16);
                let ids = ids.filter_map(|id| Uuid::from_slice(id).ok());
                let ids: Vec<_> = ids.collect();
                let parts = exports::by_ids(&self.transaction, &ids).await?;
                return Ok(SplitExportOutcome::Split(parts));
            }
        }
        if !self.is_available().await? {
            return Ok(SplitExportOutcome::Unavailable);
        }
        let Some(parts) = parts_of(export) else {
            return Ok(SplitExportOutcome::NotSplit);
        };
        if !self.has_room_for(u64::from(parts)).await? {
            return Ok(SplitExportOutcome::TooMany);
        }
        // The days are those of the zone that they were chosen in.
        let zone = zone_of(export)?;
        let (mut asked, mut ids) = (Vec::new(), Vec::new());
        for (first, last) in split(export.first_day, export.last_day, parts) {
            let Ok(days) = ExportRange::of_days(first, last, zone, self.now) else {
                return Ok(SplitExportOutcome::NotSplit);
            };
            // One after the other, so that they are listed and made in that order.
            let at = self.now + TimeDelta::microseconds(asked.len() as i64);
            let part = self.add(&days, export.format, export.raw, at).await?;
            ids.extend_from_slice(part.id.as_bytes());
            asked.push(part);
        }
        request
            .keep(&self.transaction, self.account, export.id, &ids, self.now)
            .await?;
        self.transaction.commit().await?;
        self.portal.exports.waiting.add(asked.len());
        self.portal.exports.changed(export);
        Ok(SplitExportOutcome::Split(asked))
    }

    async fn is_available(&self) -> Result<bool, StoreError> {
        let feature = Feature::ChartDataExport;
        features::is_on(&self.transaction, self.organization.id, feature).await
    }

    async fn has_room_for(&self, more: u64) -> Result<bool, StoreError> {
        let organization = self.organization.id;
        let under_way = exports::under_way(&self.transaction, organization, self.account).await?;
        Ok(under_way + more <= UNDER_WAY_OF_PERSON)
    }

    async fn add(
        &self,
        days: &ExportRange,
        format: ExportFormat,
        raw: bool,
        created_at: DateTime<Utc>,
    ) -> Result<export::Model, AuthError> {
        let export = export::Model {
            id: self.portal.surroundings.new_id()?,
            organization_id: self.organization.id,
            requester_id: self.account,
            first_day: days.first_day,
            last_day: days.last_day,
            time_zone: days.zone.name().to_owned(),
            begins_at: days.from,
            ends_at: days.until,
            format,
            raw,
            state: ExportState::InProgress,
            failure: None,
            created_at,
            started_at: None,
            finished_at: None,
            expires_at: None,
            attempts: 0,
            fence: 0,
            lease_until: None,
            ran_for: 0,
            rows: 0,
            expected_rows: None,
            reached_at: None,
            size: None,
            sha256: None,
        };
        exports::insert(&self.transaction, export.clone()).await?;
        Ok(export)
    }
}
