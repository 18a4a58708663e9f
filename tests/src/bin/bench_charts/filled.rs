//! Half a million events of one year, and a chart that shows them.

use anyhow::{Context, Result};
use portal_server::domain::{ChartCalculation, ChartKind, OutputValue, ValueKind};
use portal_server::store::entities::{chart, chart_workspace, skill};
use portal_server::store::output_events::{self, NewEvent};
use portal_server::store::streams::{self, StreamSource};
use portal_server::store::{Store, chart_workspaces, charts, devices, organizations};
use sea_orm::EntityTrait;
use uuid::Uuid;

/// Events of the chart.
pub(crate) const EVENTS: i64 = 500_000;
/// Devices that they come from, each with as many.
pub(crate) const DEVICES: usize = 4;
/// In microseconds.
pub(crate) const YEAR: i64 = 365 * 86_400_000_000;
/// The workspace with the chart.
pub(crate) const WORKSPACE: Uuid = Uuid::from_u128(1);

/// Fills a chart; answers its id and the streams that it shows.
pub(crate) async fn fill(store: &Store, now: i64) -> Result<(Uuid, Vec<i64>)> {
    let database = store.read();
    let organization_id = organizations::shared_by_name(database, "ACME Robotics").await?[0].id;
    let devices = devices::page(database, organization_id, None, DEVICES as u64).await?;
    let skill = skill::Entity::find()
        .one(database)
        .await?
        .context("no skill")?;
    let mut numbers = Vec::new();
    for (place, device) in devices.iter().enumerate() {
        let source = StreamSource {
            organization_id,
            device_id: device.id,
            skill_id: skill.id,
            key: "benchmark".to_owned(),
            kind: ValueKind::Number,
        };
        let stream_id = streams::ensure(database, &source).await?;
        let each = EVENTS / DEVICES as i64;
        let events = (0..each).map(|event| NewEvent {
            stream_id,
            at: now - YEAR + YEAR / each * event + place as i64,
            value: OutputValue::Number((event * 7_919 % 100_003) as f64 / 100.0),
        });
        let transaction = store.begin_write().await?;
        output_events::add(&transaction, events.collect()).await?;
        transaction.commit().await?;
        numbers.push(stream_id);
    }
    let workspace = chart_workspace::Model {
        id: WORKSPACE,
        organization_id,
        name: "Benchmark".to_owned(),
        name_order: "benchmark".to_owned(),
        owner_id: None,
        changed_at: chrono::DateTime::UNIX_EPOCH,
    };
    chart_workspaces::insert(database, workspace).await?;
    let row = chart::Model {
        id: Uuid::from_u128(2),
        workspace_id: WORKSPACE,
        position: 0,
        title: "Benchmark".to_owned(),
        kind: ChartKind::Line,
        calculation: ChartCalculation::Average,
        unit: None,
        key: "benchmark".to_owned(),
        skill_id: None,
        every_device: true,
    };
    let id = row.id;
    charts::insert(database, row, &[]).await?;
    Ok((id, numbers))
}
