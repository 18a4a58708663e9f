//! Files of exports that are being removed.

use sea_orm::entity::prelude::*;

/// Files of one content that somebody is about to remove.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "export_removals")]
pub struct Model {
    /// SHA-256 of the content in lower-case hexadecimal.
    #[sea_orm(primary_key, auto_increment = false)]
    pub sha256: String,
    /// When it was begun, in UTC.
    pub begun_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
