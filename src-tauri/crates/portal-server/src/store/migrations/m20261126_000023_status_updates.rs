//! What happened on the portal, as each account is told of it, and how far the end of an API key was announced.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, small_integer_null, string_len, string_len_null, text, timestamp_with_time_zone,
    uuid, uuid_null,
};

use super::m20261123_000001_accounts::Accounts;
use super::m20261124_000007_api_keys::ApiKeys;
use super::m20261126_000020_credit_thresholds::CreditThresholds;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[derive(DeriveIden)]
enum StatusFeeds {
    Table,
    AccountId,
    Last,
}

#[derive(DeriveIden)]
enum StatusUpdates {
    Table,
    AccountId,
    Position,
    At,
    Kind,
    /// Without a foreign key: who lost an organization is still told so.
    OrganizationId,
    OrganizationName,
    Details,
}

#[derive(DeriveIden)]
enum ApiKeysColumn {
    ExpiryTold,
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(feeds()).await?;
        manager.create_table(updates()).await?;
        manager.create_index(updates_by_time()).await?;
        let told = Table::alter()
            .table(ApiKeys::Table)
            .add_column(small_integer_null(ApiKeysColumn::ExpiryTold))
            .to_owned();
        manager.alter_table(told).await?;
        // That credits fell is in the feeds now.
        let crossing = Table::alter()
            .table(CreditThresholds::Table)
            .drop_column(CreditThresholds::Crossing)
            .to_owned();
        manager.alter_table(crossing).await
    }
}

fn feeds() -> TableCreateStatement {
    Table::create()
        .table(StatusFeeds::Table)
        .col(uuid(StatusFeeds::AccountId).primary_key())
        .col(big_integer(StatusFeeds::Last))
        .foreign_key(
            ForeignKey::create()
                .from(StatusFeeds::Table, StatusFeeds::AccountId)
                .to(Accounts::Table, Accounts::Id)
                .on_delete(ForeignKeyAction::Cascade),
        )
        .to_owned()
}

fn updates() -> TableCreateStatement {
    Table::create()
        .table(StatusUpdates::Table)
        .col(uuid(StatusUpdates::AccountId))
        .col(big_integer(StatusUpdates::Position))
        .col(timestamp_with_time_zone(StatusUpdates::At))
        .col(string_len(StatusUpdates::Kind, 64))
        .col(uuid_null(StatusUpdates::OrganizationId))
        .col(string_len_null(StatusUpdates::OrganizationName, 100))
        .col(text(StatusUpdates::Details))
        .primary_key(
            Index::create()
                .col(StatusUpdates::AccountId)
                .col(StatusUpdates::Position),
        )
        .foreign_key(
            ForeignKey::create()
                .from(StatusUpdates::Table, StatusUpdates::AccountId)
                .to(Accounts::Table, Accounts::Id)
                .on_delete(ForeignKeyAction::Cascade),
        )
        .to_owned()
}

fn updates_by_time() -> IndexCreateStatement {
    Index::create()
        .name("status_updates_by_time")
        .table(StatusUpdates::Table)
        .col(StatusUpdates::At)
        .to_owned()
}
