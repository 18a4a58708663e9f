//! How far back the security log goes.

use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result};
use portal_server::auth::LogRetention;
use portal_server::domain::{SecurityActor, SecurityEventKind};
use portal_server::store::entities::security_event;
use portal_server::store::{Store, accounts, security_log};
use portal_server::surroundings::{Clock, Surroundings, SystemRandomness};
use rstest::rstest;
use sea_orm::{EntityTrait, PaginatorTrait};
use serde_json::Value;

use crate::support::{ADA, Backend, PASSWORD, Program, SettableClock, TestPortal, Tested};

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

async fn count(store: &Store) -> Result<u64> {
    Ok(security_event::Entity::find().count(store.read()).await?)
}

/// What forgets after so many days by `clock`.
fn retention(portal: &TestPortal, clock: &SettableClock, days: u32) -> LogRetention {
    let surroundings = Surroundings {
        clock: Arc::new(clock.clone()),
        randomness: Arc::new(SystemRandomness),
    };
    LogRetention::new(portal.store.clone(), surroundings, NonZeroU32::new(days))
}

/// One pass; answers whether it had to do with events that are long overdue.
async fn pass(retention: &LogRetention) -> Result<bool> {
    let Some(pass) = retention.begin().await? else {
        return Ok(false);
    };
    while retention.forget_some(pass).await? {}
    Ok(pass.overdue_since.is_some())
}

/// Adds an event for each of these moments, in time since 08:00 UTC on 2 March 2026. Later ones have earlier ids.
async fn add_events(portal: &TestPortal, moments: impl Iterator<Item = Duration>) -> Tested {
    let database = portal.store.read();
    let ada = accounts::by_email(database, &ADA.parse()?).await?;
    let ada = ada.context("no account")?.id;
    let begin = SettableClock::default().now();
    for (id, moment) in (0..1_000).rev().zip(moments) {
        let event = security_event::Model {
            id: uuid::Uuid::from_u128(id),
            account_id: ada,
            at: begin + moment,
            kind: SecurityEventKind::SignInFailed,
            category: SecurityEventKind::SignInFailed.category(),
            actor: SecurityActor::Unknown,
            subject: None,
            client: None,
            address: None,
        };
        security_log::insert(database, event).await?;
    }
    Ok(())
}

#[rstest]
#[tokio::test]
async fn events_are_forgotten_once_they_are_old_enough(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    portal.attempt(ADA, "wrong").await?;
    portal.clock.advance(Duration::from_secs(1));
    portal.attempt(ADA, "wrong").await?;
    let retention_of_30_days = retention(&portal, &portal.clock, 30);
    portal.clock.advance(30 * DAY - Duration::from_secs(1));
    pass(&retention_of_30_days).await?;
    assert_eq!(count(&portal.store).await?, 2, "kept for the whole time");
    portal.clock.advance(Duration::from_secs(1));
    assert!(!pass(&retention_of_30_days).await?, "that is in time");
    assert_eq!(count(&portal.store).await?, 1);
    portal.clock.advance(10_000 * DAY);
    pass(&retention(&portal, &portal.clock, 0)).await?;
    assert_eq!(count(&portal.store).await?, 1, "kept for good");
    Ok(())
}

/// Many at once would hold up everybody who writes.
#[rstest]
#[tokio::test]
async fn many_are_forgotten_a_batch_at_a_time_the_oldest_first(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    add_events(&portal, (0..501).map(Duration::from_secs)).await?;
    portal.clock.advance(31 * DAY);
    let retention = retention(&portal, &portal.clock, 30);
    let pass = retention.begin().await?.context("nothing to forget")?;
    assert!(retention.forget_some(pass).await?, "there are more");
    let left = security_event::Entity::find()
        .all(portal.store.read())
        .await?;
    assert_eq!(left.len(), 1);
    let latest = SettableClock::default().now() + Duration::from_secs(500);
    assert_eq!(left[0].at, latest, "the latest");
    assert!(!retention.forget_some(pass).await?);
    assert_eq!(count(&portal.store).await?, 0);
    Ok(())
}

/// Three events a day for 100 days, the last of them today, as a clock sees it that is ten years ahead.
#[rstest]
#[tokio::test]
async fn a_clock_that_is_years_ahead_costs_days_and_not_the_log(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    add_events(&portal, (0..300).map(|number| number * DAY / 3)).await?;
    portal.clock.advance(100 * DAY);
    let wrong = SettableClock::default();
    wrong.advance(3_750 * DAY);
    let retention_by_it = retention(&portal, &wrong, 400);
    for hours in 1..=5 {
        assert!(pass(&retention_by_it).await?, "it is told");
        assert_eq!(count(&portal.store).await?, 300 - 3 * hours);
    }
    let retention = retention(&portal, &portal.clock, 400);
    assert_eq!(retention.begin().await?, None, "the clock is right again");

    // A shorter time takes effect a day each hour, and is told until little is left to do.
    let retention = self::retention(&portal, &portal.clock, 30);
    let mut told = Vec::new();
    while retention.begin().await?.is_some() {
        told.push(pass(&retention).await?);
    }
    assert_eq!(count(&portal.store).await?, 3 * 30);
    assert_eq!(told.len(), 65);
    assert_eq!(told.iter().filter(|&&told| told).count(), 35);
    Ok(())
}

#[rstest]
#[tokio::test]
async fn a_clock_that_was_set_back_forgets_nothing(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    add_events(&portal, (400..=800).map(|day| day * DAY)).await?;
    let retention = retention(&portal, &SettableClock::default(), 1);
    assert!(!pass(&retention).await?);
    assert_eq!(count(&portal.store).await?, 401);
    Ok(())
}

#[rstest]
#[tokio::test]
async fn a_portal_that_runs_forgets_and_says_how_far_back_it_goes(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    let token = portal.sign_in(ADA).await?;
    let log = "{ securityLog { keptForDays data { id } } }";
    let log = portal.answer(&token, log, Value::Null).await?;
    assert_eq!(log["keptForDays"], 400);
    portal.clock.advance(401 * DAY);
    // A portal begins with it, and completes what it began before it stops.
    let (_place, store) = portal.restart().await?.stop().await;
    assert_eq!(count(&store).await?, 0);
    Ok(())
}

#[tokio::test]
async fn the_operator_says_for_how_long() -> Tested {
    // The test's clock stands in March 2026; the program's own is later by more than a day.
    let portal = TestPortal::start(Backend::Sqlite).await?;
    portal.attempt(ADA, "wrong").await?;
    let (place, store) = portal.stop().await;
    let program = Program { place };
    for (days, kept_for, left) in [("0", Value::Null, 1), ("1", Value::from(1), 0)] {
        let running = program.serve(&["--security-log-days", days]).await?;
        let signed_in = running.sign_in(ADA, PASSWORD).await?;
        let token = signed_in["token"].as_str().context("not signed in")?;
        let log = running
            .ask(token, "{ securityLog { keptForDays } }")
            .await?;
        assert_eq!(log["data"]["securityLog"]["keptForDays"], kept_for);
        let (_, log) = running.end("TERM").await?;
        let told = log.matches("if the clock is wrong").count();
        assert_eq!(told, 1 - left, "{log}");
        let events = security_event::Entity::find().all(store.read()).await?;
        let failed = |event: &&security_event::Model| event.kind == SecurityEventKind::SignInFailed;
        assert_eq!(events.iter().filter(failed).count(), left, "{days}");
    }
    Ok(())
}
