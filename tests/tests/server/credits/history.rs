//! The history of a ledger: pages, filters and totals.

use std::time::Duration;

use anyhow::{Context, Result};
use portal_server::domain::{CreditKind, Plan};
use portal_server::store::entities::credit_transaction;
use portal_server::store::organizations;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use rstest::rstest;
use serde_json::{Value, json};
use tokio::runtime::Handle;
use tokio::task::block_in_place;

use super::Books;
use crate::support::{ADA, Backend, Tested, code};

const PAGE: &str = "query ($filter: CreditFilter, $first: Int! = 50, $before: Int) {
    creditTransactions(filter: $filter, first: $first, before: $before) {
        data { number kind amount balanceAfter at text reference actor } next } }";
const TOTALS: &str =
    "query ($filter: CreditFilter) { creditTotals(filter: $filter) { count added taken } }";

async fn page(books: &Books, token: &str, variables: Value) -> Result<Value> {
    books.answer(token, PAGE, variables).await
}

fn numbers(page: &Value) -> Vec<i64> {
    let data = page["data"].as_array().into_iter().flatten();
    data.filter_map(|row| row["number"].as_i64()).collect()
}

/// The numbers of all pages of a filter, read to the end.
async fn all(books: &Books, token: &str, filter: &Value, first: i64) -> Result<Vec<i64>> {
    let mut found = Vec::new();
    let mut before = Value::Null;
    loop {
        let variables = json!({ "filter": filter, "first": first, "before": before });
        let mut page = page(books, token, variables).await?;
        found.extend(numbers(&page));
        before = page["next"].take();
        if before.is_null() {
            return Ok(found);
        }
    }
}

/// A ledger with something of each kind, an hour apart.
async fn varied(backend: Backend) -> Result<(Books, String)> {
    let books = Books::empty(backend).await?;
    let moves = [
        (CreditKind::Grant, "500"),
        (CreditKind::Usage, "1.5"),
        (CreditKind::Purchase, "1000"),
        (CreditKind::Usage, "20"),
        (CreditKind::Usage, "0.001"),
        (CreditKind::Adjustment, "5"),
        (CreditKind::Usage, "500"),
    ];
    for (kind, amount) in moves {
        books.moves(kind, amount, None).await?;
        books.portal.clock.advance(Duration::from_secs(60 * 60));
    }
    let ada = books.portal.sign_in(ADA).await?;
    Ok((books, ada))
}

#[rstest]
#[tokio::test]
async fn pages_follow_each_other_and_any_place_can_be_looked_at(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let (books, ada) = varied(backend).await?;
    let first = page(&books, &ada, json!({ "first": 3 })).await?;
    assert_eq!(
        (numbers(&first), &first["next"]),
        (vec![7, 6, 5], &json!(5))
    );
    let row = json!({ "number": 7, "kind": "USAGE", "amount": "-500.000", "balanceAfter": "983.499",
        "at": "2026-03-02T14:00:00Z", "text": "A test", "reference": "T-1", "actor": null });
    assert_eq!(first["data"][0], row);
    let next = page(&books, &ada, json!({ "first": 3, "before": 5 })).await?;
    assert_eq!((numbers(&next), &next["next"]), (vec![4, 3, 2], &json!(2)));
    let end = page(&books, &ada, json!({ "first": 3, "before": 2 })).await?;
    assert_eq!((numbers(&end), &end["next"]), (vec![1], &Value::Null));
    // What is added meanwhile comes before what was looked at, and moves nothing.
    books.moves(CreditKind::Usage, "1", None).await?;
    assert_eq!(
        page(&books, &ada, json!({ "first": 3, "before": 5 })).await?,
        next
    );
    for (before, expected) in [(1, vec![]), (-5, vec![]), (4, vec![3, 2, 1])] {
        let found = page(&books, &ada, json!({ "before": before })).await?;
        assert_eq!((numbers(&found), &found["next"]), (expected, &Value::Null));
    }
    let whole = all(&books, &ada, &Value::Null, 1).await?;
    assert_eq!(whole, [8, 7, 6, 5, 4, 3, 2, 1]);
    Ok(())
}

