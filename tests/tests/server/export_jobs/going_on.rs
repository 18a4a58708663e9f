//! Turns that go on for long, are interrupted, or are called off from elsewhere.

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use portal_profile_tests::much_output::many_events;
use portal_server::domain::{ExportFailure, ExportState, Feature, Role, RoleSet};
use portal_server::store::entities::export;
use rstest::rstest;
use serde_json::json;
use tokio::time::{sleep, timeout};

use super::ending::{CANCEL, acme};
use super::{DAY, begun, kept, portal, request, see, until, until_written_to};
use crate::support::{ADA, Backend, MEI, TestPortal, Tested};

/// More than are written while anything is said to the portal.
const MANY: u32 = 600_000;

async fn find(portal: &TestPortal, id: &str) -> Result<export::Model> {
    super::find(&portal.store, id.parse()?).await
}

async fn until_it(
    portal: &TestPortal,
    id: &str,
    is: impl Fn(&export::Model) -> bool,
) -> Result<export::Model> {
    super::until_it(&portal.store, id.parse()?, is).await
}

/// More time passes than a lease has, and another process would take it up.
#[rstest]
#[case(Backend::Sqlite)]
#[case(Backend::Postgres)]
#[tokio::test]
async fn whoever_goes_on_working_keeps_their_turn(#[case] backend: Backend) -> Tested {
    let portal = portal(backend, 1).await?;
    many_events(&portal.store, DAY.parse()?, MANY).await?;
    let token = portal.sign_in(ADA).await?;
    let id = request(&portal, &token, "one").await?;
    until_written_to(&portal.store, &id).await?;
    let other = portal.beside(1).await?;
    let mut lease = find(&portal, &id).await?.lease_until;
    for _ in 0..4 {
        portal.clock.advance(Duration::from_secs(20));
        let renewed = until_it(&portal, &id, |it| it.lease_until > lease);
        let renewed = renewed.await.context("the lease is not renewed")?;
        ensure!(renewed.state == ExportState::InProgress, "it was too short");
        lease = renewed.lease_until;
    }
    let ready = until_it(&portal, &id, |it| it.state != ExportState::InProgress).await?;
    assert_eq!(
        (ready.state, ready.fence, ready.attempts),
        (ExportState::Ready, 1, 1)
    );
    other.stop().await;
    Ok(())
}

/// A machine that sleeps for longer than a lease: the time by which leases end goes on, and none has passed for the work.
#[tokio::test]
async fn whoever_was_asleep_keeps_their_turn() -> Tested {
    let asleep = Duration::from_secs(61);
    let portal = portal(Backend::Sqlite, 1).await?;
    many_events(&portal.store, DAY.parse()?, MANY).await?;
    let token = portal.sign_in(ADA).await?;
    portal.clock.set_back(asleep);
    let id = request(&portal, &token, "one").await?;
    until_written_to(&portal.store, &id).await?;
    portal.clock.wake_up_after(asleep);
    let now = portal.surroundings.now();
    let renewed = until_it(&portal, &id, |it| {
        it.state != ExportState::InProgress || it.lease_until > Some(now)
    });
    assert_eq!(renewed.await?.state, ExportState::InProgress);
    until(&portal, &token, &id, "READY").await?;
    Ok(())
}

