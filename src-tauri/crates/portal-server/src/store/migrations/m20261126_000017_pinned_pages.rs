//! The page that opens first, for each person and organization.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    string_len, string_len_null, timestamp_with_time_zone_null, uuid, uuid_null,
};

use super::m20261123_000001_accounts::Accounts;
use super::m20261123_000002_organizations::Organizations;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[derive(DeriveIden)]
enum PinnedPages {
    Table,
    AccountId,
    OrganizationId,
    Page,
    /// Without a foreign key: that the workspace is gone is told, not forgotten.
    WorkspaceId,
    WorkspaceName,
    UnpinnedAt,
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager
            .create_table(
                Table::create()
                    .table(PinnedPages::Table)
                    .col(uuid(PinnedPages::OrganizationId))
                    .col(uuid(PinnedPages::AccountId))
                    .col(string_len(PinnedPages::Page, 32))
                    .col(uuid_null(PinnedPages::WorkspaceId))
                    .col(string_len_null(PinnedPages::WorkspaceName, 100))
                    .col(timestamp_with_time_zone_null(PinnedPages::UnpinnedAt))
                    .primary_key(
                        Index::create()
                            .col(PinnedPages::OrganizationId)
                            .col(PinnedPages::AccountId),
                    )
                    .foreign_key(
                        ForeignKey::create()
                            .from(PinnedPages::Table, PinnedPages::OrganizationId)
                            .to(Organizations::Table, Organizations::Id)
                            .on_delete(ForeignKeyAction::Cascade),
                    )
                    .foreign_key(
                        ForeignKey::create()
                            .from(PinnedPages::Table, PinnedPages::AccountId)
                            .to(Accounts::Table, Accounts::Id)
                            .on_delete(ForeignKeyAction::Cascade),
                    )
                    .to_owned(),
            )
            .await
    }
}
