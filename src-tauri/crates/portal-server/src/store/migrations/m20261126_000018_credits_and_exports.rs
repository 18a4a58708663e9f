//! The ledger of credits, and exports of chart data.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, pk_uuid, string_len, timestamp_with_time_zone, uuid};

use super::m20261123_000001_accounts::Accounts;
use super::m20261123_000002_organizations::Organizations;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[derive(DeriveIden)]
enum CreditTransactions {
    Table,
    Id,
    OrganizationId,
    Number,
    Kind,
    Amount,
    BalanceAfter,
    At,
    Text,
}

#[derive(DeriveIden)]
enum Exports {
    Table,
    Id,
    OrganizationId,
    RequesterId,
    BeginsAt,
    EndsAt,
    State,
    CreatedAt,
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(credit_transactions()).await?;
        manager.create_index(one_ledger_each()).await?;
        manager.create_table(exports()).await?;
        manager.create_index(latest_exports()).await
    }
}

fn credit_transactions() -> TableCreateStatement {
    Table::create()
        .table(CreditTransactions::Table)
        .col(pk_uuid(CreditTransactions::Id))
        .col(uuid(CreditTransactions::OrganizationId))
        .col(big_integer(CreditTransactions::Number))
        .col(string_len(CreditTransactions::Kind, 32))
        .col(big_integer(CreditTransactions::Amount))
        .col(big_integer(CreditTransactions::BalanceAfter))
        .col(timestamp_with_time_zone(CreditTransactions::At))
        .col(string_len(CreditTransactions::Text, 200))
        .foreign_key(
            ForeignKey::create()
                .from(
                    CreditTransactions::Table,
                    CreditTransactions::OrganizationId,
                )
                .to(Organizations::Table, Organizations::Id)
                .on_delete(ForeignKeyAction::Cascade),
        )
        .to_owned()
}

/// Two transactions can't both follow the same one.
fn one_ledger_each() -> IndexCreateStatement {
    Index::create()
        .name("credit_transactions_one_ledger_each")
        .table(CreditTransactions::Table)
        .col(CreditTransactions::OrganizationId)
        .col(CreditTransactions::Number)
        .unique()
        .to_owned()
}

fn exports() -> TableCreateStatement {
    Table::create()
        .table(Exports::Table)
        .col(pk_uuid(Exports::Id))
        .col(uuid(Exports::OrganizationId))
        .col(uuid(Exports::RequesterId))
        .col(timestamp_with_time_zone(Exports::BeginsAt))
        .col(timestamp_with_time_zone(Exports::EndsAt))
        .col(string_len(Exports::State, 32))
        .col(timestamp_with_time_zone(Exports::CreatedAt))
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

fn latest_exports() -> IndexCreateStatement {
    Index::create()
        .name("exports_latest")
        .table(Exports::Table)
        .col(Exports::OrganizationId)
        .col(Exports::RequesterId)
        .col(Exports::CreatedAt)
        .col(Exports::Id)
        .to_owned()
}
