//! Organizations, their members with roles, and the features that are on.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    pk_uuid, string_len, timestamp_with_time_zone, timestamp_with_time_zone_null, uuid,
};

use super::m20261123_000001_accounts::Accounts;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[derive(DeriveIden)]
pub(super) enum Organizations {
    Table,
    Id,
    Name,
    Kind,
    Plan,
    OwnerId,
    CreatedAt,
}

#[derive(DeriveIden)]
enum Memberships {
    Table,
    OrganizationId,
    AccountId,
    Since,
    LastChosenAt,
}

#[derive(DeriveIden)]
enum MembershipRoles {
    Table,
    OrganizationId,
    AccountId,
    Role,
}

#[derive(DeriveIden)]
enum OrganizationFeatures {
    Table,
    OrganizationId,
    Feature,
    EnabledAt,
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(organizations()).await?;
        manager.create_index(one_personal_account_each()).await?;
        manager.create_index(organizations_by_owner()).await?;
        manager.create_table(memberships()).await?;
        manager.create_index(memberships_by_account()).await?;
        manager.create_table(membership_roles()).await?;
        manager.create_table(organization_features()).await
    }
}

fn organizations() -> TableCreateStatement {
    Table::create()
        .table(Organizations::Table)
        .col(pk_uuid(Organizations::Id))
        .col(string_len(Organizations::Name, 100))
        .col(string_len(Organizations::Kind, 32))
        .col(string_len(Organizations::Plan, 32))
        .col(uuid(Organizations::OwnerId))
        .col(timestamp_with_time_zone(Organizations::CreatedAt))
        .foreign_key(
            ForeignKey::create()
                .from(Organizations::Table, Organizations::OwnerId)
                .to(Accounts::Table, Accounts::Id)
                .on_delete(ForeignKeyAction::Restrict),
        )
        .to_owned()
}

fn one_personal_account_each() -> IndexCreateStatement {
    Index::create()
        .name("organizations_one_personal_account_each")
        .table(Organizations::Table)
        .col(Organizations::OwnerId)
        .unique()
        .and_where(Expr::col(Organizations::Kind).eq("personal"))
        .to_owned()
}

fn organizations_by_owner() -> IndexCreateStatement {
    Index::create()
        .name("organizations_by_owner")
        .table(Organizations::Table)
        .col(Organizations::OwnerId)
        .to_owned()
}

fn memberships() -> TableCreateStatement {
    Table::create()
        .table(Memberships::Table)
        .col(uuid(Memberships::OrganizationId))
        .col(uuid(Memberships::AccountId))
        .col(timestamp_with_time_zone(Memberships::Since))
        .col(timestamp_with_time_zone_null(Memberships::LastChosenAt))
        .primary_key(
            Index::create()
                .col(Memberships::OrganizationId)
                .col(Memberships::AccountId),
        )
        .foreign_key(
            ForeignKey::create()
                .from(Memberships::Table, Memberships::OrganizationId)
                .to(Organizations::Table, Organizations::Id)
                .on_delete(ForeignKeyAction::Cascade),
        )
        .foreign_key(
            ForeignKey::create()
                .from(Memberships::Table, Memberships::AccountId)
                .to(Accounts::Table, Accounts::Id)
                .on_delete(ForeignKeyAction::Cascade),
        )
        .to_owned()
}

fn memberships_by_account() -> IndexCreateStatement {
    Index::create()
        .name("memberships_by_account")
        .table(Memberships::Table)
        .col(Memberships::AccountId)
        .col(Memberships::LastChosenAt)
        .to_owned()
}

fn membership_roles() -> TableCreateStatement {
    Table::create()
        .table(MembershipRoles::Table)
        .col(uuid(MembershipRoles::OrganizationId))
        .col(uuid(MembershipRoles::AccountId))
        .col(string_len(MembershipRoles::Role, 32))
        .primary_key(
            Index::create()
                .col(MembershipRoles::OrganizationId)
                .col(MembershipRoles::AccountId)
                .col(MembershipRoles::Role),
        )
        .foreign_key(
            ForeignKey::create()
                .from(
                    MembershipRoles::Table,
                    (MembershipRoles::OrganizationId, MembershipRoles::AccountId),
                )
                .to(
                    Memberships::Table,
                    (Memberships::OrganizationId, Memberships::AccountId),
                )
                .on_delete(ForeignKeyAction::Cascade),
        )
        .to_owned()
}

fn organization_features() -> TableCreateStatement {
    Table::create()
        .table(OrganizationFeatures::Table)
        .col(uuid(OrganizationFeatures::OrganizationId))
        .col(string_len(OrganizationFeatures::Feature, 32))
        .col(timestamp_with_time_zone(OrganizationFeatures::EnabledAt))
        .primary_key(
            Index::create()
                .col(OrganizationFeatures::OrganizationId)
                .col(OrganizationFeatures::Feature),
        )
        .foreign_key(
            ForeignKey::create()
                .from(
                    OrganizationFeatures::Table,
                    OrganizationFeatures::OrganizationId,
                )
                .to(Organizations::Table, Organizations::Id)
                .on_delete(ForeignKeyAction::Cascade),
        )
        .to_owned()
}
