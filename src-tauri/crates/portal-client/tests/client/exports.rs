//! Exports of the chart data of an organization.

use chrono::NaiveDate;
use portal_client::{
    CancelExportAnswer, ExportEstimateAnswer, ExportFailure, ExportFormat, ExportLinkAnswer,
    ExportRangeRefusal, ExportState, ExportWish, IdempotencyKey, RequestExportAnswer,
};
use serde_json::{Value, json};
use wiremock::matchers::{body_string_contains, method, path};
use wiremock::{Mock, ResponseTemplate};

use crate::support::{caller, operations, portal_answering, viewer};

fn export() -> Value {
    json!({
        "id": "exp_1", "firstDay": "2026-10-01", "lastDay": "2026-10-31",
        "timeZone": "Europe/Amsterdam", "from": "2026-09-30T22:00:00Z",
        "until": "2026-10-31T23:00:00Z", "format": "CSV_GZIP", "isRaw": true, "state": "FAILED",
        "failure": "STORAGE_FULL", "createdAt": "2026-11-23T11:00:00Z", "startedAt": null,
        "finishedAt": null, "expiresAt": null, "rows": 1_000_000_000_007_f64, "expectedRows": null,
        "secondsLeft": null, "size": null, "sha256": null, "requestedBy": null, "isOwn": true,
        "canCancel": false, "splitInto": 4,
    })
}

fn wish() -> ExportWish {
    let day = |day| NaiveDate::from_ymd_opt(2026, 10, day).unwrap();
    ExportWish {
        first_day: day(1),
        last_day: day(31),
        format: ExportFormat::JsonLines,
        is_raw: false,
    }
}

#[tokio::test]
async fn the_page_says_whether_there_are_any() {
    for (offer, expected) in [
        (Value::Null, false),
        (json!({ "today": "2026-11-23" }), true),
    ] {
        let answer = json!({ "viewer": viewer(), "chartDataExport": offer });
        let (_server, portal) = portal_answering(answer).await;
        let page = portal.profile_page(caller()).await.unwrap();
        assert_eq!(page.exports_charts, expected);
        assert_eq!(portal.exports_charts(caller()).await.unwrap(), expected);
    }
}

#[tokio::test]
async fn a_portal_from_before_exports_has_none_and_everything_else() {
    let (server, portal) = portal_answering(json!({ "viewer": viewer() })).await;
    let unknown = json!({ "data": null, "errors": [{
        "message": "Unknown field \"chartDataExport\" on type \"Query\".",
        "extensions": { "code": "INVALID_REQUEST" },
    }] });
    Mock::given(method("POST"))
        .and(path("/graphql"))
        .and(body_string_contains("chartDataExport"))
        .respond_with(ResponseTemplate::new(200).set_body_json(unknown))
        .with_priority(1)
        .mount(&server)
        .await;
    let page = portal.profile_page(caller()).await.unwrap();
    assert_eq!(page.viewer.display_name, "Ada Lovelace");
    assert!(!page.exports_charts);
    assert!(!portal.exports_charts(caller()).await.unwrap());
}

#[tokio::test]
async fn exports_are_read_whole_also_those_of_a_later_portal() {
    let mut later = export();
    for name in ["format", "state", "failure"] {
        later[name] = "LATER".into();
    }
    let (server, portal) = portal_answering(json!({
        "chartDataExport": {
            "timeZone": "Europe/Amsterdam", "today": "2026-11-23", "earliest": null, "latest": null,
            "keptForHours": 24, "allowedMinutes": 10, "limitDays": 3660,
        },
        "exports": { "data": [export(), later], "cursor": "next" },
    }))
    .await;
    let answer = portal.exports(caller(), 5, Some("before")).await.unwrap();
    let (offer, list) = answer.unwrap();
    assert_eq!((offer.kept_for_hours, offer.limit_days), (24, 3660));
    assert_eq!(list.cursor.as_deref(), Some("next"));
    let [known, later] = &list.data[..] else {
        panic!("{list:?}")
    };
    assert_eq!(
        (known.format, known.state),
        (ExportFormat::CsvGzip, ExportState::Failed)
    );
    assert_eq!(known.failure, Some(ExportFailure::StorageFull));
    assert_eq!(
        (known.rows, known.split_into),
        (1_000_000_000_007.0, Some(4))
    );
    assert_eq!(
        (later.format, later.state),
        (ExportFormat::Unknown, ExportState::Unknown)
    );
    let variables = &operations(&server).await[0]["variables"];
    assert_eq!(*variables, json!({ "first": 5, "after": "before" }));

    let nothing = json!({ "chartDataExport": null, "exports": null, "export": null });
    let (_server, portal) = portal_answering(nothing).await;
    assert_eq!(portal.exports(caller(), 5, None).await.unwrap(), None);
    assert_eq!(portal.export(caller(), "exp_1").await.unwrap(), None);
}

