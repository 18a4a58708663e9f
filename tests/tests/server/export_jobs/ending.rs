//! How exports come to their ends other than with a file, and what becomes of files.

use std::time::Duration;

use anyhow::{Context, Result};
use portal_profile_tests::much_output::many_events;
use portal_server::domain::{Feature, Role, RoleSet};
use portal_server::exports::{Exports, SweepError};
use portal_server::objects::Objects;
use portal_server::sealing::SealingKey;
use portal_server::status::Listeners;
use portal_server::store::{accounts, memberships, organizations};
use portal_server::surroundings::SystemRandomness;
use rstest::rstest;
use sea_orm::{ConnectionTrait, DbBackend, Statement};
use serde_json::{Value, json};

use super::{DAY, DOWNLOAD, begun, kept, portal, request, see, until, until_written_to};
use crate::support::{ADA, Backend, GRACE, MEI, TestPortal, Tested};

/// More than are written while anything is said to the portal.
const MANY: u32 = 400_000;

/// Takes a few times as long as until a process first says how far it has come, and two requests.
const LASTING: u32 = 1_200_000;

pub(super) const CANCEL: &str = "mutation ($id: ID!) { cancelExport(id: $id) { __typename
    ... on ExportCancelled { export { state canCancel } } ... on ExportNotCancelled { export { state } } } }";

/// The exports of a portal, to be swept now.
pub(super) async fn swept(portal: &TestPortal) -> Result<()> {
    Ok(exports_of(portal, portal).await?.sweep().await?)
}

/// Those of a portal, with their files where those of `place` are.
async fn exports_of(portal: &TestPortal, place: &TestPortal) -> Result<Exports> {
    let key = SealingKey::open(&portal.place.key_file(), &portal.store, &SystemRandomness).await?;
    Ok(Exports::new(
        portal.store.clone(),
        Objects::open(&place.place.objects())?,
        portal.surroundings.clone(),
        portal_server::exports::ExportPolicy::default(),
        key,
        Listeners::new(portal.store.clone(), 1),
    ))
}

pub(super) async fn acme(portal: &TestPortal, token: &str) -> Result<String> {
    let acme = "{ viewer { organization { id } } }";
    let acme = portal.answer(token, acme, Value::Null).await?;
    Ok(acme["organization"]["id"]
        .as_str()
        .context("no id")?
        .to_owned())
}

#[rstest]
#[case(Backend::Sqlite)]
#[case(Backend::Postgres)]
#[tokio::test]
async fn cancelling_stops_the_work_at_once(#[case] backend: Backend) -> Tested {
    let portal = portal(backend, 1).await?;
    many_events(&portal.store, DAY.parse()?, LASTING).await?;
    let token = portal.sign_in(ADA).await?;
    let (running, waiting) = (
        request(&portal, &token, "running").await?,
        request(&portal, &token, "waiting").await?,
    );
    until_written_to(&portal.store, &running).await?;
    assert_eq!(begun(portal.place.directory())?.len(), 1);
    for id in [&waiting, &running] {
        let answer = portal.answer(&token, CANCEL, json!({ "id": id })).await?;
        let export = json!({ "state": "CANCELLED", "canCancel": false });
        assert_eq!(
            answer,
            json!({ "__typename": "ExportCancelled", "export": export })
        );
    }
    // Within a second, and some for a machine in bad company.
    let gone = async {
        while !begun(portal.place.directory())?.is_empty() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        Ok::<_, anyhow::Error>(())
    };
    tokio::time::timeout(Duration::from_secs(5), gone).await??;
    let again = portal
        .answer(&token, CANCEL, json!({ "id": running }))
        .await?;
    assert_eq!(again["__typename"], "ExportNotCancelled");
    assert!(kept(portal.place.directory())?.is_empty());
    Ok(())
}

/// Mei looks at charts; Grace manages.
#[tokio::test]
async fn only_who_asked_and_who_manages_may_cancel() -> Tested {
    let portal = portal(Backend::Sqlite, 0).await?;
    let ada = portal.sign_in(ADA).await?;
    let acme = acme(&portal, &ada).await?;
    let id = request(&portal, &ada, "one").await?;
    let (mei, grace) = (portal.sign_in(MEI).await?, portal.sign_in(GRACE).await?);
    let see = "query ($id: ID!) { export(id: $id) { canCancel isOwn } }";
    let seen = portal
        .answer_about(&acme, &mei, see, json!({ "id": id }))
        .await?;
    assert_eq!(seen, json!({ "canCancel": false, "isOwn": false }));
    let answer = portal
        .answer_about(&acme, &mei, CANCEL, json!({ "id": id }))
        .await?;
    assert_eq!(answer["__typename"], "ExportNotFound");
    let seen = portal
        .answer_about(&acme, &grace, see, json!({ "id": id }))
        .await?;
    assert_eq!(seen, json!({ "canCancel": true, "isOwn": false }));
    let answer = portal
        .answer_about(&acme, &grace, CANCEL, json!({ "id": id }))
        .await?;
    assert_eq!(answer["__typename"], "ExportCancelled");
    Ok(())
}

