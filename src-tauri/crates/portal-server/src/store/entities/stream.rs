//! What one skill puts out under one key on one device.

use sea_orm::entity::prelude::*;

use crate::domain::ValueKind;

/// A stream of output events of one kind.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "streams")]
pub struct Model {
    /// A small number, by which events name it.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// The organization it belongs to; none once that is deleted, and then its events go, too.
    pub organization_id: Option<Uuid>,
    /// The device; as above.
    pub device_id: Option<Uuid>,
    /// The skill; as above.
    pub skill_id: Option<Uuid>,
    /// What is put out.
    pub key: String,
    /// What its values are.
    pub kind: ValueKind,
}

impl ActiveModelBehavior for ActiveModel {}
