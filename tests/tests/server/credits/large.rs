//! A ledger of a million transactions.

use anyhow::Result;
use portal_profile_tests::long_ledger::fill;
use portal_server::domain::CreditKind;
use portal_server::store::credit_history::{self, CreditFilter, WINDOW};
use portal_server::store::entities::credit_transaction;
use rstest::rstest;
use sea_orm::{ConnectionTrait, DbBackend, QueryTrait, Statement};
use uuid::Uuid;

use super::Books;
use crate::support::{Backend, Tested};

/// How SQLite goes about a statement, step by step.
async fn plan(books: &Books, statement: &Statement) -> Result<Vec<String>> {
    let explain = format!("EXPLAIN QUERY PLAN {statement}");
    let explain = Statement::from_string(DbBackend::Sqlite, explain);
    let steps = books.portal.store.read().query_all_raw(explain).await?;
    Ok(steps
        .iter()
        .map(|step| step.try_get::<String>("", "detail"))
        .collect::<Result<_, _>>()?)
}

#[tokio::test]
async fn pages_are_found_by_indexes_and_in_their_order() -> Tested {
    let books = Books::new(Backend::Sqlite).await?;
    let looked_for = CreditFilter {
        kinds: vec![CreditKind::Usage, CreditKind::Grant],
        text: Some("welding".to_owned()),
        ..CreditFilter::default()
    };
    let all = CreditFilter::default();
    let (id, far) = (books.organization, (1, 1_000_000));
    let of_kind = credit_history::of_kind(id, CreditKind::Grant, far, 51);
    for (statement, wanted) in [
        (credit_history::matching(id, &all, far, 51), "PRIMARY KEY"),
        (
            credit_history::matching(id, &looked_for, (1, WINDOW), 51),
            "PRIMARY KEY",
        ),
        (of_kind, "COVERING INDEX credit_transactions_by_kind"),
    ] {
        let plan = plan(&books, &statement.build(DbBackend::Sqlite)).await?;
        assert_eq!(plan.len(), 1, "nothing is sorted: {plan:?}");
        let search = format!("SEARCH credit_transactions USING {wanted} (organization_id=?");
        assert!(plan[0].starts_with(&search), "{plan:?}");
        assert!(plan[0].ends_with("number>? AND number<?)"), "{plan:?}");
    }
    Ok(())
}

/// What is rare is found in a ledger longer than what one page looks through, and no page looks through more.
#[rstest]
#[tokio::test]
async fn a_page_looks_through_a_window_and_says_where_to_go_on(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let books = Books::new(backend).await?;
    let organization = Uuid::from_u128(77);
    let count = 100_002;
    let end = "2026-03-01T00:00:00Z".parse()?;
    fill(&books.portal.store, organization, count, end).await?;
    let database = books.portal.store.read();
    let rare = CreditFilter {
        text: Some("RARE".to_owned()),
        ..CreditFilter::default()
    };
    let page = |filter, before| credit_history::page(database, organization, filter, before, 50);
    let (mut found, mut before, mut pages) = (Vec::new(), None, 0);
    loop {
        let page = page(&rare, before).await?;
        found.extend(page.transactions);
        pages += 1;
        match page.next {
            Some(next) => {
                assert!(before.unwrap_or(count + 1) - next <= WINDOW);
                before = Some(next);
            }
            None => break,
        }
    }
    let numbers =
        |rows: &[credit_transaction::Model]| rows.iter().map(|row| row.number).collect::<Vec<_>>();
    assert_eq!(numbers(&found), [100_001, 50_001, 1]);
    assert_eq!(pages, 6);
    // An index finds them at once.
    let grants = CreditFilter {
        kinds: vec![CreditKind::Grant],
        ..CreditFilter::default()
    };
    let page = page(&grants, None).await?;
    assert_eq!(
        (numbers(&page.transactions), page.next),
        (vec![100_001, 50_001, 1], None)
    );
    let totals = credit_history::totals(database, organization, &rare).await?;
    assert_eq!(
        (totals.count, totals.added, totals.taken),
        (3, 3_000_000, 0)
    );
    let totals = credit_history::totals(database, organization, &CreditFilter::default()).await?;
    assert_eq!((totals.count, totals.taken), (count, -(count - 3)));
    Ok(())
}
