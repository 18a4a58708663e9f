//! Below how many credits a person wants to be told, for each person and organization.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{big_integer, big_integer_null, uuid};

use super::m20261123_000001_accounts::Accounts;
use super::m20261123_000002_organizations::Organizations;

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[derive(DeriveIden)]
pub(super) enum CreditThresholds {
    Table,
    OrganizationId,
    AccountId,
    Threshold,
    /// Without a foreign key: the ledger outlives its organization.
    Crossing,
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let threshold = big_integer(CreditThresholds::Threshold)
            .check(Expr::col(CreditThresholds::Threshold).gt(0))
            .to_owned();
        manager
            .create_table(
                Table::create()
                    .table(CreditThresholds::Table)
                    .col(uuid(CreditThresholds::OrganizationId))
                    .col(uuid(CreditThresholds::AccountId))
                    .col(threshold)
                    .col(big_integer_null(CreditThresholds::Crossing))
                    .primary_key(
                        Index::create()
                            .col(CreditThresholds::OrganizationId)
                            .col(CreditThresholds::AccountId),
                    )
                    .foreign_key(
                        ForeignKey::create()
                            .from(CreditThresholds::Table, CreditThresholds::OrganizationId)
                            .to(Organizations::Table, Organizations::Id)
                            .on_delete(ForeignKeyAction::Cascade),
                    )
                    .foreign_key(
                        ForeignKey::create()
                            .from(CreditThresholds::Table, CreditThresholds::AccountId)
                            .to(Accounts::Table, Accounts::Id)
                            .on_delete(ForeignKeyAction::Cascade),
                    )
                    .to_owned(),
            )
            .await?;
        manager.create_index(of_a_person()).await
    }
}

fn of_a_person() -> IndexCreateStatement {
    Index::create()
        .name("credit_thresholds_of_a_person")
        .table(CreditThresholds::Table)
        .col(CreditThresholds::AccountId)
        .to_owned()
}