/// Grace managed when her request began; Ada's answer to that comes first.
#[tokio::test]
async fn who_manages_no_more_when_it_is_their_turn_may_not_cancel() -> Tested {
    let portal = portal(Backend::Postgres, 0).await?;
    let ada = portal.sign_in(ADA).await?;
    let acme = acme(&portal, &ada).await?;
    let id = request(&portal, &ada, "one").await?;
    let grace = portal.sign_in(GRACE).await?;
    let transaction = portal.store.begin_write().await?;
    let organization = organizations::lock(&transaction, acme.parse()?).await?;
    let organization = organization.context("no ACME")?.id;
    let cancelling = portal.answer_about(&acme, &grace, CANCEL, json!({ "id": id }));
    let demoting = async {
        let waiting = "SELECT count(*) AS waiting FROM pg_stat_activity
            WHERE datname = current_database() AND wait_event_type = 'Lock'";
        let waiting = Statement::from_string(DbBackend::Postgres, waiting);
        loop {
            let row = portal.store.read().query_one_raw(waiting.clone()).await?;
            if row.context("no row")?.try_get::<i64>("", "waiting")? > 0 {
                break;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        let account = accounts::by_email(&transaction, &GRACE.parse()?).await?;
        let account = account.context("no Grace")?.id;
        let roles = [Role::ChartEditor];
        memberships::replace_roles(&transaction, organization, account, roles).await?;
        anyhow::Ok(transaction.commit().await?)
    };
    let both = async { tokio::join!(cancelling, demoting) };
    let (answer, demoted) = tokio::time::timeout(super::PATIENCE, both).await?;
    demoted?;
    assert_eq!(answer?["__typename"], "ExportNotFound");
    assert_eq!(see(&portal, &ada, &id).await?["state"], "IN_PROGRESS");
    Ok(())
}

#[rstest]
#[case(Backend::Sqlite)]
#[case(Backend::Postgres)]
#[tokio::test]
async fn what_takes_too_long_can_be_split_and_retried(#[case] backend: Backend) -> Tested {
    let portal = portal(backend, 1).await?;
    many_events(&portal.store, DAY.parse()?, MANY).await?;
    let token = portal.sign_in(ADA).await?;
    let wanted = super::wanted("2026-02-28", "2026-03-01", "long");
    let answer = portal.answer(&token, super::REQUEST, wanted).await?;
    let id = answer["export"]["id"]
        .as_str()
        .context("no export")?
        .to_owned();
    until_written_to(&portal.store, &id).await?;
    portal.clock.advance(Duration::from_secs(10 * 60 + 1));
    let export = until(&portal, &token, &id, "TIMED_OUT").await?;
    assert_eq!(export["splitInto"], 2);
    assert!(begun(portal.place.directory())?.is_empty());

    let split = "mutation ($input: SplitExportInput!) { splitExport(input: $input) { __typename
        ... on ExportSplit { exports { id firstDay lastDay format } } } }";
    let input = json!({ "input": { "id": id, "idempotencyKey": "an export in a test: split" } });
    let first = portal.answer(&token, split, input.clone()).await?;
    let parts = first["exports"].as_array().context("not split")?;
    let days: Vec<_> = parts
        .iter()
        .map(|it| (&it["firstDay"], &it["lastDay"]))
        .collect();
    let (one, two) = (json!("2026-02-28"), json!("2026-03-01"));
    assert_eq!(days, [(&one, &one), (&two, &two)]);
    assert_eq!(portal.answer(&token, split, input).await?, first, "once");
    for part in parts {
        until(&portal, &token, part["id"].as_str().unwrap(), "READY").await?;
    }

    let retry = "mutation ($input: RetryExportInput!) { retryExport(input: $input) { __typename
        ... on ExportRequested { export { id firstDay lastDay } } } }";
    let input = json!({ "input": { "id": id, "idempotencyKey": "an export in a test: retry" } });
    let again = portal.answer(&token, retry, input).await?;
    assert_eq!(again["export"]["firstDay"], "2026-02-28");
    let again = again["export"]["id"].as_str().unwrap();
    until(&portal, &token, again, "READY").await?;
    Ok(())
}

