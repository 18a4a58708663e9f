//! Asking for exports: who may, for what, and how often.

use anyhow::Result;
use portal_server::domain::Feature;
use rstest::rstest;
use serde_json::{Value, json};

use super::{DAY, REQUEST, portal, request, see, until, wanted};
use crate::support::{ADA, Backend, GRACE, LINUS, MEI, TestPortal, Tested, code};

const PAGE: &str =
    "{ chartDataExport { timeZone today earliest latest keptForHours allowedMinutes limitDays } }";

const ESTIMATE: &str =
    "query ($range: ExportRangeInput!) { exportEstimate(range: $range, format: CSV) { __typename
    ... on ExportEstimate { rows isExact size } ... on ExportRangeRefused { reason limitDays } } }";

async fn refused(portal: &TestPortal, token: &str, first: &str, last: &str) -> Result<Value> {
    let range = json!({ "range": { "firstDay": first, "lastDay": last } });
    let estimate = portal.answer(token, ESTIMATE, range).await?;
    let key = format!("{first} to {last}");
    let answer = portal
        .answer(token, REQUEST, wanted(first, last, &key))
        .await?;
    assert_eq!(answer, estimate, "the estimate says the same");
    assert_eq!(answer["__typename"], "ExportRangeRefused");
    Ok(answer["reason"].clone())
}

#[rstest]
#[case(Backend::Sqlite)]
#[case(Backend::Postgres)]
#[tokio::test]
async fn an_export_is_asked_for_and_made(#[case] backend: Backend) -> Tested {
    let portal = portal(backend, 1).await?;
    let token = portal.sign_in(ADA).await?;
    let page = portal.answer(&token, PAGE, Value::Null).await?;
    assert_eq!(page["timeZone"], "Europe/Berlin");
    assert_eq!(page["today"], "2026-03-02");
    assert_eq!(page["earliest"], "2026-02-28");
    assert_eq!(page["latest"], "2026-03-02");
    let facts = [
        &page["keptForHours"],
        &page["allowedMinutes"],
        &page["limitDays"],
    ];
    assert_eq!(facts, [24, 10, 3660]);

    let range = json!({ "range": { "firstDay": DAY, "lastDay": DAY } });
    let estimate = portal.answer(&token, ESTIMATE, range).await?;
    assert_eq!(estimate["isExact"], true);
    let id = request(&portal, &token, "one").await?;
    let export = until(&portal, &token, &id, "READY").await?;
    assert_eq!(export["rows"], estimate["rows"]);
    assert_eq!(export["expectedRows"], estimate["rows"]);
    let (size, expected) = (export["size"].as_f64(), estimate["size"].as_f64());
    let ratio = size.unwrap() / expected.unwrap();
    assert!(
        (0.5..2.0).contains(&ratio),
        "{size:?} instead of {expected:?}"
    );
    assert_eq!(export["from"], "2026-02-28T23:00:00Z");
    assert_eq!(export["until"], "2026-03-01T23:00:00Z");
    assert_eq!(export["expiresAt"], "2026-03-03T08:00:00Z");
    assert_eq!(export["requestedBy"], "Ada Lovelace");
    assert_eq!(export["canCancel"], false);
    Ok(())
}

#[rstest]
#[case(Backend::Sqlite)]
#[case(Backend::Postgres)]
#[tokio::test]
async fn the_same_request_again_asks_for_nothing(#[case] backend: Backend) -> Tested {
    let portal = portal(backend, 0).await?;
    let token = portal.sign_in(ADA).await?;
    let id = request(&portal, &token, "one").await?;
    assert_eq!(request(&portal, &token, "one").await?, id);
    assert_ne!(request(&portal, &token, "another").await?, id);
    let other = wanted("2026-02-28", DAY, "one");
    let answer = portal.answer(&token, REQUEST, other).await?;
    assert_eq!(answer["__typename"], "IdempotencyKeyReused");
    Ok(())
}

/// Both at the same moment.
#[rstest]
#[case(Backend::Sqlite)]
#[case(Backend::Postgres)]
#[tokio::test]
async fn two_clicks_make_one_export(#[case] backend: Backend) -> Tested {
    let portal = portal(backend, 0).await?;
    let token = portal.sign_in(ADA).await?;
    let click = || request(&portal, &token, "one");
    let (first, second, third) = tokio::join!(click(), click(), click());
    let first = first?;
    assert_eq!([&second?, &third?], [&first, &first]);
    Ok(())
}

#[tokio::test]
async fn what_is_no_range_is_refused() -> Tested {
    let portal = portal(Backend::Sqlite, 0).await?;
    let token = portal.sign_in(ADA).await?;
    for (first, last, reason) in [
        ("2026-03-01", "2026-02-28", "END_BEFORE_START"),
        ("2026-03-02", "2026-03-03", "IN_FUTURE"),
        ("2030-01-01", "2030-01-02", "IN_FUTURE"),
        ("1976-03-01", "2026-03-01", "TOO_LONG"),
    ] {
        assert_eq!(
            refused(&portal, &token, first, last).await?,
            reason,
            "{first}"
        );
    }
    let range = wanted("2026-02-30", DAY, "no day");
    let answer = portal.ask(Some(&token), REQUEST, range).await?;
    assert!(answer["errors"].is_array(), "{answer}");
    Ok(())
}

