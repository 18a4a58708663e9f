//! Whose turn it is: how many run of one person and of one organization, and that all get theirs.

use std::collections::HashMap;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use portal_profile_tests::much_output::many_events;
use portal_server::domain::ExportState;
use portal_server::store::entities::export;
use rstest::rstest;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use serde_json::Value;
use tokio::time::{sleep, timeout};
use uuid::Uuid;

use super::{DAY, PATIENCE, REQUEST, portal, request, wanted};
use crate::support::{ADA, Backend, GRACE, MEI, TestPortal, Tested};

async fn ask_about(portal: &TestPortal, organization: &str, token: &str, key: &str) -> Result<()> {
    let wanted = wanted(DAY, DAY, key);
    let answer = portal
        .answer_about(organization, token, REQUEST, wanted)
        .await?;
    ensure!(answer["__typename"] == "ExportRequested", "{answer}");
    Ok(())
}

/// The ids of organizations by their names.
async fn organizations(portal: &TestPortal, token: &str) -> Result<HashMap<String, String>> {
    let all = "{ organizations { data { id name } } }";
    let all = portal.answer(token, all, Value::Null).await?;
    let all = all["data"].as_array().context("no list")?.iter();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    Ok(all.map(|it| (text(&it["name"]), text(&it["id"]))).collect())
}

#[rstest]
#[case(Backend::Sqlite)]
#[case(Backend::Postgres)]
#[tokio::test]
async fn two_run_of_a_person_and_four_of_an_organization(#[case] backend: Backend) -> Tested {
    let portal = portal(backend, 0).await?;
    many_events(&portal.store, DAY.parse()?, 60_000).await?;
    let ada = portal.sign_in(ADA).await?;
    let (grace, mei) = (portal.sign_in(GRACE).await?, portal.sign_in(MEI).await?);
    let acme = organizations(&portal, &ada).await?["ACME Robotics"].clone();
    for number in 0..4 {
        for (token, who) in [(&ada, "ada"), (&grace, "grace"), (&mei, "mei")] {
            ask_about(&portal, &acme, token, &format!("{who} {number}")).await?;
        }
    }
    let portal = portal.with_workers(8).await?;
    let (mut most_of_person, mut most_of_all) = (0, 0);
    let watching = async {
        loop {
            let under_way = under_way(&portal).await?;
            if under_way.is_empty() {
                return Ok::<_, anyhow::Error>(());
            }
            let mut running: HashMap<Uuid, usize> = HashMap::new();
            for export in under_way.iter().filter(|it| it.lease_until.is_some()) {
                *running.entry(export.requester_id).or_default() += 1;
            }
            most_of_all = running.values().sum::<usize>().max(most_of_all);
            most_of_person = running
                .values()
                .copied()
                .max()
                .unwrap_or(0)
                .max(most_of_person);
            sleep(Duration::from_millis(5)).await;
        }
    };
    timeout(PATIENCE, watching).await??;
    assert_eq!((most_of_person, most_of_all), (2, 4));
    let ready = export::Entity::find()
        .filter(export::Column::State.eq(ExportState::Ready))
        .all(portal.store.read())
        .await?;
    assert_eq!(ready.len(), 12);
    Ok(())
}

/// Ada asked for many before Grace asked for one, elsewhere.
#[rstest]
#[case(Backend::Sqlite)]
#[case(Backend::Postgres)]
#[tokio::test]
async fn nobody_waits_for_all_that_another_asked_for_before(#[case] backend: Backend) -> Tested {
    let portal = portal(backend, 0).await?;
    let (ada, grace) = (portal.sign_in(ADA).await?, portal.sign_in(GRACE).await?);
    for number in 0..10 {
        request(&portal, &ada, &format!("ada {number}")).await?;
    }
    let cobalt = organizations(&portal, &grace).await?["Cobalt Energy"].clone();
    portal.clock.advance(Duration::from_secs(60));
    ask_about(&portal, &cobalt, &grace, "grace's").await?;
    let portal = portal.with_workers(2).await?;
    let order = async {
        loop {
            let ready = export::Entity::find()
                .filter(export::Column::State.eq(ExportState::Ready))
                .order_by_asc(export::Column::FinishedAt)
                .all(portal.store.read())
                .await?;
            if ready.len() == 11 {
                return Ok::<_, anyhow::Error>(ready);
            }
            // Each is taken up at a moment of its own.
            portal.clock.advance(Duration::from_millis(1));
            sleep(Duration::from_millis(5)).await;
        }
    };
    let order = timeout(PATIENCE, order).await??;
    let place = order
        .iter()
        .position(|it| it.organization_id.to_string() == cobalt);
    assert!(place.is_some_and(|place| place < 4), "{place:?}");
    Ok(())
}

