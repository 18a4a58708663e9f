//! Devices that charts show.

use sea_orm::entity::prelude::*;

/// A device that a chart shows.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "chart_devices")]
pub struct Model {
    /// The chart.
    #[sea_orm(primary_key, auto_increment = false)]
    pub chart_id: Uuid,
    /// The device.
    #[sea_orm(primary_key, auto_increment = false)]
    pub device_id: Uuid,
}

impl ActiveModelBehavior for ActiveModel {}
