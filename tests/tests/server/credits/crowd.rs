//! Many clients at a time, killed again and again.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use futures_util::future::try_join_all;
use portal_profile_tests::programs::program;
use portal_server::store::entities::{credit_key, credit_transaction};
use rstest::rstest;
use sea_orm::EntityTrait;
use tokio::io::AsyncReadExt;
use tokio::process::Command;
use tokio::time::sleep;

use super::Books;
use crate::support::{Backend, Tested};

const CLIENTS: u64 = 8;
/// Acknowledged transactions of one client, at least.
const EACH: usize = 1_250;

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn clients_that_are_killed_leave_a_ledger_that_is_right(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let books = Books::new(backend).await?;
    let clients = (1..=CLIENTS).map(|client| acknowledged(&books, client));
    let acknowledged = try_join_all(clients).await?.concat();
    assert!(acknowledged.len() >= 10_000);

    let rows = books.transactions().await?;
    let by_number: BTreeMap<i64, &credit_transaction::Model> =
        rows.iter().map(|row| (row.number, row)).collect();
    for (number, amount) in acknowledged {
        let row = by_number
            .get(&number)
            .with_context(|| format!("{number} is lost"))?;
        assert_eq!(row.amount.0, amount, "{number}");
    }
    assert!(rows.iter().all(|row| row.balance_after.0 >= 0));
    let sum: i64 = rows.iter().map(|row| row.amount.0).sum();
    assert_eq!(sum, books.balance().await?.0);
    assert_eq!(books.verified().await?.transactions, rows.len() as u64);
    // Each key moved once, however many sent it, and whoever was killed on the way.
    let keys = credit_keys(&books).await?;
    assert!(keys.0 > 100, "keys were used");
    assert_eq!(keys.0, keys.1, "a key moved twice");
    Ok(())
}

/// What was acknowledged to a client that is killed and started anew until that is enough.
async fn acknowledged(books: &Books, client: u64) -> Result<Vec<(i64, i64)>> {
    let mut acknowledged = Vec::new();
    for run in 0_u64.. {
        if acknowledged.len() >= EACH {
            break;
        }
        let mut child = Command::new(program("ledger_client")?)
            .arg(&books.portal.place.database_argument)
            .arg(books.organization.to_string())
            .arg((client * 1_000 + run).to_string())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()?;
        let mut out = child.stdout.take().context("no output")?;
        let mut errors = child.stderr.take().context("no errors")?;
        let said = tokio::spawn(async move {
            let mut said = String::new();
            out.read_to_string(&mut said).await.map(|_| said)
        });
        // Somewhere between its first statements and its thousandth.
        sleep(Duration::from_millis(
            400 + (client * 7 + run * 13) % 40 * 50,
        ))
        .await;
        let ended = child.try_wait()?;
        child.kill().await?;
        let mut complaint = String::new();
        errors.read_to_string(&mut complaint).await?;
        ensure!(ended.is_none(), "a client gave up: {complaint}");
        let said = said.await??;
        for line in said.lines() {
            let (number, amount) = line.split_once(' ').context("no such line")?;
            acknowledged.push((number.parse()?, amount.parse()?));
        }
    }
    Ok(acknowledged)
}

/// How many keys were used, and how many transactions they stand for.
async fn credit_keys(books: &Books) -> Result<(usize, usize)> {
    let used = credit_key::Entity::find()
        .all(books.portal.store.read())
        .await?;
    let numbers: BTreeSet<i64> = used.iter().map(|key| key.number).collect();
    Ok((used.len(), numbers.len()))
}