#[rstest]
#[tokio::test]
async fn a_filter_finds_what_it_says(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let (books, ada) = varied(backend).await?;
    for (filter, expected) in [
        (json!({}), vec![7, 6, 5, 4, 3, 2, 1]),
        (json!({ "kinds": [] }), vec![7, 6, 5, 4, 3, 2, 1]),
        (json!({ "kinds": ["USAGE"] }), vec![7, 5, 4, 2]),
        (
            json!({ "kinds": ["GRANT", "PURCHASE", "GRANT"] }),
            vec![3, 1],
        ),
        (json!({ "kinds": ["REFUND"] }), vec![]),
        (json!({ "since": "2026-03-02T11:00:00Z" }), vec![7, 6, 5, 4]),
        (json!({ "until": "2026-03-02T11:00:00Z" }), vec![3, 2, 1]),
        (
            json!({ "since": "2026-03-02T09:00:00Z", "until": "2026-03-02T11:00:00+01:00" }),
            vec![2],
        ),
        (json!({ "since": "2030-01-01T00:00:00Z" }), vec![]),
        (json!({ "until": "2000-01-01T00:00:00Z" }), vec![]),
        (json!({ "least": "20" }), vec![7, 4, 3, 1]),
        (json!({ "most": "20" }), vec![6, 5, 4, 2]),
        (json!({ "least": "5", "most": "500" }), vec![7, 6, 4, 1]),
        (json!({ "least": "500", "most": "5" }), vec![]),
        (json!({ "text": "t-1" }), vec![7, 6, 5, 4, 3, 2, 1]),
        (json!({ "text": " A TEST " }), vec![7, 6, 5, 4, 3, 2, 1]),
        (json!({ "text": "%" }), vec![]),
        (json!({ "text": "_" }), vec![]),
        (json!({ "text": "nothing like it" }), vec![]),
        (json!({ "text": "  " }), vec![7, 6, 5, 4, 3, 2, 1]),
        (
            json!({ "kinds": ["USAGE"], "text": "test", "least": "1", "until": "2026-03-02T12:00:00Z" }),
            vec![4, 2],
        ),
    ] {
        assert_eq!(all(&books, &ada, &filter, 2).await?, expected, "{filter}");
        let totals = books
            .answer(&ada, TOTALS, json!({ "filter": filter }))
            .await?;
        assert_eq!(totals["count"], expected.len(), "{filter}");
    }
    let totals = books.answer(&ada, TOTALS, Value::Null).await?;
    let expected = json!({ "count": 7, "added": "1505.000", "taken": "-521.501" });
    assert_eq!(totals, expected);
    Ok(())
}

#[rstest]
#[tokio::test]
async fn what_can_not_be_looked_for_is_refused(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let (books, ada) = varied(backend).await?;
    let organization = books.organization.to_string();
    for filter in [
        json!({ "least": "0" }),
        json!({ "most": "-1" }),
        json!({ "least": "0.0001" }),
        json!({ "most": "1000000000000000" }),
        json!({ "least": "much" }),
        json!({ "text": "x".repeat(201) }),
    ] {
        for document in [PAGE, TOTALS] {
            let variables = json!({ "filter": filter });
            let answer = books
                .portal
                .ask_about(&organization, &ada, document, variables)
                .await?;
            assert_eq!(code(&answer), Some("BAD_INPUT"), "{filter}");
        }
    }
    for first in [0, 1_001, -1] {
        let variables = json!({ "first": first });
        let answer = books
            .portal
            .ask_about(&organization, &ada, PAGE, variables)
            .await?;
        assert_eq!(code(&answer), Some("BAD_INPUT"), "{first}");
    }
    let database = books.portal.store.read();
    organizations::set_plan(database, books.organization, Plan::Team).await?;
    assert_eq!(page(&books, &ada, json!({})).await?, Value::Null);
    assert_eq!(books.answer(&ada, TOTALS, Value::Null).await?, Value::Null);
    Ok(())
}

/// Any filter finds what a plain look at all rows finds, in pages of any size.
#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn any_filter_finds_what_there_is(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let (books, ada) = varied(backend).await?;
    let rows = books.transactions().await?;
    let kinds = ["USAGE", "PURCHASE", "GRANT", "REFUND", "ADJUSTMENT"];
    let strategy = (
        prop::sample::subsequence(kinds.to_vec(), 0..=3),
        prop::option::of(0_i64..8),
        prop::option::of(0_i64..8),
        prop::option::of(1_i64..1_000_000),
        prop::option::of(1_i64..1_000_000),
        1_i64..4,
    );
    let config = Config {
        cases: 40,
        ..Config::default()
    };
    let mut runner = TestRunner::new(config);
    let outcome = runner.run(&strategy, |(kinds, since, until, least, most, first)| {
        let hour = |hour: i64| format!("2026-03-02T{:02}:00:00Z", 8 + hour);
        let decimal = |it: i64| format!("{}.{:03}", it / 1_000, it % 1_000);
        let filter = json!({ "kinds": kinds, "since": since.map(hour), "until": until.map(hour),
            "least": least.map(decimal), "most": most.map(decimal) });
        let meant = |row: &&credit_transaction::Model| {
            let at = (row.at.timestamp() - rows[0].at.timestamp()) / 3_600;
            let moved = row.amount.0.abs();
            let kind = format!("{:?}", row.kind).to_uppercase();
            (kinds.is_empty() || kinds.contains(&&*kind))
                && since.is_none_or(|since| at >= since)
                && until.is_none_or(|until| at < until)
                && least.is_none_or(|least| moved >= least)
                && most.is_none_or(|most| moved <= most)
        };
        let expected: Vec<_> = rows
            .iter()
            .rev()
            .filter(meant)
            .map(|row| row.number)
            .collect();
        let found =
            block_in_place(|| Handle::current().block_on(all(&books, &ada, &filter, first)));
        let found = found.map_err(|error| TestCaseError::fail(format!("{error:#}")))?;
        prop_assert_eq!(found, expected, "{}", filter);
        Ok(())
    });
    outcome.context("a filter")
}
