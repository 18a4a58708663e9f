//! Chart workspaces, who starred them, and their charts.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    boolean, integer, pk_uuid, string_len, string_len_null, timestamp_with_time_zone, uuid,
    uuid_null,
};

use super::m20261123_000001_accounts::Accounts;
use super::m20261123_000002_organizations::Organizations;
use super::m20261123_000004_devices::Devices;
use super::m20261126_000014_workflows::Skills;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[derive(DeriveIden)]
enum ChartWorkspaces {
    Table,
    Id,
    OrganizationId,
    Name,
    NameOrder,
    OwnerId,
    ChangedAt,
}

#[derive(DeriveIden)]
enum WorkspaceStars {
    Table,
    AccountId,
    WorkspaceId,
}

#[derive(DeriveIden)]
enum Charts {
    Table,
    Id,
    WorkspaceId,
    Position,
    Title,
    Kind,
    Calculation,
    Unit,
    Key,
    SkillId,
    EveryDevice,
}

#[derive(DeriveIden)]
enum ChartDevices {
    Table,
    ChartId,
    DeviceId,
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut name_order = string_len(ChartWorkspaces::NameOrder, 200);
        // SQLite compares bytes by default, PostgreSQL by the locale it happens to run in.
        if manager.get_database_backend() == sea_orm::DbBackend::Postgres {
            name_order.extra("COLLATE \"C\"");
        }
        manager.create_table(chart_workspaces(name_order)).await?;
        manager.create_index(workspaces_in_order()).await?;
        manager.create_table(workspace_stars()).await?;
        manager.create_table(charts()).await?;
        manager.create_index(charts_in_order()).await?;
        manager.create_table(chart_devices()).await
    }
}

fn chart_workspaces(name_order: ColumnDef) -> TableCreateStatement {
    Table::create()
        .table(ChartWorkspaces::Table)
        .col(pk_uuid(ChartWorkspaces::Id))
        .col(uuid(ChartWorkspaces::OrganizationId))
        .col(string_len(ChartWorkspaces::Name, 100))
        .col(name_order)
        .col(uuid_null(ChartWorkspaces::OwnerId))
        .col(timestamp_with_time_zone(ChartWorkspaces::ChangedAt))
        .foreign_key(
            ForeignKey::create()
                .from(ChartWorkspaces::Table, ChartWorkspaces::OrganizationId)
                .to(Organizations::Table, Organizations::Id)
                .on_delete(ForeignKeyAction::Cascade),
        )
        .foreign_key(
            ForeignKey::create()
                .from(ChartWorkspaces::Table, ChartWorkspaces::OwnerId)
                .to(Accounts::Table, Accounts::Id)
                .on_delete(ForeignKeyAction::Cascade),
        )
        .to_owned()
}

fn workspaces_in_order() -> IndexCreateStatement {
    Index::create()
        .name("chart_workspaces_in_order")
        .table(ChartWorkspaces::Table)
        .col(ChartWorkspaces::OrganizationId)
        .col(ChartWorkspaces::NameOrder)
        .col(ChartWorkspaces::Id)
        .to_owned()
}

fn workspace_stars() -> TableCreateStatement {
    Table::create()
        .table(WorkspaceStars::Table)
        .col(uuid(WorkspaceStars::WorkspaceId))
        .col(uuid(WorkspaceStars::AccountId))
        .primary_key(
            Index::create()
                .col(WorkspaceStars::WorkspaceId)
                .col(WorkspaceStars::AccountId),
        )
        .foreign_key(
            ForeignKey::create()
                .from(WorkspaceStars::Table, WorkspaceStars::WorkspaceId)
                .to(ChartWorkspaces::Table, ChartWorkspaces::Id)
                .on_delete(ForeignKeyAction::Cascade),
        )
        .foreign_key(
            ForeignKey::create()
                .from(WorkspaceStars::Table, WorkspaceStars::AccountId)
                .to(Accounts::Table, Accounts::Id)
                .on_delete(ForeignKeyAction::Cascade),
        )
        .to_owned()
}

fn charts() -> TableCreateStatement {
    Table::create()
        .table(Charts::Table)
        .col(pk_uuid(Charts::Id))
        .col(uuid(Charts::WorkspaceId))
        .col(integer(Charts::Position))
        .col(string_len(Charts::Title, 100))
        .col(string_len(Charts::Kind, 32))
        .col(string_len(Charts::Calculation, 32))
        .col(string_len_null(Charts::Unit, 32))
        .col(string_len(Charts::Key, 100))
        .col(uuid_null(Charts::SkillId))
        .col(boolean(Charts::EveryDevice))
        .foreign_key(
            ForeignKey::create()
                .from(Charts::Table, Charts::WorkspaceId)
                .to(ChartWorkspaces::Table, ChartWorkspaces::Id)
                .on_delete(ForeignKeyAction::Cascade),
        )
        .foreign_key(
            ForeignKey::create()
                .from(Charts::Table, Charts::SkillId)
                .to(Skills::Table, Skills::Id)
                .on_delete(ForeignKeyAction::Cascade),
        )
        .to_owned()
}

fn charts_in_order() -> IndexCreateStatement {
    Index::create()
        .name("charts_in_order")
        .table(Charts::Table)
        .col(Charts::WorkspaceId)
        .col(Charts::Position)
        .col(Charts::Id)
        .to_owned()
}

fn chart_devices() -> TableCreateStatement {
    Table::create()
        .table(ChartDevices::Table)
        .col(uuid(ChartDevices::ChartId))
        .col(uuid(ChartDevices::DeviceId))
        .primary_key(
            Index::create()
                .col(ChartDevices::ChartId)
                .col(ChartDevices::DeviceId),
        )
        .foreign_key(
            ForeignKey::create()
                .from(ChartDevices::Table, ChartDevices::ChartId)
                .to(Charts::Table, Charts::Id)
                .on_delete(ForeignKeyAction::Cascade),
        )
        .foreign_key(
            ForeignKey::create()
                .from(ChartDevices::Table, ChartDevices::DeviceId)
                .to(Devices::Table, Devices::Id)
                .on_delete(ForeignKeyAction::Cascade),
        )
        .to_owned()
}
