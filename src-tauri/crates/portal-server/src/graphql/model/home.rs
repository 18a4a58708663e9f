//! The organization in view at a glance.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::sync::Arc;

use async_graphql::{Context, ID, Object, SimpleObject};
use chrono::{DateTime, TimeDelta, Utc};
use uuid::Uuid;

use super::Instant;
use crate::auth::ActiveSession;
use crate::domain::{ExportState, Feature};
use crate::graphql::Fault;
use crate::portal::Portal;
use crate::store::entities::{device, export};
use crate::store::workflows::NamedDeployment;
use crate::store::{StoreError, credits, devices, exports, features, streams, workflows};

/// What is listed at a glance.
const LATEST: u64 = 5;

/// For how long a device counts as active after it sent something.
const ACTIVE_FOR: TimeDelta = TimeDelta::hours(24);

/// The organization in view at a glance. Who sees which part is in the table of access.
pub(crate) struct Home<'a>(pub(crate) &'a ActiveSession);

/// The organization in view at a glance. A part is null where it does not apply or the viewer may not see it.
#[Object]
impl Home<'_> {
    /// Its devices; null for `CHART_VIEWER_ONLY`.
    async fn devices(&self, context: &Context<'_>) -> Result<Option<DevicesAtAGlance>, Fault> {
        let portal = context.data_unchecked::<Arc<Portal>>();
        let organization = self.0.organization.id;
        Ok(Some(DevicesAtAGlance::of(portal, organization).await?))
    }

    /// The latest ones, at most five; null for who sees no workflows: `CHART_VIEWER_ONLY`, `BILLING_ADMIN`.
    async fn deployments(&self, context: &Context<'_>) -> Result<Option<Vec<Deployment>>, Fault> {
        let portal = context.data_unchecked::<Arc<Portal>>();
        let organization = self.0.organization.id;
        let latest =
            workflows::latest_deployments(portal.store.read(), organization, LATEST).await?;
        Ok(Some(latest.into_iter().map(Deployment::from).collect()))
    }

    /// Credits that are left; null unless the organization is on a credit-based plan and the viewer may see them.
    async fn credits(&self, context: &Context<'_>) -> Result<Option<CreditsAtAGlance>, Fault> {
        let organization = &self.0.organization;
        if !organization.plan.uses_credits() {
            return Ok(None);
        }
        let portal = context.data_unchecked::<Arc<Portal>>();
        let end = credits::balance(portal.store.read(), organization.id).await?;
        let balance = end.map(|end| end.balance).unwrap_or_default();
        Ok(Some(CreditsAtAGlance {
            balance: balance.to_string(),
        }))
    }

    /// The viewer's latest exports, at most five; null where the feature is off or the viewer may not see charts.
    async fn exports(&self, context: &Context<'_>) -> Result<Option<Vec<ExportAtAGlance>>, Fault> {
        let portal = context.data_unchecked::<Arc<Portal>>();
        let (database, session) = (portal.store.read(), self.0);
        let (organization, account) = (session.organization.id, session.account.id);
        if !features::is_on(database, organization, Feature::ChartDataExport).await? {
            return Ok(None);
        }
        let latest = exports::latest_of(database, organization, account, LATEST).await?;
        Ok(Some(latest.into_iter().map(Into::into).collect()))
    }
}

/// Devices at a glance.
#[derive(SimpleObject)]
struct DevicesAtAGlance {
    /// How many there are.
    total: i32,
    /// How many sent something within the last 24 hours.
    active: i32,
    /// The ones heard of last, at most five.
    latest: Vec<DeviceAtAGlance>,
}

