//! Exports of the organization in view.

use chrono::NaiveDate;
use profile_core::exports::{
    CancelExportOutcome, ExportEstimateOutcome, ExportFormat, ExportRangeRefusal, ExportWish,
    RequestExportOutcome,
};
use profile_core::failure::FailureCode;
use profile_core::home::ExportState;
use serde_json::json;

use crate::fake_organizations::GLOBEX;
use crate::fake_portal::FakePortal;
use crate::holding::Hold;
use crate::machine::{Machine, code, shown_at_start};
use crate::organizations::switch;

pub(crate) fn october() -> ExportWish {
    let day = |day| NaiveDate::from_ymd_opt(2026, 10, day).unwrap();
    ExportWish {
        first_day: day(1),
        last_day: day(31),
        format: ExportFormat::Csv,
        is_raw: false,
    }
}

fn ids(outcome: &RequestExportOutcome) -> Vec<&str> {
    let RequestExportOutcome::Requested { exports } = outcome else {
        panic!("{outcome:?}")
    };
    exports.iter().map(|it| &*it.id).collect()
}

#[tokio::test]
async fn the_profile_says_whether_there_are_any() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.signed_in(&portal).await;
    assert!(
        shown_at_start(&app)
            .unwrap()
            .profile
            .organization
            .exports_charts
    );
    // As many requests as before for whoever looks again.
    let asked = portal.count("LookForExports");
    portal.account().exports.is_offered = false;
    let profile = app.refresh_profile().await.unwrap().profile;
    assert!(!profile.organization.exports_charts);
    assert_eq!(portal.count("LookForExports"), asked);
    assert_eq!(app.chart_exports().await.unwrap(), None);
    assert_eq!(app.exports(None).await.unwrap(), None);

    portal.account().exports.is_offered = true;
    switch(&app, GLOBEX).await;
    assert!(
        shown_at_start(&app)
            .unwrap()
            .profile
            .organization
            .exports_charts
    );
}

#[tokio::test]
async fn what_there_is_and_what_there_would_be_is_shown() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.signed_in(&portal).await;
    let exports = app.chart_exports().await.unwrap().unwrap();
    assert_eq!(exports.offer.time_zone, "Europe/Amsterdam");
    assert_eq!(exports.latest[0].state, Some(ExportState::Ready));
    assert!(exports.has_more);
    let page = app.exports(Some("next")).await.unwrap().unwrap();
    assert_eq!((page.exports.len(), page.cursor), (1, None));
    let estimate = app.export_estimate(october()).await.unwrap();
    let expected = ExportEstimateOutcome::Estimated {
        rows: 1200.0,
        is_exact: false,
        size: 84_000.0,
    };
    assert_eq!(estimate, expected);
}

#[tokio::test]
async fn one_wish_is_one_export_however_often_it_is_sent() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.signed_in(&portal).await;
    // More often than the client tries by itself.
    portal.lose("RequestExport", 3);
    let lost = app.request_export(october()).await;
    assert_eq!(code(lost), FailureCode::PortalFailed);
    let again = app.request_export(october()).await.unwrap();
    assert_eq!(ids(&again), ["new_0"]);
    // The answer came: the next one is another.
    let next = app.request_export(october()).await.unwrap();
    assert_eq!(ids(&next), ["new_1"]);
    let retried = app.retry_export("exp_1").await.unwrap();
    assert_eq!(ids(&retried), ["new_2"]);
    let split = app.split_export("exp_1").await.unwrap();
    assert_eq!(ids(&split), ["new_3"]);
    assert_eq!(portal.account().exports.requested.len(), 4);
}

#[tokio::test]
async fn each_refusal_is_an_outcome() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.signed_in(&portal).await;
    for (refusal, expected) in [
        (
            json!({ "__typename": "ExportRangeRefused", "reason": "TOO_LONG", "limitDays": 3660 }),
            RequestExportOutcome::RangeRefused {
                reason: ExportRangeRefusal::TooLong,
                limit_days: 3660,
            },
        ),
        (
            json!({ "__typename": "ExportRangeRefused", "reason": "ODD", "limitDays": 7 }),
            RequestExportOutcome::RangeRefused {
                reason: ExportRangeRefusal::Other,
                limit_days: 7,
            },
        ),
        (
            json!({ "__typename": "TooManyExports", "limit": 20 }),
            RequestExportOutcome::TooMany { limit: 20 },
        ),
        (
            json!({ "__typename": "ExportsUnavailable", "message": "no" }),
            RequestExportOutcome::Unavailable,
        ),
    ] {
        portal.account().exports.refusal = Some(refusal);
        assert_eq!(app.request_export(october()).await.unwrap(), expected);
    }
    for (name, expected) in [
        ("ExportNotFound", RequestExportOutcome::NotFound),
        ("ExportNotSplit", RequestExportOutcome::NotSplit),
    ] {
        portal.account().exports.refusal = Some(json!({ "__typename": name, "message": "no" }));
        assert_eq!(app.split_export("exp_1").await.unwrap(), expected);
    }
    for name in ["IdempotencyKeyReused", "OfALaterPortal"] {
        portal.account().exports.refusal = Some(json!({ "__typename": name, "message": "no" }));
        let odd = app.request_export(october()).await;
        assert_eq!(code(odd), FailureCode::ReplyInvalid);
    }
}

#[tokio::test]
async fn an_export_is_given_up_unless_it_has_ended() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.signed_in(&portal).await;
    for state in ["IN_PROGRESS", "READY"] {
        portal.account().exports.state = state;
        let outcome = app.cancel_export("exp_1").await.unwrap();
        let cancelled = matches!(outcome, CancelExportOutcome::Cancelled { .. });
        assert_eq!(cancelled, state == "IN_PROGRESS");
    }
}

#[tokio::test]
async fn nothing_of_an_organization_that_was_left_is_shown() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.signed_in(&portal).await;
    let mut held = portal.hold("RequestExport", Hold::Reply);
    let asking = {
        let app = app.clone();
        tokio::spawn(async move { app.request_export(october()).await })
    };
    held.arrived().await;
    switch(&app, GLOBEX).await;
    held.go_on();
    let outcome = asking.await.unwrap();
    assert_eq!(code(outcome), FailureCode::OrganizationChanged);
    assert_eq!(portal.account().exports.requested.len(), 1);
}
