//! Workflows, their skills, and where they were deployed.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    integer, pk_uuid, string_len, timestamp_with_time_zone, uuid, uuid_null,
};

use super::m20261123_000001_accounts::Accounts;
use super::m20261123_000002_organizations::Organizations;
use super::m20261123_000004_devices::Devices;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[derive(DeriveIden)]
enum Workflows {
    Table,
    Id,
    OrganizationId,
    Name,
    CreatedAt,
}

#[derive(DeriveIden)]
pub(super) enum Skills {
    Table,
    Id,
    WorkflowId,
    Name,
}

#[derive(DeriveIden)]
enum Deployments {
    Table,
    Id,
    OrganizationId,
    WorkflowId,
    DeviceId,
    Version,
    At,
    AccountId,
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(workflows()).await?;
        manager.create_index(workflows_by_name()).await?;
        manager.create_table(skills()).await?;
        manager.create_index(skills_by_name()).await?;
        manager.create_table(deployments()).await?;
        manager.create_index(latest_deployments()).await?;
        // What is deleted with a workflow or a device is found without reading all deployments.
        for column in [Deployments::WorkflowId, Deployments::DeviceId] {
            manager.create_index(deployments_by(column)).await?;
        }
        Ok(())
    }
}

fn workflows() -> TableCreateStatement {
    Table::create()
        .table(Workflows::Table)
        .col(pk_uuid(Workflows::Id))
        .col(uuid(Workflows::OrganizationId))
        .col(string_len(Workflows::Name, 100))
        .col(timestamp_with_time_zone(Workflows::CreatedAt))
        .foreign_key(
            ForeignKey::create()
                .from(Workflows::Table, Workflows::OrganizationId)
                .to(Organizations::Table, Organizations::Id)
                .on_delete(ForeignKeyAction::Cascade),
        )
        .to_owned()
}

fn workflows_by_name() -> IndexCreateStatement {
    Index::create()
        .name("workflows_by_name")
        .table(Workflows::Table)
        .col(Workflows::OrganizationId)
        .col(Workflows::Name)
        .unique()
        .to_owned()
}

fn skills() -> TableCreateStatement {
    Table::create()
        .table(Skills::Table)
        .col(pk_uuid(Skills::Id))
        .col(uuid(Skills::WorkflowId))
        .col(string_len(Skills::Name, 100))
        .foreign_key(
            ForeignKey::create()
                .from(Skills::Table, Skills::WorkflowId)
                .to(Workflows::Table, Workflows::Id)
                .on_delete(ForeignKeyAction::Cascade),
        )
        .to_owned()
}

fn skills_by_name() -> IndexCreateStatement {
    Index::create()
        .name("skills_by_name")
        .table(Skills::Table)
        .col(Skills::WorkflowId)
        .col(Skills::Name)
        .unique()
        .to_owned()
}

fn deployments() -> TableCreateStatement {
    Table::create()
        .table(Deployments::Table)
        .col(pk_uuid(Deployments::Id))
        .col(uuid(Deployments::OrganizationId))
        .col(uuid(Deployments::WorkflowId))
        .col(uuid(Deployments::DeviceId))
        .col(integer(Deployments::Version))
        .col(timestamp_with_time_zone(Deployments::At))
        .col(uuid_null(Deployments::AccountId))
        .foreign_key(
            ForeignKey::create()
                .from(Deployments::Table, Deployments::OrganizationId)
                .to(Organizations::Table, Organizations::Id)
                .on_delete(ForeignKeyAction::Cascade),
        )
        .foreign_key(
            ForeignKey::create()
                .from(Deployments::Table, Deployments::WorkflowId)
                .to(Workflows::Table, Workflows::Id)
                .on_delete(ForeignKeyAction::Cascade),
        )
        .foreign_key(
            ForeignKey::create()
                .from(Deployments::Table, Deployments::DeviceId)
                .to(Devices::Table, Devices::Id)
                .on_delete(ForeignKeyAction::Cascade),
        )
        .foreign_key(
            ForeignKey::create()
                .from(Deployments::Table, Deployments::AccountId)
                .to(Accounts::Table, Accounts::Id)
                .on_delete(ForeignKeyAction::SetNull),
        )
        .to_owned()
}

fn latest_deployments() -> IndexCreateStatement {
    Index::create()
        .name("deployments_latest")
        .table(Deployments::Table)
        .col(Deployments::OrganizationId)
        .col(Deployments::At)
        .col(Deployments::Id)
        .to_owned()
}

fn deployments_by(column: Deployments) -> IndexCreateStatement {
    Index::create()
        .name(format!("deployments_by_{}", column.to_string()))
        .table(Deployments::Table)
        .col(column)
        .to_owned()
}
