//! What nobody can change, and how a ledger that is wrong all the same is found.

use std::collections::BTreeMap;
use std::sync::Arc;

use anyhow::{Context, Result};
use chrono::DateTime;
use portal_server::administration::Administration;
use portal_server::credits::WrongLedgerReason;
use portal_server::domain::{CreditKind, Credits};
use portal_server::store::accounts::{self, NewAccount};
use portal_server::store::entities::account::PasswordHash;
use portal_server::store::entities::{device, organization, output_event, stream};
use portal_server::store::{credit_usage, credits};
use portal_server::surroundings::{Surroundings, SystemRandomness};
use rstest::rstest;
use sea_orm::sea_query::Query;
use sea_orm::{ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use super::Books;
use crate::support::{ADA, Backend, Place, SettableClock, Tested};

#[rstest]
#[tokio::test]
async fn the_database_refuses_to_change_a_ledger(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let books = Books::new(backend).await?;
    let before = books.transactions().await?;
    let database = books.portal.store.read();
    let mut statements = vec![
        "UPDATE credit_transactions SET amount = 1",
        "UPDATE credit_transactions SET text = 'x' WHERE number = 1",
        "DELETE FROM credit_transactions",
        "DELETE FROM credit_transactions WHERE number = 1",
        "INSERT INTO credit_transactions SELECT * FROM credit_transactions WHERE number = 1",
    ];
    match backend {
        Backend::Postgres => statements.push("TRUNCATE credit_transactions"),
        Backend::Sqlite => statements.push(
            "INSERT OR REPLACE INTO credit_transactions
                SELECT * FROM credit_transactions WHERE number = 1",
        ),
    }
    for statement in statements {
        assert!(
            database.execute_unprepared(statement).await.is_err(),
            "{statement}"
        );
        assert_eq!(books.transactions().await?, before, "{statement}");
    }
    Ok(())
}

#[rstest]
#[tokio::test]
async fn a_ledger_outlives_its_organization(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let books = Books::new(backend).await?;
    let (before, balance) = (books.transactions().await?, books.balance().await?);
    organization::Entity::delete_by_id(books.organization)
        .exec(books.portal.store.read())
        .await?;
    assert_eq!(books.transactions().await?, before);
    assert_eq!(books.balance().await?, balance);
    assert_eq!(books.verified().await?.transactions, before.len() as u64);
    Ok(())
}

/// Whether a ledger is wrong for a reason.
type IsWhy = fn(&WrongLedgerReason) -> bool;

/// Allows what the database refuses.
async fn unprotect(database: &impl ConnectionTrait) -> Result<()> {
    let triggers: &[&str] = match database.get_database_backend() {
        DbBackend::Postgres => {
            &["DROP TRIGGER credit_transactions_append_only ON credit_transactions"]
        }
        _ => &[
            "DROP TRIGGER credit_transactions_not_updated",
            "DROP TRIGGER credit_transactions_not_deleted",
        ],
    };
    for trigger in triggers {
        database.execute_unprepared(trigger).await?;
    }
    Ok(())
}

#[rstest]
#[tokio::test]
async fn the_first_wrong_transaction_is_named(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let wrongs: [(&str, Option<i64>, IsWhy); 8] = [
        (
            "UPDATE credit_transactions SET amount = amount - 1 WHERE number >= 3",
            Some(3),
            |reason| matches!(reason, WrongLedgerReason::Balance { expected, found } if expected < found),
        ),
        (
            "UPDATE credit_transactions SET balance_after = balance_after + 1 WHERE number = 4",
            Some(4),
            |reason| matches!(reason, WrongLedgerReason::Balance { expected, found } if expected < found),
        ),
        (
            "DELETE FROM credit_transactions WHERE number = 2",
            Some(3),
            |reason| *reason == WrongLedgerReason::Missing { number: 2 },
        ),
        (
            "UPDATE credit_transactions SET at = '2001-01-01 00:00:00+00:00' WHERE number = 5",
            Some(5),
            |reason| *reason == WrongLedgerReason::Earlier,
        ),
        (
            "UPDATE credit_transactions SET kind = 'grant' WHERE kind = 'usage'",
            Some(2),
            |reason| matches!(reason, WrongLedgerReason::Amount(amount) if *amount < Credits(0)),
        ),
        (
            "UPDATE credit_transactions SET text = 'Other' WHERE number = 1",
            Some(1),
            |reason| *reason == WrongLedgerReason::Words,
        ),
        (
            "UPDATE credit_balances SET balance = balance + 1",
            None,
            |reason| *reason == WrongLedgerReason::End,
        ),
        (
            "UPDATE credit_usage_quarters SET amount = amount + 1",
            None,
            |reason| matches!(reason, WrongLedgerReason::Usage { .. }),
        ),
    ];
    for (statement, number, is_why) in wrongs {
        let books = Books::new(backend).await?;
        assert!(books.verified().await?.transactions > 10);
        let database = books.portal.store.read();
        unprotect(database).await?;
        let of_acme = match statement.contains("WHERE") {
            true => format!("{statement} AND organization_id = "),
            false => format!("{statement} WHERE organization_id = "),
        };
        let id = match backend {
            Backend::Sqlite => format!("x'{}'", books.organization.simple()),
            Backend::Postgres => format!("'{}'", books.organization),
        };
        database.execute_unprepared(&(of_acme + &id)).await?;
        let wrong = books.wrong().await.context(statement)?;
        assert_eq!(wrong.number, number, "{statement}");
        assert!(is_why(&wrong.reason), "{statement}: {wrong:?}");
        assert_eq!(wrong.organization, books.organization);
        // Also among all of them.
        assert!(books.portal.operator.verify_credits(None).await.is_err());
    }
    Ok(())
}

#[rstest]
#[tokio::test]
async fn a_ledger_from_before_it_was_kept_for_good_is_taken_over(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let place = Place::new(backend).await?;
    let older = place.before("kept_ledger").await?;
    let (owner, organization) = (Uuid::from_u128(1), Uuid::from_u128(2));
    let account = NewAccount {
        id: owner,
        email: ADA.parse()?,
        display_name: "Ada Lovelace".parse()?,
        password_hash: PasswordHash("none".to_owned()),
        avatar: None,
        created_at: DateTime::UNIX_EPOCH,
    };
    accounts::insert(&older, account).await?;
    // As an older program does, which knows fewer columns.
    let row = Query::insert()
        .into_table("organizations")
        .columns(["id", "name", "kind", "plan", "owner_id", "created_at"])
        .values_panic([
            organization.into(),
            "ACME".into(),
            "shared".into(),
            "business".into(),
            owner.into(),
            DateTime::UNIX_EPOCH.into(),
        ])
        .to_owned();
    older.execute(&row).await?;
    // Two in one quarter hour, the third in the next.
    let rows = [
        (0, "grant", 5_000, 5_000),
        (60, "usage", -1_000, 4_000),
        (899, "usage", -500, 3_500),
        (900, "usage", -250, 3_250),
    ];
    for (number, (second, kind, amount, balance)) in (1_i64..).zip(rows) {
        let row = Query::insert()
            .into_table("credit_transactions")
            .columns([
                "id",
                "organization_id",
                "number",
                "kind",
                "amount",
                "balance_after",
                "at",
                "text",
            ])
            .values_panic([
                Uuid::from_u128(number.unsigned_abs().into()).into(),
                organization.into(),
                number.into(),
                kind.into(),
                amount.into(),
                balance.into(),
                DateTime::from_timestamp(second, 0).into(),
                "Output of Press 4".into(),
            ])
            .to_owned();
        older.execute(&row).await?;
    }
    older.close().await?;

    let store = place.open().await?;
    assert_eq!(credits::ledgers(store.read()).await?, [organization]);
    let kept = credits::following(store.read(), organization, 0, 10).await?;
    let amounts: Vec<_> = kept.iter().map(|row| (row.kind, row.amount.0)).collect();
    let expected = [
        (CreditKind::Grant, 5_000),
        (CreditKind::Usage, -1_000),
        (CreditKind::Usage, -500),
        (CreditKind::Usage, -250),
    ];
    assert_eq!(amounts, expected);
    assert_eq!(kept[3].words, "output of press 4");
    let end = credits::balance(store.read(), organization).await?;
    let end = end.context("no balance")?;
    assert_eq!((end.balance, end.last_number), (Credits(3_250), 4));
    let quarters = credit_usage::from(store.read(), organization, DateTime::UNIX_EPOCH).await?;
    let quarters: Vec<_> = quarters
        .iter()
        .map(|it| (it.begins_at, it.amount.0))
        .collect();
    assert_eq!(quarters, [(0, 1_500), (900, 250)]);
    let surroundings = Surroundings {
        clock: Arc::new(SettableClock::default()),
        randomness: Arc::new(SystemRandomness),
    };
    let operator = Administration::new(store, surroundings);
    assert_eq!(operator.verify_credits(None).await?.transactions, 4);
    Ok(())
}

/// In the sample data each event that a device put out costs the same, and a transaction has those of a day.
#[rstest]
#[tokio::test]
async fn the_sample_uses_what_its_devices_put_out_day_by_day(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    const MICROSECONDS_OF_A_DAY: i64 = 86_400_000_000;
    const THOUSANDTHS_OF_AN_EVENT: i64 = 150;
    let books = Books::new(backend).await?;
    let database = books.portal.store.read();
    let devices = device::Entity::find()
        .filter(device::Column::OrganizationId.eq(books.organization))
        .all(database)
        .await?;
    let names: BTreeMap<_, _> = devices.into_iter().map(|it| (it.id, it.name)).collect();
    let streams = stream::Entity::find()
        .filter(stream::Column::OrganizationId.eq(books.organization))
        .all(database)
        .await?;
    let mut put_out = BTreeMap::<_, i64>::new();
    for stream in streams {
        let times: Vec<i64> = output_event::Entity::find()
            .select_only()
            .column(output_event::Column::At)
            .filter(output_event::Column::StreamId.eq(stream.id))
            .into_tuple()
            .all(database)
            .await?;
        let device = names.get(&stream.device_id).context("no device")?;
        for at in times {
            let day = at / MICROSECONDS_OF_A_DAY;
            *put_out
                .entry((format!("Output of {device}"), day))
                .or_default() += THOUSANDTHS_OF_AN_EVENT;
        }
    }
    let mut used = BTreeMap::<_, i64>::new();
    for row in books.transactions().await? {
        if row.kind == CreditKind::Usage {
            let day = row.at.timestamp_micros() / MICROSECONDS_OF_A_DAY;
            let before = used.insert((row.text, day), row.amount.negated().0);
            assert_eq!(before, None, "one transaction for each day");
        }
    }
    assert!(!used.is_empty());
    assert_eq!(used, put_out);
    Ok(())
}
