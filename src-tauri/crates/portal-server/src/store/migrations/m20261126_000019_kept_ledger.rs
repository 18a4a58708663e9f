//! The ledger of credits, kept for good: who did it and what it refers to, no row changed or taken away by anybody, and
//! none lost with its organization. Beside it, what is read often or decides: balances, usage by quarter hours, and
//! the keys of requests that may come again.

use sea_orm::DbBackend;
use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::{
    big_integer, string_len, string_len_null, timestamp_with_time_zone, uuid, uuid_null, var_binary,
};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[derive(DeriveIden)]
enum CreditTransactions {
    Table,
    OrganizationId,
    Number,
    Kind,
    Amount,
    BalanceAfter,
    At,
    Text,
    ActorId,
    ActorName,
    Reference,
    Words,
}

/// The table as it was: with an id of its own, and lost with its organization.
#[derive(DeriveIden)]
#[sea_orm(iden = "credit_transactions_before")]
struct Before;

#[derive(DeriveIden)]
enum CreditBalances {
    Table,
    OrganizationId,
    Balance,
    LastNumber,
    LastAt,
}

#[derive(DeriveIden)]
enum CreditUsageQuarters {
    Table,
    OrganizationId,
    BeginsAt,
    Amount,
}

#[derive(DeriveIden)]
enum CreditKeys {
    Table,
    OrganizationId,
    KeyHash,
    InputHash,
    Number,
    CreatedAt,
}

/// What was there has these columns in both tables.
const MOVED: &str = "organization_id, number, kind, amount, balance_after, at, text";

const FILL: [&str; 2] = [
    "INSERT INTO credit_balances (organization_id, balance, last_number, last_at)
        SELECT organization_id, balance_after, number, at FROM credit_transactions AS last
        WHERE number = (SELECT MAX(number) FROM credit_transactions
            WHERE organization_id = last.organization_id)",
    "DROP TABLE credit_transactions_before",
];

const APPEND_ONLY_SQLITE: [&str; 3] = [
    "CREATE TRIGGER credit_transactions_not_updated BEFORE UPDATE ON credit_transactions
        BEGIN SELECT RAISE(ABORT, 'the ledger of credits is append-only'); END",
    "CREATE TRIGGER credit_transactions_not_deleted BEFORE DELETE ON credit_transactions
        BEGIN SELECT RAISE(ABORT, 'the ledger of credits is append-only'); END",
    // REPLACE deletes rows without a trigger for that.
    "CREATE TRIGGER credit_transactions_not_replaced BEFORE INSERT ON credit_transactions
        WHEN EXISTS (SELECT 1 FROM credit_transactions
            WHERE organization_id = NEW.organization_id AND number = NEW.number)
        BEGIN SELECT RAISE(ABORT, 'the ledger of credits has this number already'); END",
];

const APPEND_ONLY_POSTGRES: [&str; 2] = [
    "CREATE FUNCTION credit_transactions_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION 'the ledger of credits is append-only'; END $$",
    "CREATE TRIGGER credit_transactions_append_only
        BEFORE UPDATE OR DELETE OR TRUNCATE ON credit_transactions
        FOR EACH STATEMENT EXECUTE FUNCTION credit_transactions_append_only()",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let backend = manager.get_database_backend();
        let connection = manager.get_connection();
        let rename = Table::rename()
            .table(CreditTransactions::Table, Before)
            .to_owned();
        manager.rename_table(rename).await?;
        let mut transactions = credit_transactions();
        if backend == DbBackend::Sqlite {
            // Pages of the history lie beside each other.
            transactions.extra("WITHOUT ROWID");
        }
        manager.create_table(transactions).await?;
        let copy = format!(
            "INSERT INTO credit_transactions ({MOVED}, words) \
            SELECT {MOVED}, LOWER(text) FROM credit_transactions_before"
        );
        connection.execute_unprepared(&copy).await?;
        manager.create_index(transactions_by_kind()).await?;
        manager.create_index(transactions_by_time()).await?;
        manager.create_table(credit_balances()).await?;
        manager.create_table(credit_usage_quarters()).await?;
        manager.create_table(credit_keys()).await?;
        connection
            .execute_unprepared(fill_quarters(backend))
            .await?;
        let append_only: &[&str] = match backend {
            DbBackend::Postgres => &APPEND_ONLY_POSTGRES,
            _ => &APPEND_ONLY_SQLITE,
        };
        for statement in FILL.iter().chain(append_only) {
            connection.execute_unprepared(statement).await?;
        }
        Ok(())
    }
}

