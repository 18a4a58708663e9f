//! Charts, and the devices that they show.

use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter,
    QueryOrder, QuerySelect,
};
use uuid::Uuid;

use super::StoreError;
use super::entities::{chart, chart_device};

/// The charts of a workspace, in their order.
///
/// # Errors
///
/// When the store fails.
pub async fn of_workspace(
    database: &impl ConnectionTrait,
    workspace_id: Uuid,
) -> Result<Vec<chart::Model>, StoreError> {
    Ok(chart::Entity::find()
        .filter(chart::Column::WorkspaceId.eq(workspace_id))
        .order_by_asc(chart::Column::Position)
        .order_by_asc(chart::Column::Id)
        .all(database)
        .await?)
}

/// The chart with this id, whoever may see it.
///
/// # Errors
///
/// When the store fails.
pub async fn by_id(
    database: &impl ConnectionTrait,
    id: Uuid,
) -> Result<Option<chart::Model>, StoreError> {
    Ok(chart::Entity::find_by_id(id).one(database).await?)
}

/// The devices that are named for a chart; `None` for one that shows every device.
///
/// # Errors
///
/// When the store fails.
pub async fn devices_of(
    database: &impl ConnectionTrait,
    chart: &chart::Model,
) -> Result<Option<Vec<Uuid>>, StoreError> {
    if chart.every_device {
        return Ok(None);
    }
    let devices = chart_device::Entity::find()
        .select_only()
        .column(chart_device::Column::DeviceId)
        .filter(chart_device::Column::ChartId.eq(chart.id))
        .into_tuple()
        .all(database)
        .await?;
    Ok(Some(devices))
}

/// Adds a chart that shows these devices, or every one.
///
/// # Errors
///
/// When the store fails.
pub async fn insert(
    database: &impl ConnectionTrait,
    chart: chart::Model,
    devices: &[Uuid],
) -> Result<(), StoreError> {
    let chart_id = chart.id;
    chart::Entity::insert(chart.into_active_model().reset_all())
        .exec_without_returning(database)
        .await?;
    add_devices(database, chart_id, devices).await?;
    Ok(())
}

/// Lets a chart show these devices too; answers whether it did not show one of them before.
///
/// # Errors
///
/// When the store fails.
pub async fn add_devices(
    database: &impl ConnectionTrait,
    chart_id: Uuid,
    devices: &[Uuid],
) -> Result<bool, StoreError> {
    let rows = devices.iter().map(|&device_id| {
        let row = chart_device::Model {
            chart_id,
            device_id,
        };
        row.into_active_model().reset_all()
    });
    let added = chart_device::Entity::insert_many(rows)
        .on_conflict(OnConflict::new().do_nothing().to_owned())
        .exec_without_returning(database)
        .await?;
    Ok(added > 0)
}

/// The place after the last chart of a workspace.
///
/// # Errors
///
/// When the store fails.
pub async fn next_position(
    database: &impl ConnectionTrait,
    workspace_id: Uuid,
) -> Result<i32, StoreError> {
    let last: Option<Option<i32>> = chart::Entity::find()
        .select_only()
        .column_as(Expr::col(chart::Column::Position).max(), "last")
        .filter(chart::Column::WorkspaceId.eq(workspace_id))
        .into_tuple()
        .one(database)
        .await?;
    Ok(last.flatten().map_or(0, |last| last + 1))
}
