//! A portal with streams of one's own making.

use anyhow::{Context, Result};
use portal_server::domain::{ChartCalculation, ChartKind, OutputValue, ValueKind};
use portal_server::store::entities::{chart, chart_workspace, output_event, stream};
use portal_server::store::output_events::{self, Added, NewEvent};
use portal_server::store::streams::{self, StreamSource};
use portal_server::store::{chart_workspaces, charts, devices, organizations};
use portal_server::surroundings::Clock;
use sea_orm::{EntityTrait, PaginatorTrait, QueryOrder};
use serde_json::{Value, json};
use uuid::Uuid;

use super::ACME;
use crate::support::{Backend, TestPortal};

const READINGS: &str =
    "query ($chart: ID!, $range: ChartRange!, $calculation: ChartCalculation, $zone: String!) {
    chartReadings(chart: $chart, range: $range, calculation: $calculation, timeZone: $zone) {
        from until bucket calculation buckets events
        series { name values texts overall overallText } } }";

/// A portal where ACME Robotics has a workspace with a chart of the key `test`.
pub(super) struct Workbench {
    pub(super) portal: TestPortal,
    pub(super) organization: Uuid,
    pub(super) chart: Uuid,
    /// The devices, by name.
    pub(super) devices: Vec<Uuid>,
    skill: Uuid,
}

impl Workbench {
    pub(super) async fn new(backend: Backend) -> Result<Self> {
        let portal = TestPortal::start(backend).await?;
        let database = portal.store.read();
        let organization = organizations::shared_by_name(database, ACME).await?[0].id;
        let found = devices::page(database, organization, None, 10).await?;
        let skill = portal_server::store::entities::skill::Entity::find()
            .one(database)
            .await?
            .context("no skill")?;
        let workspace = Uuid::from_u128(1);
        chart_workspaces::insert(
            database,
            chart_workspace::Model {
                id: workspace,
                organization_id: organization,
                name: "Workbench".to_owned(),
                name_order: "workbench".to_owned(),
                owner_id: None,
                changed_at: portal.clock.now(),
            },
        )
        .await?;
        let chart = chart::Model {
            id: Uuid::from_u128(2),
            workspace_id: workspace,
            position: 0,
            title: "Test".to_owned(),
            kind: ChartKind::Line,
            calculation: ChartCalculation::Average,
            unit: None,
            key: "test".to_owned(),
            skill_id: None,
            every_device: true,
        };
        let chart_id = chart.id;
        charts::insert(database, chart, &[]).await?;
        Ok(Self {
            organization,
            chart: chart_id,
            devices: found.into_iter().map(|device| device.id).collect(),
            skill: skill.id,
            portal,
        })
    }

    /// The stream of a device with values of a kind under the chart's key.
    pub(super) async fn stream(&self, device: usize, kind: ValueKind) -> Result<i64> {
        let source = StreamSource {
            organization_id: self.organization,
            device_id: self.devices[device],
            skill_id: self.skill,
            key: "test".to_owned(),
            kind,
        };
        Ok(streams::ensure(self.portal.store.read(), &source).await?)
    }

    /// Adds events to a stream: microseconds since 1970 in UTC, and values.
    pub(super) async fn add(&self, stream_id: i64, events: &[(i64, OutputValue)]) -> Result<Added> {
        let events = events.iter().map(|(at, value)| NewEvent {
            stream_id,
            at: *at,
            value: value.clone(),
        });
        let transaction = self.portal.store.begin_write().await?;
        let added = output_events::add(&transaction, events.collect()).await?;
        transaction.commit().await?;
        Ok(added)
    }

    /// The events of a stream, in order.
    pub(super) async fn events_of(&self, stream_id: i64) -> Result<Vec<output_event::Model>> {
        use output_event::Column;
        use sea_orm::{ColumnTrait, QueryFilter};

        Ok(output_event::Entity::find()
            .filter(Column::StreamId.eq(stream_id))
            .order_by_asc(Column::At)
            .order_by_asc(Column::Ordinal)
            .all(self.portal.store.read())
            .await?)
    }

    pub(super) async fn streams(&self) -> Result<u64> {
        Ok(stream::Entity::find()
            .count(self.portal.store.read())
            .await?)
    }

    /// What the portal answers to a request for readings of the chart, errors included.
    pub(super) async fn ask(
        &self,
        token: &str,
        range: &str,
        calculation: Option<&str>,
        zone: &str,
    ) -> Result<Value> {
        let variables = json!({ "chart": self.chart, "range": range,
            "calculation": calculation, "zone": zone });
        self.portal.ask(Some(token), READINGS, variables).await
    }

    /// Readings that there must be.
    pub(super) async fn read(
        &self,
        token: &str,
        range: &str,
        calculation: &str,
        zone: &str,
    ) -> Result<Value> {
        let answer = self.ask(token, range, Some(calculation), zone).await?;
        crate::support::field("chartReadings", answer)
    }
}
