//! Asking for an export again, and what is left of exports where the feature is off.

use std::time::Duration;

use anyhow::{Context, Result};
use portal_server::domain::Feature;
use rstest::rstest;
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};

use super::{DAY, DOWNLOAD, REQUEST, portal, request, see, until, wanted};
use crate::support::{ADA, Backend, TestPortal, Tested};

const RETRY: &str =
    "mutation ($input: RetryExportInput!) { retryExport(input: $input) { __typename
    ... on ExportRequested { export { id timeZone from until firstDay } } ... on ExportNotOver { export { id state } } } }";

async fn retry(portal: &TestPortal, token: &str, id: &str, key: &str) -> Result<Value> {
    let input = json!({ "id": id, "idempotencyKey": format!("an export in a test: {key}") });
    portal.answer(token, RETRY, json!({ "input": input })).await
}

async fn cancel(portal: &TestPortal, token: &str, id: &str) -> Result<Value> {
    let cancel = "mutation ($id: ID!) { cancelExport(id: $id) { __typename } }";
    portal.answer(token, cancel, json!({ "id": id })).await
}

/// The organization has moved to the other side of the earth since.
#[rstest]
#[case(Backend::Sqlite)]
#[case(Backend::Postgres)]
#[tokio::test]
async fn the_same_time_is_asked_for_again(#[case] backend: Backend) -> Tested {
    let portal = portal(backend, 0).await?;
    let token = portal.sign_in(ADA).await?;
    let id = request(&portal, &token, "one").await?;
    cancel(&portal, &token, &id).await?;
    let before = see(&portal, &token, &id).await?;
    let acme = "ACME Robotics".parse()?;
    let zone = chrono_tz::Tz::Pacific__Auckland;
    portal.operator.set_time_zone(&acme, zone).await?;
    let again = retry(&portal, &token, &id, "again").await?;
    for fact in ["timeZone", "from", "until", "firstDay"] {
        assert_eq!(again["export"][fact], before[fact], "{fact}");
    }
    let once = retry(&portal, &token, &id, "again").await?;
    assert_eq!(once, again, "the same request again");
    let new = request(&portal, &token, "new").await?;
    let new = see(&portal, &token, &new).await?;
    assert_eq!(new["timeZone"], "Pacific/Auckland");
    Ok(())
}

#[rstest]
#[case(Backend::Sqlite)]
#[case(Backend::Postgres)]
#[tokio::test]
async fn what_is_under_way_or_there_is_not_asked_for_again(#[case] backend: Backend) -> Tested {
    let portal = portal(backend, 0).await?;
    let token = portal.sign_in(ADA).await?;
    let id = request(&portal, &token, "one").await?;
    let refused = |state: &str| {
        let export = json!({ "id": id, "state": state });
        json!({ "__typename": "ExportNotOver", "export": export })
    };
    let answer = retry(&portal, &token, &id, "early").await?;
    assert_eq!(answer, refused("IN_PROGRESS"));
    let portal = portal.with_workers(1).await?;
    until(&portal, &token, &id, "READY").await?;
    let answer = retry(&portal, &token, &id, "there").await?;
    assert_eq!(answer, refused("READY"));
    // What was refused was no request: the same key does for one.
    portal.clock.advance(Duration::from_secs(24 * 3_600));
    let expired = super::ending::swept(&portal).await;
    expired?;
    let answer = retry(&portal, &token, &id, "there").await?;
    assert_eq!(answer["__typename"], "ExportRequested");
    Ok(())
}

#[rstest]
#[case(Backend::Sqlite)]
#[case(Backend::Postgres)]
#[tokio::test]
async fn nothing_is_left_to_see_where_the_feature_is_off(#[case] backend: Backend) -> Tested {
    let portal = portal(backend, 1).await?;
    let token = portal.sign_in(ADA).await?;
    let id = request(&portal, &token, "one").await?;
    until(&portal, &token, &id, "READY").await?;
    let list = "{ exports { data { id } cursor } }";
    let page = portal.answer(&token, list, Value::Null).await?;
    assert!(page["data"].as_array().is_some_and(|it| it.len() > 1));
    let (acme, feature) = ("ACME Robotics".parse()?, Feature::ChartDataExport);
    portal.operator.set_feature(&acme, feature, false).await?;
    let page = portal.answer(&token, list, Value::Null).await?;
    assert_eq!(page, json!({ "data": [], "cursor": null }));
    assert_eq!(see(&portal, &token, &id).await?, Value::Null);
    let link = portal.answer(&token, DOWNLOAD, json!({ "id": id })).await?;
    assert_eq!(link, json!({ "__typename": "ExportNotFound" }));
    portal.operator.set_feature(&acme, feature, true).await?;
    let link = portal.answer(&token, DOWNLOAD, json!({ "id": id })).await?;
    assert_eq!(link["__typename"], "ExportDownload");
    Ok(())
}

/// Nothing depends on a word that means nothing for a format.
#[tokio::test]
async fn only_comma_separated_values_are_raw() -> Tested {
    let portal = portal(Backend::Sqlite, 1).await?;
    let token = portal.sign_in(ADA).await?;
    for (format, is_raw) in [("CSV", true), ("PARQUET", false), ("JSON_LINES", false)] {
        let mut input = wanted(DAY, DAY, format);
        input["input"]["format"] = json!(format);
        input["input"]["isRaw"] = json!(true);
        let answer = portal.answer(&token, REQUEST, input.clone()).await?;
        let id = answer["export"]["id"].as_str().context("no export")?;
        let export = until(&portal, &token, id, "READY").await?;
        assert_eq!(export["isRaw"], is_raw, "{format}");
        let link = portal.answer(&token, DOWNLOAD, json!({ "id": id })).await?;
        let manifest = link["manifest"].as_str().context("no manifest")?;
        let manifest: Value = serde_json::from_str(manifest)?;
        assert_eq!(manifest["raw"], is_raw, "{format}");
    }
    Ok(())
}

/// A page that shows how far exports have come asks for it once a second.
#[rstest]
#[case(Backend::Sqlite)]
#[case(Backend::Postgres)]
#[tokio::test]
async fn whoever_asks_for_today_needs_no_look_at_the_events(#[case] backend: Backend) -> Tested {
    let portal = portal(backend, 0).await?;
    let token = portal.sign_in(ADA).await?;
    let away = "ALTER TABLE output_events RENAME TO output_events_elsewhere";
    portal.store.read().execute_unprepared(away).await?;
    let today = "{ chartDataExport { today timeZone limitDays } }";
    let page = portal.answer(&token, today, Value::Null).await?;
    assert_eq!(page["today"], "2026-03-02");
    let whole = "{ chartDataExport { today earliest } }";
    let answer = portal.ask(Some(&token), whole, Value::Null).await?;
    assert!(answer["errors"].is_array(), "{answer}");
    Ok(())
}
