//! What happened to the security of accounts.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, pk_uuid, small_integer, string_len, string_len_null, timestamp_with_time_zone,
    uuid,
};

use super::m20261123_000001_accounts::Accounts;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[derive(DeriveIden)]
enum SecurityEvents {
    Table,
    Id,
    AccountId,
    At,
    Kind,
    Category,
    Actor,
    Subject,
    Client,
    Address,
}

#[derive(DeriveIden)]
enum UnknownSignIns {
    Table,
    Id,
    Failures,
    LastAt,
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table(SecurityEvents::Table)
                    .col(pk_uuid(SecurityEvents::Id))
                    .col(uuid(SecurityEvents::AccountId))
                    .col(timestamp_with_time_zone(SecurityEvents::At))
                    .col(string_len(SecurityEvents::Kind, 32))
                    .col(string_len(SecurityEvents::Category, 32))
                    .col(string_len(SecurityEvents::Actor, 32))
                    .col(string_len_null(SecurityEvents::Subject, 200))
                    .col(string_len_null(SecurityEvents::Client, 200))
                    .col(string_len_null(SecurityEvents::Address, 45))
                    .foreign_key(
                        ForeignKey::create()
                            .from(SecurityEvents::Table, SecurityEvents::AccountId)
                            .to(Accounts::Table, Accounts::Id)
                            .on_delete(ForeignKeyAction::Cascade),
                    )
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("security_events_by_account")
                    .table(SecurityEvents::Table)
                    .col(SecurityEvents::AccountId)
                    .col(SecurityEvents::At)
                    .col(SecurityEvents::Id)
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table(UnknownSignIns::Table)
                    .col(small_integer(UnknownSignIns::Id).primary_key())
                    .col(big_integer(UnknownSignIns::Failures))
                    .col(timestamp_with_time_zone(UnknownSignIns::LastAt))
                    .to_owned(),
            )
            .await
    }
}