#[tokio::test]
async fn a_wish_says_its_days_and_is_sent_with_its_key() {
    let requested = json!({ "__typename": "ExportRequested", "export": export() });
    let (server, portal) = portal_answering(json!({ "requestExport": requested })).await;
    let key = IdempotencyKey::from("key".to_owned());
    let answer = portal
        .request_export(caller(), &wish(), &key)
        .await
        .unwrap();
    assert!(matches!(answer, RequestExportAnswer::Requested(exports) if exports.len() == 1));
    let input = json!({
        "range": { "firstDay": "2026-10-01", "lastDay": "2026-10-31" },
        "format": "JSON_LINES", "isRaw": false, "idempotencyKey": "key",
    });
    assert_eq!(operations(&server).await[0]["variables"]["input"], input);
}

#[tokio::test]
async fn each_answer_to_an_estimate_is_told_apart() {
    let estimate = |answer: Value| async move {
        let (_server, portal) = portal_answering(json!({ "exportEstimate": answer })).await;
        portal.export_estimate(caller(), &wish()).await.unwrap()
    };
    let estimated =
        json!({ "__typename": "ExportEstimate", "rows": 0.0, "isExact": true, "size": 90.0 });
    let answer = estimate(estimated).await;
    assert!(matches!(answer, ExportEstimateAnswer::Estimated(it) if it.rows == 0.0 && it.is_exact));
    let refused =
        json!({ "__typename": "ExportRangeRefused", "reason": "IN_FUTURE", "limitDays": 7 });
    let answer = estimate(refused).await;
    assert!(
        matches!(answer, ExportEstimateAnswer::RangeRefused(it) if it.reason == ExportRangeRefusal::InFuture)
    );
    for (name, expected) in [
        ("ExportsUnavailable", ExportEstimateAnswer::Unavailable),
        ("OfALaterPortal", ExportEstimateAnswer::Unknown),
    ] {
        let answer = estimate(json!({ "__typename": name, "message": "no" })).await;
        assert_eq!(answer, expected);
    }
}

#[tokio::test]
async fn each_answer_to_a_cancellation_and_to_a_download_is_told_apart() {
    for (name, is_cancelled) in [("ExportCancelled", true), ("ExportNotCancelled", false)] {
        let answer = json!({ "cancelExport": { "__typename": name, "export": export() } });
        let (_server, portal) = portal_answering(answer).await;
        let answer = portal.cancel_export(caller(), "exp_1").await.unwrap();
        assert_eq!(
            matches!(answer, CancelExportAnswer::Cancelled(_)),
            is_cancelled
        );
    }
    let not_found = json!({ "__typename": "ExportNotFound", "message": "no" });
    let (_server, portal) = portal_answering(json!({
        "cancelExport": not_found, "createExportDownload": not_found,
    }))
    .await;
    let answer = portal.cancel_export(caller(), "exp_1").await.unwrap();
    assert_eq!(answer, CancelExportAnswer::NotFound);
    let answer = portal.export_link(caller(), "exp_1").await.unwrap();
    assert_eq!(answer, ExportLinkAnswer::NotFound);

    let link = json!({
        "__typename": "ExportDownload", "path": "/exports/link", "fileName": "a.csv",
        "size": 17.0, "sha256": "00", "expiresAt": "2026-11-23T12:05:00Z", "manifest": "{}",
    });
    let (_server, portal) = portal_answering(json!({ "createExportDownload": link })).await;
    let answer = portal.export_link(caller(), "exp_1").await.unwrap();
    assert!(matches!(answer, ExportLinkAnswer::Linked(link) if link.size == 17.0));
}
