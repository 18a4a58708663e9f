//! A workspace that shows what was imported.

use sea_orm::ConnectionTrait;

use super::catalog::Catalog;
use crate::administration::AdministrationError;
use crate::domain::{ChartCalculation, ChartKind};
use crate::store::entities::{chart, chart_workspace};
use crate::store::{chart_workspaces, charts};

/// Puts a line chart of each numeric key into the shared workspace of this name, which is made if there is none.
/// Keys that have a chart there get no other; it shows these devices too.
pub(super) async fn show(
    database: &impl ConnectionTrait,
    catalog: &Catalog<'_>,
    name: &str,
) -> Result<(), AdministrationError> {
    let organization_id = catalog.organization_id;
    let found = chart_workspaces::shared_by_name(database, organization_id, name).await?;
    let workspace_id = match found.first() {
        Some(workspace) => workspace.id,
        None => {
            let workspace = chart_workspace::Model {
                id: catalog.surroundings.new_id()?,
                organization_id,
                name: name.to_owned(),
                name_order: name.to_lowercase(),
                owner_id: None,
                changed_at: catalog.surroundings.now(),
            };
            let id = workspace.id;
            chart_workspaces::insert(database, workspace).await?;
            id
        }
    };
    let there = charts::of_workspace(database, workspace_id).await?;
    let mut position = charts::next_position(database, workspace_id).await?;
    let devices = catalog.devices();
    let now = catalog.surroundings.now();
    for key in catalog.measured_keys() {
        if let Some(chart) = there.iter().find(|chart| chart.key == key) {
            if !chart.every_device && charts::add_devices(database, chart.id, &devices).await? {
                chart_workspaces::touch(database, workspace_id, now).await?;
            }
            continue;
        }
        let chart = chart::Model {
            id: catalog.surroundings.new_id()?,
            workspace_id,
            position,
            title: key.clone(),
            kind: ChartKind::Line,
            calculation: ChartCalculation::Average,
            unit: None,
            key,
            skill_id: None,
            every_device: false,
        };
        charts::insert(database, chart, &devices).await?;
        chart_workspaces::touch(database, workspace_id, now).await?;
        position += 1;
    }
    Ok(())
}
