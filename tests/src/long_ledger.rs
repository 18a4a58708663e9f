//! Ledgers that are longer than anybody could write them one transaction at a time.

use anyhow::Result;
use chrono::{DateTime, Utc};
use portal_server::store::Store;
use sea_orm::{ConnectionTrait, DbBackend};
use uuid::Uuid;

/// One in so many transactions is a grant of 1,000 credits called `Rare`; the others use a thousandth and are called
/// `Common`. The first one is a grant.
pub const RARE: i64 = 50_000;

/// Seconds from one transaction to the next.
const STEP: i64 = 30;

/// Fills the empty ledger of an organization with `count` transactions, the last one at `end`, to the second.
///
/// # Errors
/// When the store fails, or the ledger is not empty.
pub async fn fill(store: &Store, organization: Uuid, count: i64, end: DateTime<Utc>) -> Result<()> {
    let transaction = store.begin_write().await?;
    let seconds = format!("({} - {STEP} * ({count} - n))", end.timestamp());
    let (id, numbers, at) = match transaction.get_database_backend() {
        DbBackend::Postgres => (
            format!("CAST('{organization}' AS uuid)"),
            format!("SELECT n FROM generate_series(1, {count}) AS n"),
            format!("to_timestamp{seconds}"),
        ),
        _ => (
            format!("x'{}'", organization.simple()),
            format!(
                "WITH RECURSIVE counted(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counted \
                 WHERE n < {count}) SELECT n FROM counted"
            ),
            format!("strftime('%Y-%m-%d %H:%M:%S+00:00', {seconds}, 'unixepoch')"),
        ),
    };
    let is_rare = format!("n % {RARE} = 1");
    for statement in [
        format!(
            "INSERT INTO credit_transactions \
             (organization_id, number, kind, amount, balance_after, at, text, words) \
             SELECT {id}, n, CASE WHEN {is_rare} THEN 'grant' ELSE 'usage' END, \
             CASE WHEN {is_rare} THEN 1000000 ELSE -1 END, \
             1000000 * ((n - 1) / {RARE} + 1) - (n - 1 - (n - 1) / {RARE}), {at}, \
             CASE WHEN {is_rare} THEN 'Rare' ELSE 'Common' END, \
             CASE WHEN {is_rare} THEN 'rare' ELSE 'common' END FROM ({numbers}) AS numbers"
        ),
        format!(
            "INSERT INTO credit_usage_quarters (organization_id, begins_at, amount) \
             SELECT {id}, {seconds} / 900 * 900, count(*) FROM ({numbers}) AS numbers \
             WHERE NOT {is_rare} GROUP BY 2"
        ),
        format!(
            "INSERT INTO credit_balances (organization_id, balance, last_number, last_at) \
             SELECT organization_id, balance_after, number, at FROM credit_transactions \
             WHERE organization_id = {id} AND number = {count}"
        ),
    ] {
        transaction.execute_unprepared(&statement).await?;
    }
    Ok(transaction.commit().await?)
}
