//! Files of exports that somebody is about to remove.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{string_len, timestamp_with_time_zone};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[derive(DeriveIden)]
enum ExportRemovals {
    Table,
    Sha256,
    BegunAt,
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let removals = Table::create()
            .table(ExportRemovals::Table)
            .col(string_len(ExportRemovals::Sha256, 64).primary_key())
            .col(timestamp_with_time_zone(ExportRemovals::BegunAt))
            .to_owned();
        manager.create_table(removals).await
    }
}
