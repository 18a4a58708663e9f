//! Exports as jobs, and the time zone in whose calendar an organization chooses days.
//!
//! Before this, only the sample data had exports, and none of them a file: they are dropped.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, boolean, date, integer, pk_uuid, string_len, string_len_null,
    timestamp_with_time_zone, timestamp_with_time_zone_null, uuid,
};

use super::m20261123_000001_accounts::Accounts;
use super::m20261123_000002_organizations::Organizations;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[derive(DeriveIden)]
enum OrganizationsColumn {
    TimeZone,
}

#[derive(DeriveIden)]
enum Exports {
    Table,
    Id,
    OrganizationId,
    RequesterId,
    FirstDay,
    LastDay,
    TimeZone,
    BeginsAt,
    EndsAt,
    Format,
    Raw,
    State,
    Failure,
    CreatedAt,
    StartedAt,
    FinishedAt,
    ExpiresAt,
    Attempts,
    Fence,
    LeaseUntil,
    RanFor,
    Rows,
    ExpectedRows,
    ReachedAt,
    Size,
    Sha256,
}

/// One row, held by whoever hands out turns.
#[derive(DeriveIden)]
enum ExportTurns {
    Table,
    Id,
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let zone = string_len(OrganizationsColumn::TimeZone, 64)
            .default("UTC")
            .to_owned();
        let add = Table::alter()
            .table(Organizations::Table)
            .add_column(zone)
            .to_owned();
        manager.alter_table(add).await?;
        let before = Table::drop().table(Exports::Table).to_owned();
        manager.drop_table(before).await?;
        manager.create_table(exports()).await?;
        for index in indexes() {
            manager.create_index(index).await?;
        }
        manager.create_table(turns()).await?;
        let first = "INSERT INTO export_turns (id) VALUES (1)";
        manager.get_connection().execute_unprepared(first).await?;
        Ok(())
    }
}

fn exports() -> TableCreateStatement {
    Table::create()
        .table(Exports::Table)
        .col(pk_uuid(Exports::Id))
        .col(uuid(Exports::OrganizationId))
        .col(uuid(Exports::RequesterId))
        .col(date(Exports::FirstDay))
        .col(date(Exports::LastDay))
        .col(string_len(Exports::TimeZone, 64))
        .col(timestamp_with_time_zone(Exports::BeginsAt))
        .col(timestamp_with_time_zone(Exports::EndsAt))
        .col(string_len(Exports::Format, 32))
        .col(boolean(Exports::Raw))
        .col(string_len(Exports::State, 32))
        .col(string_len_null(Exports::Failure, 32))
        .col(timestamp_with_time_zone(Exports::CreatedAt))
        .col(timestamp_with_time_zone_null(Exports::StartedAt))
        .col(timestamp_with_time_zone_null(Exports::FinishedAt))
        .col(timestamp_with_time_zone_null(Exports::ExpiresAt))
        .col(integer(Exports::Attempts))
        .col(big_integer(Exports::Fence))
        .col(timestamp_with_time_zone_null(Exports::LeaseUntil))
        .col(big_integer(Exports::RanFor))
        .col(big_integer(Exports::Rows))
        .col(big_integer_null(Exports::ExpectedRows))
        .col(timestamp_with_time_zone_null(Exports::ReachedAt))
        .col(big_integer_null(Exports::Size))
        .col(string_len_null(Exports::Sha256, 64))
        .foreign_key(
            ForeignKey::create()
                .from(Exports::Table, Exports::OrganizationId)
                .to(Organizations::Table, Organizations::Id)
                .on_delete(ForeignKeyAction::Cascade),
        )
        .foreign_key(
            ForeignKey::create()
                .from(Exports::Table, Exports::RequesterId)
                .to(Accounts::Table, Accounts::Id)
                .on_delete(ForeignKeyAction::Cascade),
        )
        .to_owned()
}

fn indexes() -> [IndexCreateStatement; 4] {
    let index = |name: &str| {
        let mut index = Index::create();
        index.name(name).table(Exports::Table);
        index
    };
    [
        // Lists of an organization.
        index("exports_of_organization")
            .col(Exports::OrganizationId)
            .col(Exports::CreatedAt)
            .col(Exports::Id)
            .take(),
        // Those of one person.
        index("exports_of_requester")
            .col(Exports::RequesterId)
            .col(Exports::OrganizationId)
            .col(Exports::CreatedAt)
            .col(Exports::Id)
            .take(),
        // The queue, and what runs.
        index("exports_by_state")
            .col(Exports::State)
            .col(Exports::LeaseUntil)
            .take(),
        // Which files are in use.
        index("exports_by_content").col(Exports::Sha256).take(),
    ]
}

fn turns() -> TableCreateStatement {
    Table::create()
        .table(ExportTurns::Table)
        .col(integer(ExportTurns::Id).primary_key())
        .to_owned()
}
