//! Workflows put on devices.

use sea_orm::entity::prelude::*;

/// A version of a workflow, put on a device.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "deployments")]
pub struct Model {
    /// Opaque id; later ones sort later.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The organization it belongs to.
    pub organization_id: Uuid,
    /// The workflow.
    pub workflow_id: Uuid,
    /// The device.
    pub device_id: Uuid,
    /// Version of the workflow, from 1 on.
    pub version: i32,
    /// When, in UTC.
    pub at: DateTimeUtc,
    /// Who did it, while the account exists.
    pub account_id: Option<Uuid>,
}

impl ActiveModelBehavior for ActiveModel {}
