//! What credits are sold for, and what was bought: purchases outlive their organizations, like the ledger.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, boolean, integer, string_len, string_len_null, text_null,
    timestamp_with_time_zone, timestamp_with_time_zone_null, uuid, uuid_null,
};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[derive(DeriveIden)]
enum CreditPacks {
    Table,
    Id,
    Credits,
    PriceMinor,
    Currency,
    Position,
}

/// One row at most.
#[derive(DeriveIden)]
enum CreditPrice {
    Table,
    Id,
    Currency,
    PerCredit,
    Least,
    Most,
}

#[derive(DeriveIden)]
enum Purchases {
    Table,
    Id,
    OrganizationId,
    OrganizationName,
    BuyerId,
    BuyerName,
    State,
    Credits,
    PriceMinor,
    Currency,
    PerCredit,
    PackId,
    Provider,
    ProviderReference,
    PaymentReference,
    CheckoutUrl,
    Settled,
    CreatedAt,
    ExpiresAt,
    PaidAt,
    EndedAt,
    TransactionNumber,
    RefundNumber,
    ReceiptNumber,
}

/// One row.
#[derive(DeriveIden)]
enum ReceiptNumbers {
    Table,
    Id,
    Last,
}

#[derive(DeriveIden)]
enum SandboxCheckouts {
    Table,
    Token,
    PurchaseId,
    Seller,
    Description,
    AmountMinor,
    Currency,
    State,
    CreatedAt,
    ExpiresAt,
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [
            credit_packs(),
            credit_price(),
            purchases(),
            receipt_numbers(),
            sandbox_checkouts(),
        ] {
            manager.create_table(table).await?;
        }
        for index in purchase_indexes() {
            manager.create_index(index).await?;
        }
        let first = "INSERT INTO receipt_numbers (id, last) VALUES (1, 0)";
        manager.get_connection().execute_unprepared(first).await?;
        Ok(())
    }
}

fn credit_packs() -> TableCreateStatement {
    Table::create()
        .table(CreditPacks::Table)
        .col(uuid(CreditPacks::Id).primary_key())
        .col(big_integer(CreditPacks::Credits))
        .col(big_integer(CreditPacks::PriceMinor))
        .col(string_len(CreditPacks::Currency, 3))
        .col(integer(CreditPacks::Position))
        .to_owned()
}

fn credit_price() -> TableCreateStatement {
    Table::create()
        .table(CreditPrice::Table)
        .col(integer(CreditPrice::Id).primary_key())
        .col(string_len(CreditPrice::Currency, 3))
        .col(big_integer(CreditPrice::PerCredit))
        .col(big_integer(CreditPrice::Least))
        .col(big_integer(CreditPrice::Most))
        .check(Expr::col(CreditPrice::Id).eq(1))
        .to_owned()
}

fn purchases() -> TableCreateStatement {
    Table::create()
        .table(Purchases::Table)
        .col(uuid(Purchases::Id).primary_key())
        .col(uuid(Purchases::OrganizationId))
        .col(string_len(Purchases::OrganizationName, 100))
        .col(uuid(Purchases::BuyerId))
        .col(string_len(Purchases::BuyerName, 100))
        .col(string_len(Purchases::State, 32))
        .col(big_integer(Purchases::Credits))
        .col(big_integer(Purchases::PriceMinor))
        .col(string_len(Purchases::Currency, 3))
        .col(big_integer(Purchases::PerCredit))
        .col(uuid_null(Purchases::PackId))
        .col(string_len(Purchases::Provider, 32))
        .col(string_len_null(Purchases::ProviderReference, 255))
        .col(string_len_null(Purchases::PaymentReference, 255))
        .col(text_null(Purchases::CheckoutUrl))
        .col(boolean(Purchases::Settled))
        .col(timestamp_with_time_zone(Purchases::CreatedAt))
        .col(timestamp_with_time_zone(Purchases::ExpiresAt))
        .col(timestamp_with_time_zone_null(Purchases::PaidAt))
        .col(timestamp_with_time_zone_null(Purchases::EndedAt))
        .col(big_integer_null(Purchases::TransactionNumber))
        .col(big_integer_null(Purchases::RefundNumber))
        .col(big_integer_null(Purchases::ReceiptNumber))
        .to_owned()
}

fn purchase_indexes() -> [IndexCreateStatement; 4] {
    let index = |name: &str| {
        Index::create()
            .name(name)
            .table(Purchases::Table)
            .to_owned()
    };
    [
        index("purchases_by_organization")
            .col(Purchases::OrganizationId)
            .col(Purchases::CreatedAt)
            .col(Purchases::Id)
            .to_owned(),
        index("purchases_by_state")
            .col(Purchases::State)
            .col(Purchases::Settled)
            .to_owned(),
        index("purchases_by_payment")
            .col(Purchases::PaymentReference)
            .to_owned(),
        index("purchases_by_receipt")
            .col(Purchases::ReceiptNumber)
            .unique()
            .to_owned(),
    ]
}

fn receipt_numbers() -> TableCreateStatement {
    Table::create()
        .table(ReceiptNumbers::Table)
        .col(integer(ReceiptNumbers::Id).primary_key())
        .col(big_integer(ReceiptNumbers::Last))
        .check(Expr::col(ReceiptNumbers::Id).eq(1))
        .to_owned()
}

fn sandbox_checkouts() -> TableCreateStatement {
    Table::create()
        .table(SandboxCheckouts::Table)
        .col(string_len(SandboxCheckouts::Token, 64).primary_key())
        .col(uuid(SandboxCheckouts::PurchaseId).unique_key())
        .col(string_len(SandboxCheckouts::Seller, 100))
        .col(string_len(SandboxCheckouts::Description, 200))
        .col(big_integer(SandboxCheckouts::AmountMinor))
        .col(string_len(SandboxCheckouts::Currency, 3))
        .col(string_len(SandboxCheckouts::State, 32))
        .col(timestamp_with_time_zone(SandboxCheckouts::CreatedAt))
        .col(timestamp_with_time_zone(SandboxCheckouts::ExpiresAt))
        .to_owned()
}
