//! Where devices stand, and what they are filed under.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{string_len, string_len_null, uuid};

use super::m20261123_000004_devices::Devices;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[derive(DeriveIden)]
enum DevicesColumn {
    Location,
    TimeZone,
}

#[derive(DeriveIden)]
enum DeviceTags {
    Table,
    DeviceId,
    Tag,
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let location = string_len_null(DevicesColumn::Location, 200);
        let mut time_zone = string_len(DevicesColumn::TimeZone, 64);
        time_zone.default("UTC");
        for column in [location, time_zone] {
            let mut devices = Table::alter();
            devices.table(Devices::Table).add_column(column);
            manager.alter_table(devices).await?;
        }
        let mut tag = string_len(DeviceTags::Tag, 100);
        // SQLite compares bytes by default, PostgreSQL by the locale it happens to run in.
        if manager.get_database_backend() == sea_orm::DbBackend::Postgres {
            tag.extra("COLLATE \"C\"");
        }
        manager
            .create_table(
                Table::create()
                    .table(DeviceTags::Table)
                    .col(uuid(DeviceTags::DeviceId))
                    .col(tag)
                    .primary_key(
                        Index::create()
                            .col(DeviceTags::DeviceId)
                            .col(DeviceTags::Tag),
                    )
                    .foreign_key(
                        ForeignKey::create()
                            .from(DeviceTags::Table, DeviceTags::DeviceId)
                            .to(Devices::Table, Devices::Id)
                            .on_delete(ForeignKeyAction::Cascade),
                    )
                    .to_owned(),
            )
            .await
    }
}