/// At half past eleven in the evening in Berlin, and then an hour later.
#[tokio::test]
async fn today_is_the_organizations() -> Tested {
    let portal = portal(Backend::Sqlite, 0).await?;
    portal
        .clock
        .advance(std::time::Duration::from_secs(14 * 3_600 + 1_800));
    let token = portal.sign_in(ADA).await?;
    let tomorrow = || wanted("2026-03-03", "2026-03-03", "tomorrow");
    let answer = portal.answer(&token, REQUEST, tomorrow()).await?;
    assert_eq!(answer["reason"], "IN_FUTURE");
    portal.clock.advance(std::time::Duration::from_secs(3_600));
    let answer = portal.answer(&token, REQUEST, tomorrow()).await?;
    assert_eq!(answer["__typename"], "ExportRequested");
    Ok(())
}

#[rstest]
#[case(Backend::Sqlite)]
#[case(Backend::Postgres)]
#[tokio::test]
async fn nobody_has_more_under_way_than_they_may(#[case] backend: Backend) -> Tested {
    let portal = portal(backend, 0).await?;
    let (ada, grace) = (portal.sign_in(ADA).await?, portal.sign_in(GRACE).await?);
    for number in 0..20 {
        request(&portal, &ada, &format!("number {number}")).await?;
    }
    let more = wanted(DAY, DAY, "one more");
    let answer = portal.answer(&ada, REQUEST, more).await?;
    assert_eq!(
        answer,
        json!({ "__typename": "TooManyExports", "limit": 20 })
    );
    // Others may, as ever.
    let acme = "{ viewer { organization { id } } }";
    let acme = portal.answer(&ada, acme, Value::Null).await?["organization"]["id"].clone();
    let theirs = wanted(DAY, DAY, "theirs");
    let answer = portal
        .answer_about(acme.as_str().unwrap(), &grace, REQUEST, theirs)
        .await?;
    assert_eq!(answer["__typename"], "ExportRequested");
    Ok(())
}

/// Linus works in an organization without the feature; Grace there is a billing admin and technician, and Mei an
/// enroller, who sees no charts.
#[tokio::test]
async fn it_is_for_those_who_see_charts_where_the_feature_is_on() -> Tested {
    let portal = portal(Backend::Sqlite, 0).await?;
    let (linus, mei) = (portal.sign_in(LINUS).await?, portal.sign_in(MEI).await?);
    let organizations = "{ organizations { data { id name } } }";
    let all = portal.answer(&linus, organizations, Value::Null).await?;
    let borealis = all["data"].as_array().unwrap().iter();
    let borealis = borealis
        .clone()
        .find(|it| it["name"] == "Borealis Foods")
        .unwrap();
    let borealis = borealis["id"].as_str().unwrap();
    let page = portal
        .answer_about(borealis, &linus, PAGE, Value::Null)
        .await?;
    assert_eq!(page, Value::Null, "the feature is off");
    let answer = portal
        .answer_about(borealis, &linus, REQUEST, wanted(DAY, DAY, "off"))
        .await?;
    assert_eq!(answer["__typename"], "ExportsUnavailable");

    let selection = borealis.parse()?;
    portal
        .operator
        .set_feature(&selection, Feature::ChartDataExport, true)
        .await?;
    let page = portal
        .answer_about(borealis, &mei, PAGE, Value::Null)
        .await?;
    assert_eq!(page, Value::Null, "an enroller sees no charts");
    let answer = portal
        .ask_about(borealis, &mei, REQUEST, wanted(DAY, DAY, "enroller"))
        .await?;
    assert_eq!(code(&answer), Some("FORBIDDEN"));
    Ok(())
}

/// Of another organization, and none at all.
#[tokio::test]
async fn foreign_exports_are_not_there() -> Tested {
    let portal = portal(Backend::Sqlite, 0).await?;
    let (ada, mei) = (portal.sign_in(ADA).await?, portal.sign_in(MEI).await?);
    let id = request(&portal, &ada, "one").await?;
    // Mei works in Cobalt Energy first.
    assert_eq!(see(&portal, &mei, &id).await?, Value::Null);
    for id in [
        id.as_str(),
        "00000000-0000-0000-0000-000000000000",
        "nothing",
    ] {
        for document in [
            "mutation ($id: ID!) { cancelExport(id: $id) { __typename } }",
            "mutation ($id: ID!) { createExportDownload(id: $id) { __typename } }",
            "mutation ($id: ID!) { retryExport(input: { id: $id, idempotencyKey: \"an export in a test\" }) { __typename } }",
            "mutation ($id: ID!) { splitExport(input: { id: $id, idempotencyKey: \"an export in a test\" }) { __typename } }",
        ] {
            let answer = portal.answer(&mei, document, json!({ "id": id })).await?;
            assert_eq!(answer["__typename"], "ExportNotFound", "{document} {id}");
        }
    }
    Ok(())
}

#[tokio::test]
async fn lists_are_read_page_by_page() -> Tested {
    let portal = portal(Backend::Sqlite, 0).await?;
    let token = portal.sign_in(ADA).await?;
    let mut asked = Vec::new();
    for number in 0..3 {
        portal.clock.advance(std::time::Duration::from_secs(1));
        asked.insert(
            0,
            request(&portal, &token, &format!("number {number}")).await?,
        );
    }
    let list = "query ($after: String) { exports(first: 2, after: $after) { data { id } cursor } }";
    let (mut seen, mut after) = (Vec::new(), Value::Null);
    loop {
        let page = portal
            .answer(&token, list, json!({ "after": after }))
            .await?;
        let ids = page["data"].as_array().unwrap().iter();
        seen.extend(ids.map(|it| it["id"].as_str().unwrap().to_owned()));
        after = page["cursor"].clone();
        if after.is_null() {
            break;
        }
    }
    // The sample's come last.
    assert_eq!(seen.len(), 6);
    assert_eq!(seen[..3], asked);
    let garbage = json!({ "after": "garbage" });
    let answer = portal.ask(Some(&token), list, garbage).await?;
    assert_eq!(code(&answer), Some("BAD_INPUT"));
    Ok(())
}
