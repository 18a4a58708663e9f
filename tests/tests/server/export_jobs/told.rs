//! That people are told of exports: how one ended, to whoever asked for it, and that something changed, to all who look.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use portal_profile_tests::much_output::many_events;
use portal_server::domain::{Feature, Role, RoleSet};
use portal_server::store::entities::export;
use rstest::rstest;
use sea_orm::EntityTrait;
use serde_json::{Value, json};
use uuid::Uuid;

use super::ending::{CANCEL, acme};
use super::{DAY, portal, request, until, until_written_to};
use crate::status::{Followed, now, told_after};
use crate::support::{ADA, Backend, GRACE, LINUS, MEI, Tested};

/// More than are written while anything is said to the portal.
const MANY: u32 = 400_000;

/// An end is told within a second, and some for a machine in bad company.
const SOON: Duration = Duration::from_secs(3);

/// The next end of an export on a stream.
async fn end(stream: &mut Followed) -> Result<Value> {
    let (_, update) = stream.update().await?;
    ensure!(update["__typename"] == "ExportEnded", "{update}");
    Ok(update)
}

/// Waits until a stream tells of exports of an organization.
async fn change(stream: &mut Followed, organization: &str) -> Result<()> {
    loop {
        let tick = stream.tick().await?;
        if !tick["exportsChanged"].is_null() {
            ensure!(tick["exportsChanged"] == organization, "{tick}");
            return Ok(());
        }
    }
}

/// Whatever its end, who asked is told of it once, at once.
#[rstest]
#[case(Backend::Sqlite)]
#[case(Backend::Postgres)]
#[tokio::test]
async fn whoever_asked_is_told_of_each_end_once(#[case] backend: Backend) -> Tested {
    let portal = portal(backend, 1).await?;
    let ada = portal.sign_in(ADA).await?;
    let start = now(&portal, &ada).await?;
    let mut stream = Followed::from_now(&portal, &ada).await?;
    let mut ended = Vec::new();

    let whole = request(&portal, &ada, "whole").await?;
    let told = end(&mut stream).await?;
    let found = export::Entity::find_by_id(whole.parse::<Uuid>()?);
    let found = found.one(portal.store.read()).await?.context("no export")?;
    ensure!(found.finished_at.is_some(), "told before it ended");
    ended.push((whole, "READY", told));

    many_events(&portal.store, DAY.parse()?, MANY).await?;
    let long = request(&portal, &ada, "long").await?;
    until_written_to(&portal.store, &long).await?;
    portal.clock.advance(Duration::from_secs(10 * 60 + 1));
    ended.push((long, "TIMED_OUT", end(&mut stream).await?));

    // Grace manages the organization.
    let grace = portal.sign_in(GRACE).await?;
    let acme = acme(&portal, &ada).await?;
    let called_off = request(&portal, &ada, "called off").await?;
    let cancelled = portal
        .answer_about(&acme, &grace, CANCEL, json!({ "id": called_off }))
        .await?;
    ensure!(cancelled["__typename"] == "ExportCancelled", "{cancelled}");
    ended.push((called_off, "CANCELLED", end(&mut stream).await?));

    let portal = portal.with_workers(0).await?;
    let failing = request(&portal, &ada, "failing").await?;
    // Who calls their own off knows.
    let own = request(&portal, &ada, "own").await?;
    portal.answer(&ada, CANCEL, json!({ "id": own })).await?;
    let (selection, feature) = (acme.parse()?, Feature::ChartDataExport);
    portal
        .operator
        .set_feature(&selection, feature, false)
        .await?;
    let portal = portal.with_workers(1).await?;
    let mut stream = Followed::after(&portal, &ada, Some(&start)).await?;
    let mut all = Vec::new();
    for _ in 0..4 {
        all.push(end(&mut stream).await?);
    }
    ended.push((failing, "FAILED", all[3].clone()));
    for (told, (id, state, update)) in all.iter().zip(&ended) {
        ensure!(told == update, "{told} {update}");
        assert_eq!(
            (&update["exportId"], &update["state"]),
            (&json!(id), &json!(state))
        );
        assert_eq!(update["timeZone"], "Europe/Berlin");
    }
    assert_eq!(told_after(&portal, &ada, &start).await?, all, "once each");
    Ok(())
}

/// Mei looks at ACME's charts; Grace looks after the company, and Linus works elsewhere.
#[rstest]
#[case(Backend::Sqlite)]
#[case(Backend::Postgres)]
#[tokio::test]
async fn all_who_look_hear_that_exports_changed(#[case] backend: Backend) -> Tested {
    let portal = portal(backend, 1).await?;
    let ada = portal.sign_in(ADA).await?;
    let acme = acme(&portal, &ada).await?;
    let mei = portal.sign_in(MEI).await?;
    let mut stream = Followed::from_now(&portal, &mei).await?;
    let id = request(&portal, &ada, "one").await?;
    change(&mut stream, &acme).await?;
    until(&portal, &ada, &id, "READY").await?;
    let ended = Instant::now();
    change(&mut stream, &acme).await?;
    let late = ended.elapsed();
    ensure!(late < SOON, "{late:?}");
    Ok(())
}

/// Mei sees no charts any more, and Linus is in another organization, until then.
#[rstest]
#[case(Backend::Sqlite)]
#[case(Backend::Postgres)]
#[tokio::test]
async fn others_hear_nothing_of_exports(#[case] backend: Backend) -> Tested {
    let portal = portal(backend, 1).await?;
    let ada = portal.sign_in(ADA).await?;
    let acme = acme(&portal, &ada).await?;
    let (operator, selection) = (&portal.operator, acme.parse()?);
    let (mei, linus) = (MEI.parse()?, LINUS.parse()?);
    let enroller = RoleSet::granted([Role::DeviceEnroller])?;
    operator.set_roles(&selection, &mei, &enroller).await?;
    let mut streams = [
        Followed::from_now(&portal, &portal.sign_in(MEI).await?).await?,
        Followed::from_now(&portal, &portal.sign_in(LINUS).await?).await?,
    ];
    let mut own = Followed::from_now(&portal, &ada).await?;
    let id = request(&portal, &ada, "one").await?;
    until(&portal, &ada, &id, "READY").await?;
    change(&mut own, &acme).await?;
    // What they hear of next is something else.
    let biller = RoleSet::granted([Role::BillingAdmin])?;
    operator.set_roles(&selection, &mei, &biller).await?;
    operator.set_roles(&selection, &linus, &biller).await?;
    for stream in &mut streams {
        loop {
            let tick = stream.tick().await?;
            ensure!(tick["exportsChanged"].is_null(), "{tick}");
            if !tick["entry"].is_null() {
                break;
            }
        }
    }
    Ok(())
}

/// One process works and another is listened to, by somebody who did not ask.
#[rstest]
#[case(Backend::Sqlite)]
#[case(Backend::Postgres)]
#[tokio::test]
async fn what_another_process_does_is_heard_too(#[case] backend: Backend) -> Tested {
    let portal = portal(backend, 0).await?;
    let ada = portal.sign_in(ADA).await?;
    let acme = acme(&portal, &ada).await?;
    let grace = portal.sign_in(GRACE).await?;
    let mut stream = Followed::from_now(&portal, &grace).await?;
    let id = request(&portal, &ada, "one").await?;
    change(&mut stream, &acme).await?;
    let worker = portal.beside(1).await?;
    until(&portal, &ada, &id, "READY").await?;
    let ended = Instant::now();
    change(&mut stream, &acme).await?;
    let late = ended.elapsed();
    ensure!(late < SOON, "{late:?}");
    worker.stop().await;
    Ok(())
}