#[rstest]
#[case(Backend::Sqlite)]
#[case(Backend::Postgres)]
#[tokio::test]
async fn files_are_deleted_after_their_time(#[case] backend: Backend) -> Tested {
    let portal = portal(backend, 1).await?;
    let token = portal.sign_in(ADA).await?;
    let first = request(&portal, &token, "first").await?;
    until(&portal, &token, &first, "READY").await?;
    portal.clock.advance(Duration::from_secs(3_600));
    let second = request(&portal, &token, "second").await?;
    until(&portal, &token, &second, "READY").await?;
    // The same content is one file.
    assert_eq!(kept(portal.place.directory())?.len(), 1);
    portal.clock.advance(Duration::from_secs(23 * 3_600));
    let over = portal
        .answer(&token, DOWNLOAD, json!({ "id": first }))
        .await?;
    assert_eq!(over["__typename"], "ExportNotReady");
    swept(&portal).await?;
    let expired = see(&portal, &token, &first).await?;
    assert_eq!(
        (&expired["state"], &expired["sha256"]),
        (&json!("EXPIRED"), &Value::Null)
    );
    assert_eq!(
        kept(portal.place.directory())?.len(),
        1,
        "the second needs it"
    );
    let link = portal
        .answer(&token, DOWNLOAD, json!({ "id": second }))
        .await?;
    assert_eq!(link["__typename"], "ExportDownload");
    portal.clock.advance(Duration::from_secs(3_600));
    swept(&portal).await?;
    assert!(kept(portal.place.directory())?.is_empty());
    assert_eq!(see(&portal, &token, &second).await?["state"], "EXPIRED");
    Ok(())
}

#[tokio::test]
async fn what_crashes_left_behind_is_cleared() -> Tested {
    let portal = portal(Backend::Sqlite, 1).await?;
    let token = portal.sign_in(ADA).await?;
    let id = request(&portal, &token, "one").await?;
    until(&portal, &token, &id, "READY").await?;
    let exports = portal.place.directory().join("objects/exports");
    let name = format!("{}.csv", "0".repeat(64));
    let left = [
        exports
            .join("unfinished")
            .join(format!("{}.1", id.replace('-', ""))),
        exports.join("unfinished/01990000000070008000000000000000.3"),
        exports.join(&name),
    ];
    for path in &left {
        std::fs::write(path, "left behind")?;
    }
    // Of another program, and so not the portal's to remove.
    let foreign = exports.join("notes.txt");
    std::fs::write(&foreign, "not the portal's")?;
    // By the portal's clock, files of today come from its future.
    portal
        .clock
        .advance(Duration::from_secs(10 * 365 * 24 * 3_600));
    swept(&portal).await?;
    for path in &left {
        assert!(!path.exists(), "{}", path.display());
    }
    assert!(foreign.exists());
    Ok(())
}

/// To another database, all files are those of nobody.
#[tokio::test]
async fn a_portal_leaves_the_files_of_another_alone() -> Tested {
    let portal = portal(Backend::Sqlite, 1).await?;
    let token = portal.sign_in(ADA).await?;
    let id = request(&portal, &token, "one").await?;
    until(&portal, &token, &id, "READY").await?;
    swept(&portal).await?;
    let unfinished = portal.place.directory().join("objects/exports/unfinished");
    let unfinished = unfinished.join("01990000000070008000000000000000.3");
    std::fs::write(&unfinished, "begun")?;
    let other = TestPortal::start_apart(Backend::Sqlite).await?;
    other
        .clock
        .advance(Duration::from_secs(10 * 365 * 24 * 3_600));
    let refused = exports_of(&other, &portal).await?.sweep().await;
    assert!(matches!(refused, Err(SweepError::OthersPlace(_))));
    assert_eq!(kept(portal.place.directory())?.len(), 1);
    assert!(unfinished.exists());
    Ok(())
}

/// Who asked may not see charts any more once it is their turn.
#[rstest]
#[case(Backend::Sqlite)]
#[case(Backend::Postgres)]
#[tokio::test]
async fn a_right_that_was_withdrawn_ends_an_export(#[case] backend: Backend) -> Tested {
    let portal = portal(backend, 0).await?;
    let ada = portal.sign_in(ADA).await?;
    let acme = acme(&portal, &ada).await?;
    let mei = portal.sign_in(MEI).await?;
    let wanted = super::wanted(DAY, DAY, "mei's");
    let answer = portal
        .answer_about(&acme, &mei, super::REQUEST, wanted)
        .await?;
    let id = answer["export"]["id"]
        .as_str()
        .context("no export")?
        .to_owned();
    let (selection, roles) = (acme.parse()?, RoleSet::granted([Role::DeviceEnroller])?);
    portal
        .operator
        .set_roles(&selection, &MEI.parse()?, &roles)
        .await?;
    let turned_off = request(&portal, &ada, "off").await?;

    let portal = portal.with_workers(1).await?;
    let ended = until(&portal, &ada, &id, "FAILED").await?;
    assert_eq!(ended["failure"], "ACCESS_WITHDRAWN");
    until(&portal, &ada, &turned_off, "READY").await?;

    let feature = Feature::ChartDataExport;
    portal
        .operator
        .set_feature(&selection, feature, false)
        .await?;
    let page = "{ chartDataExport { timeZone } }";
    assert_eq!(portal.answer(&ada, page, Value::Null).await?, Value::Null);
    Ok(())
}