/// What is left is worked out from this turn alone, and the time that it may take is its own.
#[rstest]
#[case(Backend::Sqlite)]
#[case(Backend::Postgres)]
#[tokio::test]
async fn a_turn_has_its_own_time(#[case] backend: Backend) -> Tested {
    let portal = portal(backend, 1).await?;
    many_events(&portal.store, DAY.parse()?, MANY).await?;
    let token = portal.sign_in(ADA).await?;
    let id = request(&portal, &token, "one").await?;
    until_written_to(&portal.store, &id).await?;
    portal.clock.advance(Duration::from_secs(6 * 60));
    let noted = until_it(&portal, &id, |it| it.ran_for >= 360_000).await?;
    ensure!(noted.state == ExportState::InProgress, "it was too short");
    let seen = see(&portal, &token, &id).await?;
    let number = |name: &str| seen[name].as_f64().context("no number");
    let (rows, expected, left) = (
        number("rows")?,
        number("expectedRows")?,
        number("secondsLeft")?,
    );
    assert_eq!(left, (360.0 / rows * (expected - rows)).ceil(), "{seen}");

    // Nothing of it is left: it begins anew, in another process.
    let portal = portal.restart().await?;
    let token = portal.sign_in(ADA).await?;
    until_it(&portal, &id, |it| it.fence == 2 && it.rows > 0).await?;
    let seen = see(&portal, &token, &id).await?;
    assert_eq!(seen["secondsLeft"], 0, "no time has passed: {seen}");
    portal.clock.advance(Duration::from_secs(6 * 60));
    let ready = until(&portal, &token, &id, "READY").await?;
    assert_eq!(ready["secondsLeft"], json!(null));
    Ok(())
}

/// Through a process that does not work on it.
#[rstest]
#[case(Backend::Sqlite)]
#[case(Backend::Postgres)]
#[tokio::test]
async fn what_another_process_works_on_is_cancelled_too(#[case] backend: Backend) -> Tested {
    let portal = portal(backend, 0).await?;
    many_events(&portal.store, DAY.parse()?, MANY).await?;
    let worker = portal.beside(1).await?;
    let token = portal.sign_in(ADA).await?;
    let id = request(&portal, &token, "one").await?;
    until_written_to(&portal.store, &id).await?;
    assert_eq!(begun(portal.place.directory())?.len(), 1);
    let answer = portal.answer(&token, CANCEL, json!({ "id": id })).await?;
    assert_eq!(answer["__typename"], "ExportCancelled");
    let gone = async {
        while !begun(portal.place.directory())?.is_empty() {
            sleep(Duration::from_millis(20)).await;
        }
        Ok::<_, anyhow::Error>(())
    };
    // Within a second, and some for a machine in bad company.
    timeout(Duration::from_secs(3), gone).await??;
    worker.stop().await;
    assert!(kept(portal.place.directory())?.is_empty());
    Ok(())
}

/// While the file is written; it is whole when that is looked at.
#[rstest]
#[tokio::test]
async fn what_may_not_be_seen_any_more_is_not_published(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
    #[values("feature off", "role without charts")] withdrawal: &str,
) -> Tested {
    let portal = portal(backend, 1).await?;
    many_events(&portal.store, DAY.parse()?, MANY).await?;
    let ada = portal.sign_in(ADA).await?;
    let (acme, mei) = (acme(&portal, &ada).await?, portal.sign_in(MEI).await?);
    let asked = portal
        .answer_about(&acme, &mei, super::REQUEST, super::wanted(DAY, DAY, "one"))
        .await?;
    let id = asked["export"]["id"].as_str().context("no export")?;
    until_written_to(&portal.store, id).await?;
    let selection = acme.parse()?;
    if withdrawal == "feature off" {
        let feature = Feature::ChartDataExport;
        let turned = portal.operator.set_feature(&selection, feature, false);
        turned.await?;
    } else {
        let roles = RoleSet::granted([Role::DeviceEnroller])?;
        let mei = MEI.parse()?;
        portal.operator.set_roles(&selection, &mei, &roles).await?;
    }
    let ended = until_it(&portal, id, |it| it.state != ExportState::InProgress).await?;
    assert_eq!(ended.state, ExportState::Failed);
    assert_eq!(ended.failure, Some(ExportFailure::AccessWithdrawn));
    ensure!(ended.rows > 0, "it failed before it was written");
    let directory = portal.place.directory();
    assert!(kept(directory)?.is_empty() && begun(directory)?.is_empty());
    Ok(())
}
