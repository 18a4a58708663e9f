//! Finds out whether a person signed in from a network before.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::string_len_null;

use super::m20261123_000003_sessions::Sessions;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[derive(DeriveIden)]
enum SessionsColumn {
    Network,
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .alter_table(
                Table::alter()
                    .table(Sessions::Table)
                    .add_column(string_len_null(SessionsColumn::Network, 45))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("sessions_by_network")
                    .table(Sessions::Table)
                    .col(Sessions::AccountId)
                    .col(SessionsColumn::Network)
                    .to_owned(),
            )
            .await
    }
}
