//! Exports of chart data.

use sea_orm::entity::prelude::*;

use crate::domain::ExportState;

/// An export of the output events of a range.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "exports")]
pub struct Model {
    /// Opaque id; later ones sort later.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The organization.
    pub organization_id: Uuid,
    /// Who asked for it.
    pub requester_id: Uuid,
    /// Beginning of its range, in UTC.
    pub begins_at: DateTimeUtc,
    /// End of its range, in UTC.
    pub ends_at: DateTimeUtc,
    /// How far it has come.
    pub state: ExportState,
    /// When it was asked for, in UTC.
    pub created_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
