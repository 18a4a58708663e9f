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
    /// The organization it belongs to. Once that, the device or the skill is deleted, its events go, too.
    pub organization_id: Uuid,
    /// The device.
    pub device_id: Uuid,
    /// The skill.
    pub skill_id: Uuid,
    /// What is put out.
    pub key: String,
    /// What its values are.
    pub kind: ValueKind,
}

impl ActiveModelBehavior for ActiveModel {}
