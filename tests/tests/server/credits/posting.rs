//! What adds to a ledger, once, and what is refused.

use std::time::Duration;

use futures_util::StreamExt;
use futures_util::future::{join_all, try_join_all};
use futures_util::stream;
use portal_server::administration::AdministrationError;
use portal_server::domain::{CreditKind, Credits, Plan};
use portal_server::store::{credit_usage, organizations};
use portal_server::surroundings::Clock;
use rstest::rstest;

use super::Books;
use crate::support::{Backend, Tested};

fn hours(hours: u64) -> Duration {
    Duration::from_secs(hours * 60 * 60)
}

#[rstest]
#[tokio::test]
async fn each_transaction_says_what_is_left_after_it(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let books = Books::new(backend).await?;
    let before = books.balance().await?;
    let last = books.transactions().await?.len() as i64;
    let granted = books.moves(CreditKind::Grant, "0.001", None).await?;
    assert_eq!(granted.number, last + 1);
    assert_eq!(granted.amount, Credits(1));
    assert_eq!(granted.balance_after, Credits(before.0 + 1));
    assert_eq!(granted.at, books.portal.clock.now());
    assert_eq!(granted.words, "a test\nt-1");
    assert_eq!(granted.actor_id, None);
    let used = books.moves(CreditKind::Usage, "2.5", None).await?;
    assert_eq!(used.number, last + 2);
    assert_eq!(used.amount, Credits(-2_500));
    assert_eq!(used.balance_after, Credits(before.0 - 2_499));
    assert_eq!(books.balance().await?, used.balance_after);
    let transactions = books.transactions().await?;
    assert_eq!(transactions[transactions.len() - 2..], [granted, used]);
    assert_eq!(books.verified().await?.transactions, last as u64 + 2);
    Ok(())
}

#[rstest]
#[tokio::test]
async fn a_clock_that_is_set_back_does_not_turn_the_ledger_round(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let books = Books::new(backend).await?;
    let first = books.moves(CreditKind::Usage, "1", None).await?;
    books.portal.clock.set_back(hours(3));
    let second = books.moves(CreditKind::Usage, "1", None).await?;
    assert_eq!(second.at, first.at);
    let database = books.portal.store.read();
    let quarters = credit_usage::from(database, books.organization, first.at).await?;
    assert_eq!(quarters.len(), 1);
    assert!(quarters[0].amount >= Credits(2_000));
    books.verified().await?;
    Ok(())
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn one_key_sent_a_thousand_times_moves_once(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let books = Books::new(backend).await?;
    let before = books.transactions().await?.len();
    let sent = stream::iter(0..1_000)
        .map(|_| books.moves(CreditKind::Usage, "7", Some("one key")))
        .buffer_unordered(50);
    let answers: Vec<_> = sent.collect().await;
    let first = answers[0].as_ref().unwrap().clone();
    for answer in answers {
        assert_eq!(answer?, first);
    }
    assert_eq!(books.transactions().await?.len(), before + 1);
    // Also when much has happened since.
    books.moves(CreditKind::Grant, "1", None).await?;
    books.portal.clock.advance(hours(29 * 24));
    assert_eq!(
        books.moves(CreditKind::Usage, "7", Some("one key")).await?,
        first
    );
    let other = books.moves(CreditKind::Usage, "8", Some("one key")).await;
    assert!(matches!(other, Err(AdministrationError::KeyReused)));
    let other = books.moves(CreditKind::Grant, "7", Some("one key")).await;
    assert!(matches!(other, Err(AdministrationError::KeyReused)));
    assert_eq!(books.transactions().await?.len(), before + 2);
    books.portal.clock.advance(hours(2 * 24));
    let again = books.moves(CreditKind::Usage, "7", Some("one key")).await?;
    assert_ne!(again, first);
    books.verified().await?;
    Ok(())
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn the_last_credit_is_spent_once(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let books = Books::new(backend).await?;
    let all = books.balance().await?.0 - 1_000;
    let all = format!("{}.{:03}", all / 1_000, all % 1_000);
    books.moves(CreditKind::Usage, &all, None).await?;
    assert_eq!(books.balance().await?, Credits(1_000));
    let spent = join_all((0..100).map(|_| books.moves(CreditKind::Usage, "1", None))).await;
    let (done, refused): (Vec<_>, Vec<_>) = spent.into_iter().partition(Result::is_ok);
    assert_eq!(done.len(), 1);
    for refusal in refused {
        let nothing = Credits::default();
        assert!(
            matches!(refusal, Err(AdministrationError::CreditsUsedUp { balance }) if balance == nothing)
        );
    }
    assert_eq!(books.balance().await?, Credits(0));
    // What was refused used up no key and no number.
    let refused = books.moves(CreditKind::Usage, "1", Some("later")).await;
    assert!(refused.is_err());
    books.moves(CreditKind::Grant, "1", None).await?;
    books.moves(CreditKind::Usage, "1", Some("later")).await?;
    books.verified().await?;
    Ok(())
}

#[rstest]
#[tokio::test]
async fn a_balance_goes_below_zero_where_the_plan_allows_it(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let books = Books::new(backend).await?;
    let balance = books.balance().await?;
    let database = books.portal.store.read();
    organizations::set_plan(database, books.organization, Plan::Enterprise).await?;
    let used = books.moves(CreditKind::Usage, "900000", None).await?;
    assert_eq!(used.balance_after, Credits(balance.0 - 900_000_000));
    organizations::set_plan(database, books.organization, Plan::Business).await?;
    let refused = books.moves(CreditKind::Usage, "0.001", None).await;
    assert!(matches!(
        refused,
        Err(AdministrationError::CreditsUsedUp { balance }) if balance == used.balance_after
    ));
    // What is given counts all the same, also where that leaves less than nothing.
    let granted = books.moves(CreditKind::Grant, "10", Some("once")).await?;
    assert_eq!(granted.balance_after.0, used.balance_after.0 + 10_000);
    organizations::set_plan(database, books.organization, Plan::Team).await?;
    let refused = books.moves(CreditKind::Grant, "10", None).await;
    assert!(matches!(
        refused,
        Err(AdministrationError::NoCredits { .. })
    ));
    // What was done before is answered as it was.
    let again = books.moves(CreditKind::Grant, "10", Some("once")).await?;
    assert_eq!(again, granted);
    books.verified().await?;
    Ok(())
}

#[rstest]
#[tokio::test]
async fn a_balance_stays_within_what_can_be_counted(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let books = Books::new(backend).await?;
    let most = "1000000000";
    try_join_all((0..999).map(|_| books.moves(CreditKind::Grant, most, None))).await?;
    let before = books.transactions().await?.len();
    let refused = books.moves(CreditKind::Grant, most, None).await;
    assert!(matches!(
        refused,
        Err(AdministrationError::TooManyCredits { .. })
    ));
    assert_eq!(books.transactions().await?.len(), before);
    books.verified().await?;
    Ok(())
}
