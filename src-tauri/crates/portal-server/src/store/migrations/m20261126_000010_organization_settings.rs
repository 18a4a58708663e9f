//! Organizations have a picture, and a revision by which a change finds out that another came first.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, string_len_null};

use super::m20261123_000002_organizations::Organizations;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[derive(DeriveIden)]
enum OrganizationsColumn {
    Picture,
    Revision,
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let columns = [
            string_len_null(OrganizationsColumn::Picture, 64),
            big_integer(OrganizationsColumn::Revision)
                .default(0)
                .to_owned(),
        ];
        // SQLite adds one column at a time.
        for column in columns {
            let add = Table::alter()
                .table(Organizations::Table)
                .add_column(column)
                .to_owned();
            manager.alter_table(add).await?;
        }
        Ok(())
    }
}
