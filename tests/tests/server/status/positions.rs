//! Positions in what people are told.

use portal_server::administration::DeploymentOutcome;
use portal_server::status::{Listeners, StatusKeeping};
use portal_server::store::{accounts, status_updates};
use rstest::rstest;
use serde_json::{Value, json};
use std::time::Duration;

use super::{Followed, now, told_after};
use crate::support::{ADA, Backend, GRACE, TestPortal, Tested, code};

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

const AFTER: &str =
    "query ($after: String) { statusUpdates(after: $after) { cursor more entries { cursor } } }";

async fn deploy(portal: &TestPortal) -> Tested {
    let done = DeploymentOutcome::Deployed;
    let acme = "ACME Robotics".parse()?;
    portal
        .operator
        .deploy_workflow(&acme, "Weld and watch", None, done)
        .await?;
    Ok(())
}

#[rstest]
#[tokio::test]
async fn without_a_position_there_is_nothing_but_the_one_of_now(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    let ada = portal.sign_in(ADA).await?;
    let start = now(&portal, &ada).await?;
    deploy(&portal).await?;
    let page = portal.answer(&ada, AFTER, Value::Null).await?;
    assert_eq!(page["entries"], json!([]));
    assert_eq!(page["more"], false);
    assert_ne!(page["cursor"], start.as_str());
    assert_eq!(told_after(&portal, &ada, &start).await?.len(), 1);
    Ok(())
}

#[rstest]
#[tokio::test]
async fn a_position_that_is_none_of_the_persons_own_is_refused(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    let (ada, grace) = (portal.sign_in(ADA).await?, portal.sign_in(GRACE).await?);
    let others = now(&portal, &grace).await?;
    for cursor in ["", "garbled", &others] {
        let refused = portal
            .ask(Some(&ada), AFTER, json!({ "after": cursor }))
            .await?;
        assert_eq!(code(&refused), Some("BAD_INPUT"), "{cursor}: {refused}");
        let mut stream = Followed::after(&portal, &ada, Some(cursor)).await?;
        assert_eq!(stream.refusal().await?, "BAD_INPUT", "{cursor}");
    }
    Ok(())
}

#[rstest]
#[tokio::test]
async fn updates_come_in_pages_of_any_size(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    let ada = portal.sign_in(ADA).await?;
    let mut after = now(&portal, &ada).await?;
    for _ in 0..7 {
        deploy(&portal).await?;
    }
    let query = "query ($after: String) { statusUpdates(after: $after, first: 3) {
        cursor more entries { update { ... on WorkflowDeployed { version } } } } }";
    let (mut versions, mut pages) = (Vec::new(), 0);
    loop {
        let page = portal
            .answer(&ada, query, json!({ "after": after }))
            .await?;
        for entry in page["entries"].as_array().into_iter().flatten() {
            versions.push(entry["update"]["version"].as_i64().unwrap_or_default());
        }
        page["cursor"]
            .as_str()
            .unwrap_or_default()
            .clone_into(&mut after);
        pages += 1;
        if page["more"] == false {
            break;
        }
    }
    assert_eq!(versions, [4, 5, 6, 7, 8, 9, 10]);
    assert_eq!(pages, 3);
    for first in [0, 101] {
        let query = format!("{{ statusUpdates(first: {first}) {{ cursor }} }}");
        let refused = portal.ask(Some(&ada), &query, Value::Null).await?;
        assert_eq!(code(&refused), Some("BAD_INPUT"));
    }
    Ok(())
}

/// Who was away for long begins with what is still there, and positions go on as they were.
#[rstest]
#[tokio::test]
async fn what_is_old_is_forgotten_and_nothing_else(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    let ada = portal.sign_in(ADA).await?;
    let start = now(&portal, &ada).await?;
    deploy(&portal).await?;
    portal.clock.advance(DAY);
    deploy(&portal).await?;
    portal.clock.advance(29 * DAY + Duration::from_secs(1));
    let ada = portal.sign_in(ADA).await?;
    let listeners = Listeners::new(portal.store.clone(), 1);
    let keeping = StatusKeeping::new(portal.store.clone(), portal.surroundings.clone(), listeners);
    while keeping.forget_some().await? {}
    let told = told_after(&portal, &ada, &start).await?;
    assert_eq!(told.len(), 1, "{told:?}");
    assert_eq!(told[0]["version"], 5);
    portal.clock.advance(DAY);
    while keeping.forget_some().await? {}
    assert_eq!(told_after(&portal, &ada, &start).await?.len(), 0);
    deploy(&portal).await?;
    assert_eq!(told_after(&portal, &ada, &start).await?.len(), 1);
    let database = portal.store.read();
    let account = accounts::by_email(database, &ADA.parse()?).await?;
    let id = account.map(|account| account.id).unwrap_or_default();
    assert_eq!(status_updates::last(database, id).await?, 3);
    Ok(())
}
