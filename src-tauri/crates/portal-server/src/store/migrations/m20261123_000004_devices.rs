//! Devices.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{pk_uuid, string_len, timestamp_with_time_zone, uuid};

use super::m20261123_000002_organizations::Organizations;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[derive(DeriveIden)]
pub(super) enum Devices {
    Table,
    Id,
    OrganizationId,
    Name,
    NameOrder,
    CreatedAt,
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut name_order = string_len(Devices::NameOrder, 200);
        // SQLite compares bytes by default, PostgreSQL by the locale it happens to run in.
        if manager.get_database_backend() == sea_orm::DbBackend::Postgres {
            name_order.extra("COLLATE \"C\"");
        }
        manager
            .create_table(
                Table::create()
                    .table(Devices::Table)
                    .col(pk_uuid(Devices::Id))
                    .col(uuid(Devices::OrganizationId))
                    .col(string_len(Devices::Name, 100))
                    .col(name_order)
                    .col(timestamp_with_time_zone(Devices::CreatedAt))
                    .foreign_key(
                        ForeignKey::create()
                            .from(Devices::Table, Devices::OrganizationId)
                            .to(Organizations::Table, Organizations::Id)
                            .on_delete(ForeignKeyAction::Cascade),
                    )
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("devices_in_order")
                    .table(Devices::Table)
                    .col(Devices::OrganizationId)
                    .col(Devices::NameOrder)
                    .col(Devices::Id)
                    .to_owned(),
            )
            .await
    }
}
