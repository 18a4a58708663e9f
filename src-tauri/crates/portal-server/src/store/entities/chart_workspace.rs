//! Places that charts are put in.

use sea_orm::entity::prelude::*;

/// A workspace with charts.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "chart_workspaces")]
pub struct Model {
    /// Opaque id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The organization it belongs to.
    pub organization_id: Uuid,
    /// Name as members see it.
    pub name: String,
    /// The name in lower case: what workspaces are listed by, in the same order on every database.
    pub name_order: String,
    /// The only one who sees it; all who may view charts do without one.
    pub owner_id: Option<Uuid>,
    /// When it or one of its charts was changed last, in UTC.
    pub changed_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
