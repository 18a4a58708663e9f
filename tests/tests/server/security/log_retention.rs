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

use crate::support::{ADA, Backend, PASSWORD, Program, TestPortal, Tested};

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

async fn count(store: &Store) -> Result<u64> {
    Ok(security_event::Entity::find().count(store.read()).await?)
}

/// What forgets after so many days by the clock of `portal`.
fn retention(portal: &TestPortal, days: u32) -> LogRetention {
    let surroundings = Surroundings {
        clock: Arc::new(portal.clock.clone()),
        randomness: Arc::new(SystemRandomness),
    };
    LogRetention::new(portal.store.clone(), surroundings, NonZeroU32::new(days))
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
    let retention_of_30_days = retention(&portal, 30);
    portal.clock.advance(30 * DAY - Duration::from_secs(1));
    retention_of_30_days.forget_some().await?;
    assert_eq!(count(&portal.store).await?, 2, "kept for the whole time");
    portal.clock.advance(Duration::from_secs(1));
    retention_of_30_days.forget_some().await?;
    assert_eq!(count(&portal.store).await?, 1);
    portal.clock.advance(10_000 * DAY);
    retention(&portal, 0).forget_some().await?;
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
    let database = portal.store.read();
    let ada = accounts::by_email(database, &ADA.parse()?).await?;
    let ada = ada.context("no account")?.id;
    for number in 0..501 {
        let event = security_event::Model {
            id: uuid::Uuid::from_u128(501 - number),
            account_id: ada,
            at: portal.clock.now() + Duration::from_secs(number.try_into()?),
            kind: SecurityEventKind::SignInFailed,
            category: SecurityEventKind::SignInFailed.category(),
            actor: SecurityActor::Unknown,
            subject: None,
            client: None,
            address: None,
        };
        security_log::insert(database, event).await?;
    }
    portal.clock.advance(31 * DAY);
    let retention = retention(&portal, 30);
    assert!(retention.forget_some().await?, "there are more");
    let left = security_event::Entity::find().all(database).await?;
    assert_eq!(left.len(), 1);
    assert_eq!(left[0].id, uuid::Uuid::from_u128(1), "the latest");
    assert!(!retention.forget_some().await?);
    assert_eq!(count(&portal.store).await?, 0);
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
        running.end("TERM").await?;
        let events = security_event::Entity::find().all(store.read()).await?;
        let failed = |event: &&security_event::Model| event.kind == SecurityEventKind::SignInFailed;
        assert_eq!(events.iter().filter(failed).count(), left, "{days}");
    }
    Ok(())
}
