//! Exports of chart data of the organization in view.

use std::sync::Arc;
use std::time::Duration;

use async_graphql::{Context, ID, InputObject, Object, Union};

use super::Caller;
use super::devices::page_size;
use crate::domain::{ExportFormat, Feature};
use crate::exports::WantedExport;
use crate::exports::range::{ExportRange, today};
use crate::exports::writing::{self, Wanted};
use crate::graphql::Fault;
use crate::graphql::model::{
    ChartDataExport, Date, Export, ExportEstimate, ExportList, ExportRangeRefused,
    ExportsUnavailable, HeardDays, id_of, most_days, read_export_cursor, write_export_cursor,
};
use crate::portal::Portal;
use crate::store::{exports, features};

const FEATURE: Feature = Feature::ChartDataExport;

/// Days of the calendar in the organization's time zone.
#[derive(InputObject)]
pub(crate) struct ExportRangeInput {
    /// The first day.
    first_day: Date,
    /// The last day, which belongs to the range.
    last_day: Date,
}

impl ExportRangeInput {
    /// What is wanted, with the rest of what makes it up.
    pub(crate) fn wanted(&self, format: ExportFormat, raw: bool) -> WantedExport {
        WantedExport {
            first_day: self.first_day.0,
            last_day: self.last_day.0,
            format,
            raw: format.is_raw(raw),
        }
    }
}

/// What an export would be, or why there can't be one.
#[derive(Union)]
enum ExportEstimateResult {
    ExportEstimate(ExportEstimate),
    ExportRangeRefused(ExportRangeRefused),
    ExportsUnavailable(ExportsUnavailable),
}

#[derive(Default)]
pub(super) struct ExportsQuery;

#[Object]
impl ExportsQuery {
    /// What can be exported in the organization in view; null where the feature is off or the viewer may not see charts,
    /// be it for want of MFA.
    async fn chart_data_export(
        &self,
        context: &Context<'_>,
    ) -> Result<Option<ChartDataExport>, Fault> {
        let session = Caller::session(context)?;
        let portal = context.data_unchecked::<Arc<Portal>>();
        let (database, organization) = (portal.store.read(), &session.organization);
        if session.owes_mfa || !features::is_on(database, organization.id, FEATURE).await? {
            return Ok(None);
        }
        let zone = organization.zone();
        let policy = portal.exports.policy();
        let (hours, minutes) = (whole(policy.kept, 3_600), whole(policy.allowed, 60));
        Ok(Some(ChartDataExport {
            time_zone: zone.name().to_owned(),
            today: Date(today(zone, portal.surroundings.now())),
            heard: HeardDays::of(organization),
            kept_for_hours: hours,
            allowed_minutes: minutes,
            limit_days: most_days(),
        }))
    }

    /// What an export of a range would be, before anything is begun.
    async fn export_estimate(
        &self,
        context: &Context<'_>,
        range: ExportRangeInput,
        format: ExportFormat,
        #[graphql(
            default = false,
            desc = "Whether texts that look like formulas stay as they are, in CSV."
        )]
        is_raw: bool,
    ) -> Result<ExportEstimateResult, Fault> {
        let session = Caller::session(context)?;
        let portal = context.data_unchecked::<Arc<Portal>>();
        let (database, organization) = (portal.store.read(), &session.organization);
        if !features::is_on(database, organization.id, FEATURE).await? {
            let unavailable = ExportsUnavailable::default();
            return Ok(ExportEstimateResult::ExportsUnavailable(unavailable));
        }
        let (zone, now) = (organization.zone(), portal.surroundings.now());
        let days = match ExportRange::of_days(range.first_day.0, range.last_day.0, zone, now) {
            Ok(days) => days,
            Err(refusal) => return Ok(ExportEstimateResult::ExportRangeRefused(refusal.into())),
        };
        let wanted = Wanted {
            organization_id: organization.id,
            range: days,
            format,
            raw: format.is_raw(is_raw),
        };
        let estimate = writing::estimate(&portal.store, &wanted).await?;
        Ok(ExportEstimateResult::ExportEstimate(ExportEstimate {
            rows: estimate.rows as f64,
            is_exact: estimate.is_exact,
            size: estimate.bytes as f64,
        }))
    }

    /// Exports of the organization in view, whoever asked for them, the newest first; none where the feature is off.
    // Fields of an export cost nothing once it is found.
    #[graphql(complexity = "usize::try_from(first).unwrap_or(1) + child_complexity")]
    async fn exports(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "How many at most, from 1 to 100.", default = 50)] first: i32,
        #[graphql(desc = "The cursor of the page before.")] after: Option<String>,
    ) -> Result<ExportList, Fault> {
        let session = Caller::session(context)?;
        let first = page_size(first)?;
        let after = after
            .map(|cursor| read_export_cursor(&cursor))
            .transpose()?;
        let portal = context.data_unchecked::<Arc<Portal>>();
        let (database, organization) = (portal.store.read(), session.organization.id);
        let mut found = match features::is_on(database, organization, FEATURE).await? {
            true => exports::page(database, organization, after, first as u64 + 1).await?,
            false => Vec::new(),
        };
        let more = found.len() > first;
        found.truncate(first);
        let cursor = found.last().filter(|_| more);
        let cursor = cursor.map(write_export_cursor);
        let data = Export::all_of(found, portal, session).await?;
        Ok(ExportList { data, cursor })
    }

    /// An export of the organization in view; null when there is none with this id, or the feature is off.
    async fn export(&self, context: &Context<'_>, id: ID) -> Result<Option<Export>, Fault> {
        let session = Caller::session(context)?;
        let portal = context.data_unchecked::<Arc<Portal>>();
        let (database, organization) = (portal.store.read(), session.organization.id);
        let found = match features::is_on(database, organization, FEATURE).await? {
            true => exports::of_organization(database, organization, id_of(&id)).await?,
            false => None,
        };
        Ok(match found {
            Some(export) => Some(Export::of(export, portal, session).await?),
            None => None,
        })
    }
}

fn whole(time: Duration, seconds: u64) -> i32 {
    i32::try_from(time.as_secs().div_ceil(seconds)).unwrap_or(i32::MAX)
}