fn credit_transactions() -> TableCreateStatement {
    Table::create()
        .table(CreditTransactions::Table)
        .col(uuid(CreditTransactions::OrganizationId))
        .col(big_integer(CreditTransactions::Number))
        .col(string_len(CreditTransactions::Kind, 32))
        .col(big_integer(CreditTransactions::Amount))
        .col(big_integer(CreditTransactions::BalanceAfter))
        .col(timestamp_with_time_zone(CreditTransactions::At))
        .col(string_len(CreditTransactions::Text, 200))
        .col(uuid_null(CreditTransactions::ActorId))
        .col(string_len_null(CreditTransactions::ActorName, 100))
        .col(string_len_null(CreditTransactions::Reference, 100))
        .col(string_len(CreditTransactions::Words, 402))
        .primary_key(
            Index::create()
                .col(CreditTransactions::OrganizationId)
                .col(CreditTransactions::Number),
        )
        .to_owned()
}

fn transactions_by_kind() -> IndexCreateStatement {
    Index::create()
        .name("credit_transactions_by_kind")
        .table(CreditTransactions::Table)
        .col(CreditTransactions::OrganizationId)
        .col(CreditTransactions::Kind)
        .col(CreditTransactions::Number)
        .to_owned()
}

fn transactions_by_time() -> IndexCreateStatement {
    Index::create()
        .name("credit_transactions_by_time")
        .table(CreditTransactions::Table)
        .col(CreditTransactions::OrganizationId)
        .col(CreditTransactions::At)
        .col(CreditTransactions::Number)
        .to_owned()
}

fn credit_balances() -> TableCreateStatement {
    Table::create()
        .table(CreditBalances::Table)
        .col(uuid(CreditBalances::OrganizationId).primary_key())
        .col(big_integer(CreditBalances::Balance))
        .col(big_integer(CreditBalances::LastNumber))
        .col(timestamp_with_time_zone(CreditBalances::LastAt))
        .to_owned()
}

fn credit_usage_quarters() -> TableCreateStatement {
    Table::create()
        .table(CreditUsageQuarters::Table)
        .col(uuid(CreditUsageQuarters::OrganizationId))
        .col(big_integer(CreditUsageQuarters::BeginsAt))
        .col(big_integer(CreditUsageQuarters::Amount))
        .primary_key(
            Index::create()
                .col(CreditUsageQuarters::OrganizationId)
                .col(CreditUsageQuarters::BeginsAt),
        )
        .to_owned()
}

fn credit_keys() -> TableCreateStatement {
    Table::create()
        .table(CreditKeys::Table)
        .col(uuid(CreditKeys::OrganizationId))
        .col(var_binary(CreditKeys::KeyHash, 32))
        .col(var_binary(CreditKeys::InputHash, 32))
        .col(big_integer(CreditKeys::Number))
        .col(timestamp_with_time_zone(CreditKeys::CreatedAt))
        .primary_key(
            Index::create()
                .col(CreditKeys::OrganizationId)
                .col(CreditKeys::KeyHash),
        )
        .to_owned()
}

/// What was used in each quarter hour, which begins so many seconds after 1970 in UTC.
fn fill_quarters(backend: DbBackend) -> &'static str {
    match backend {
        DbBackend::Postgres => {
            "INSERT INTO credit_usage_quarters (organization_id, begins_at, amount)
                SELECT organization_id, FLOOR(EXTRACT(EPOCH FROM at) / 900)::BIGINT * 900, -SUM(amount)
                FROM credit_transactions WHERE kind = 'usage' GROUP BY 1, 2"
        }
        _ => {
            "INSERT INTO credit_usage_quarters (organization_id, begins_at, amount)
                SELECT organization_id, CAST(STRFTIME('%s', at) AS INTEGER) / 900 * 900, -SUM(amount)
                FROM credit_transactions WHERE kind = 'usage' GROUP BY 1, 2"
        }
    }
}
