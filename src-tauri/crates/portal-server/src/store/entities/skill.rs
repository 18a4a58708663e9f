//! The steps that workflows are made of.

use sea_orm::entity::prelude::*;

/// A skill of a workflow.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "skills")]
pub struct Model {
    /// Opaque id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The workflow it belongs to.
    pub workflow_id: Uuid,
    /// Name as members see it; unique in the workflow.
    pub name: String,
}

impl ActiveModelBehavior for ActiveModel {}
