//! Tells the right key for the sealed secrets from a wrong one.

use sea_orm::entity::prelude::*;

/// What the key makes of a known text.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "sealing_key_checks")]
pub struct Model {
    /// Always 1.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i16,
    /// The message authentication code.
    pub mac: Vec<u8>,
}

impl ActiveModelBehavior for ActiveModel {}
