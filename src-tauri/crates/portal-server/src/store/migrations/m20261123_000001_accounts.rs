//! Accounts and their preferences.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    boolean, pk_uuid, string_len, string_len_null, string_len_uniq, text, timestamp_with_time_zone,
};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[derive(DeriveIden)]
pub(super) enum Accounts {
    Table,
    Id,
    Email,
    EmailKey,
    DisplayName,
    PasswordHash,
    Avatar,
    CreatedAt,
}

#[derive(DeriveIden)]
enum Preferences {
    Table,
    AccountId,
    ToastNotifications,
    Theme,
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table(Accounts::Table)
                    .col(pk_uuid(Accounts::Id))
                    .col(string_len(Accounts::Email, 254))
                    .col(string_len_uniq(Accounts::EmailKey, 254))
                    .col(string_len(Accounts::DisplayName, 100))
                    .col(text(Accounts::PasswordHash))
                    .col(string_len_null(Accounts::Avatar, 64))
                    .col(timestamp_with_time_zone(Accounts::CreatedAt))
                    .to_owned(),
            )
            .await?;
        manager
            .create_table(
                Table::create()
                    .table(Preferences::Table)
                    .col(pk_uuid(Preferences::AccountId))
                    .col(boolean(Preferences::ToastNotifications))
                    .col(string_len(Preferences::Theme, 32))
                    .foreign_key(
                        ForeignKey::create()
                            .from(Preferences::Table, Preferences::AccountId)
                            .to(Accounts::Table, Accounts::Id)
                            .on_delete(ForeignKeyAction::Cascade),
                    )
                    .to_owned(),
            )
            .await
    }
}
