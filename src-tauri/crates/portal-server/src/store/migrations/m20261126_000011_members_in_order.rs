//! Members are listed by name in the same order on every database, and a person's roles in all their
//! organizations are found at once.

use sea_orm::{ConnectionTrait, DbBackend};
use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::string_len;
use uuid::Uuid;

use super::m20261123_000001_accounts::Accounts;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[derive(DeriveIden)]
enum AccountsColumn {
    Id,
    DisplayName,
    NameOrder,
}

#[derive(DeriveIden)]
enum MembershipRoles {
    Table,
    AccountId,
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut name_order = string_len(AccountsColumn::NameOrder, 200);
        name_order.default("");
        // SQLite compares bytes by default, PostgreSQL by the locale it happens to run in.
        if manager.get_database_backend() == DbBackend::Postgres {
            name_order.extra("COLLATE \"C\"");
        }
        let add = Table::alter()
            .table(Accounts::Table)
            .add_column(name_order)
            .to_owned();
        manager.alter_table(add).await?;
        fill(manager.get_connection()).await?;
        manager
            .create_index(
                Index::create()
                    .name("membership_roles_by_account")
                    .table(MembershipRoles::Table)
                    .col(MembershipRoles::AccountId)
                    .to_owned(),
            )
            .await
    }
}

/// Not left to the databases, which have different ideas of lower case.
async fn fill(database: &impl ConnectionTrait) -> Result<(), DbErr> {
    let all = Query::select()
        .columns([AccountsColumn::Id, AccountsColumn::DisplayName])
        .from(Accounts::Table)
        .to_owned();
    for account in database.query_all(&all).await? {
        let id: Uuid = account.try_get("", "id")?;
        let name: String = account.try_get("", "display_name")?;
        let update = Query::update()
            .table(Accounts::Table)
            .value(AccountsColumn::NameOrder, name.to_lowercase())
            .and_where(Expr::col(AccountsColumn::Id).eq(id))
            .to_owned();
        database.execute(&update).await?;
    }
    Ok(())
}