/// Who is in several organizations has no more of them run for that.
#[rstest]
#[case(Backend::Sqlite)]
#[case(Backend::Postgres)]
#[tokio::test]
async fn two_run_of_a_person_in_all_organizations(#[case] backend: Backend) -> Tested {
    let portal = portal(backend, 0).await?;
    many_events(&portal.store, DAY.parse()?, 60_000).await?;
    let grace = portal.sign_in(GRACE).await?;
    let mut organizations = organizations(&portal, &grace).await?;
    let names = ["ACME Robotics", "Cobalt Energy"];
    let ids = names.map(|name| organizations.remove(name).unwrap_or_default());
    for (place, key) in ["one", "two", "three", "four", "five", "six"]
        .iter()
        .enumerate()
    {
        ask_about(&portal, &ids[place % 2], &grace, key).await?;
    }
    let portal = portal.with_workers(6).await?;
    let (mut most, mut both) = (0, false);
    let watching = async {
        loop {
            let under_way = under_way(&portal).await?;
            if under_way.is_empty() {
                return Ok::<_, anyhow::Error>(());
            }
            let running = under_way.iter().filter(|it| it.lease_until.is_some());
            let running: Vec<_> = running.map(|it| it.organization_id).collect();
            most = running.len().max(most);
            both |= running.windows(2).any(|pair| pair[0] != pair[1]);
            sleep(Duration::from_millis(5)).await;
        }
    };
    timeout(PATIENCE, watching).await??;
    assert_eq!(most, 2);
    ensure!(both, "both organizations were never at work");
    Ok(())
}

/// Ada and Grace have as many as may run in ACME before Mei asks there for one.
#[rstest]
#[case(Backend::Sqlite)]
#[case(Backend::Postgres)]
#[tokio::test]
async fn whoever_has_none_comes_first_in_an_organization(#[case] backend: Backend) -> Tested {
    let portal = portal(backend, 0).await?;
    let ada = portal.sign_in(ADA).await?;
    let (grace, mei) = (portal.sign_in(GRACE).await?, portal.sign_in(MEI).await?);
    let acme = organizations(&portal, &ada).await?["ACME Robotics"].clone();
    for number in 0..5 {
        for (token, who) in [(&ada, "ada"), (&grace, "grace")] {
            ask_about(&portal, &acme, token, &format!("{who} {number}")).await?;
        }
    }
    portal.clock.advance(Duration::from_secs(60));
    ask_about(&portal, &acme, &mei, "mei's").await?;
    let last = under_way(&portal).await?;
    let last = last.iter().max_by_key(|it| it.created_at);
    let (id, requester) = last.map(|it| (it.id, it.requester_id)).context("none")?;
    ensure!(requester != under_way(&portal).await?[0].requester_id);
    let portal = portal.with_workers(4).await?;
    // The fences tell nothing of the order; when each was taken up does.
    let order = async {
        loop {
            portal.clock.advance(Duration::from_millis(1));
            if under_way(&portal).await?.is_empty() {
                let all = export::Entity::find()
                    .filter(export::Column::State.eq(ExportState::Ready))
                    .order_by_asc(export::Column::StartedAt)
                    .all(portal.store.read())
                    .await?;
                return Ok::<_, anyhow::Error>(all);
            }
            sleep(Duration::from_millis(2)).await;
        }
    };
    let order = timeout(PATIENCE, order).await??;
    assert_eq!(order.len(), 11);
    let place = order.iter().position(|it| it.id == id);
    ensure!(place.is_some_and(|place| place < 6), "{place:?}");
    Ok(())
}

async fn under_way(portal: &TestPortal) -> Result<Vec<export::Model>> {
    Ok(export::Entity::find()
        .filter(export::Column::State.eq(ExportState::InProgress))
        .order_by_asc(export::Column::CreatedAt)
        .all(portal.store.read())
        .await?)
}

/// A portal that stops lets go of its exports, and takes them up again when it starts.
#[rstest]
#[case(Backend::Sqlite)]
#[case(Backend::Postgres)]
#[tokio::test]
async fn a_portal_that_stops_leaves_exports_to_the_next(#[case] backend: Backend) -> Tested {
    let portal = portal(backend, 1).await?;
    many_events(&portal.store, DAY.parse()?, 300_000).await?;
    let token = portal.sign_in(ADA).await?;
    let id = request(&portal, &token, "one").await?;
    super::until_written_to(&portal.store, &id).await?;
    let portal = portal.with_workers(0).await?;
    let stopped = export::Entity::find_by_id(id.parse::<Uuid>()?)
        .one(portal.store.read())
        .await?
        .context("no export")?;
    assert_eq!(stopped.state, ExportState::InProgress);
    assert_eq!((stopped.lease_until, stopped.attempts), (None, 0));
    let portal = portal.with_workers(1).await?;
    super::until(&portal, &token, &id, "READY").await?;
    Ok(())
}
