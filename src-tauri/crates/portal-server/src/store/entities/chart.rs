//! Charts.

use sea_orm::entity::prelude::*;

use crate::domain::{ChartCalculation, ChartKind};

/// A chart, and what it shows: one key, with a series for each device.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "charts")]
pub struct Model {
    /// Opaque id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The workspace it is in.
    pub workspace_id: Uuid,
    /// Its place there, from 0 on.
    pub position: i32,
    /// What it is about.
    pub title: String,
    /// How it is drawn.
    pub kind: ChartKind,
    /// What is worked out unless one asks for something else.
    pub calculation: ChartCalculation,
    /// Unit of the values.
    pub unit: Option<String>,
    /// The key that it shows.
    pub key: String,
    /// The only skill whose output it shows; all without one.
    pub skill_id: Option<Uuid>,
    /// Whether it shows every device; else those that are named for it.
    pub every_device: bool,
}

impl ActiveModelBehavior for ActiveModel {}