impl DevicesAtAGlance {
    async fn of(portal: &Portal, organization: Uuid) -> Result<Self, StoreError> {
        let (database, now) = (portal.store.read(), portal.surroundings.now());
        let total = devices::count(database, organization).await?;
        let mut last_heard: HashMap<Uuid, i64> = HashMap::new();
        let heard = streams::last_heard(database, organization, now.timestamp_micros()).await?;
        for (device, at) in heard {
            let last = last_heard.entry(device).or_insert(at);
            *last = at.max(*last);
        }
        let active_since = (now - ACTIVE_FOR).timestamp_micros();
        let active = last_heard.values().filter(|at| **at > active_since).count();
        let latest = latest(portal, organization, &last_heard).await?;
        Ok(Self {
            total: i32::try_from(total).unwrap_or(i32::MAX),
            active: i32::try_from(active).unwrap_or(i32::MAX),
            latest,
        })
    }
}

/// The devices heard of last; after them, by name, those never heard of.
async fn latest(
    portal: &Portal,
    organization: Uuid,
    last_heard: &HashMap<Uuid, i64>,
) -> Result<Vec<DeviceAtAGlance>, StoreError> {
    let database = portal.store.read();
    let limit = usize::try_from(LATEST).unwrap_or(usize::MAX);
    let mut heard: Vec<_> = last_heard.iter().collect();
    heard.sort_by_key(|(id, at)| (Reverse(**at), **id));
    let ids = heard.into_iter().take(limit).map(|(id, _)| *id);
    let mut found = devices::by_ids(database, organization, ids).await?;
    found.sort_by_key(|device| Reverse(last_heard.get(&device.id)));
    if found.len() < limit {
        // Those that were heard of are all among these, or there are more than enough others.
        let page = devices::page(database, organization, None, 2 * LATEST).await?;
        found.extend(
            page.into_iter()
                .filter(|device| !last_heard.contains_key(&device.id)),
        );
        found.truncate(limit);
    }
    let mut tags = devices::tags_of(database, found.iter().map(|device| device.id)).await?;
    let at_a_glance = |device: device::Model| DeviceAtAGlance {
        last_seen_at: last_heard
            .get(&device.id)
            .and_then(|at| DateTime::<Utc>::from_timestamp_micros(*at))
            .map(Instant),
        tags: tags.remove(&device.id).unwrap_or_default(),
        id: device.id.into(),
        name: device.name,
        location: device.location,
    };
    Ok(found.into_iter().map(at_a_glance).collect())
}

/// A device at a glance.
#[derive(SimpleObject)]
struct DeviceAtAGlance {
    /// Opaque id.
    id: ID,
    /// Name as members see it.
    name: String,
    /// Where it stands, for people; null when that is unknown.
    location: Option<String>,
    /// What it is filed under, in order.
    tags: Vec<String>,
    /// When its last output event was; null: never.
    last_seen_at: Option<Instant>,
}

/// A workflow that was put on a device.
#[derive(SimpleObject)]
struct Deployment {
    /// Opaque id.
    id: ID,
    /// Name of the workflow.
    workflow: String,
    /// Name of the device.
    device: String,
    /// Version of the workflow, from 1 on.
    version: i32,
    /// When it was put there.
    at: Instant,
    /// Display name of who did it; null when the account is gone.
    by: Option<String>,
}

impl From<NamedDeployment> for Deployment {
    fn from(deployment: NamedDeployment) -> Self {
        Self {
            id: deployment.id.into(),
            workflow: deployment.workflow,
            device: deployment.device,
            version: deployment.version,
            at: Instant(deployment.at),
            by: deployment.by,
        }
    }
}

/// Credits at a glance.
#[derive(SimpleObject)]
struct CreditsAtAGlance {
    /// What is left: an exact decimal with three fraction digits.
    balance: String,
}

/// An export at a glance.
#[derive(SimpleObject)]
struct ExportAtAGlance {
    /// Opaque id.
    id: ID,
    /// Beginning of its range.
    from: Instant,
    /// End of its range.
    until: Instant,
    /// How far it has come.
    state: ExportState,
    /// When it was asked for.
    created_at: Instant,
}

impl From<export::Model> for ExportAtAGlance {
    fn from(export: export::Model) -> Self {
        Self {
            id: export.id.into(),
            from: Instant(export.begins_at),
            until: Instant(export.ends_at),
            state: export.state,
            created_at: Instant(export.created_at),
        }
    }
}
