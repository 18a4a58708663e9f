//! The pages of an organization: what is sent, what is read, and what is repeated.

use portal_client::{
    AmountRefusal, BrokenPin, ChartBucket, ChartCalculation, ChartKind, ChartRange, ClientError,
    CreditFilter, CreditKind, CreditThresholdAnswer, ExportState, IdempotencyKey, Page,
    PictureChange, PinPageAnswer, PortalClient, StarChartWorkspaceAnswer, UnpinAnswer,
};
use serde_json::json;
use wiremock::ResponseTemplate;

use crate::support::{TOKEN, caller, operations, portal_answering, portal_replying, viewer};

#[tokio::test]
async fn home_is_read_with_what_is_not_shown() {
    let device = json!({
        "id": "dev_1", "name": "Press 4", "location": null, "tags": ["press"], "lastSeenAt": null,
    });
    let home = json!({
        "devices": { "total": 12, "active": 11, "latest": [device] },
        "deployments": null,
        "credits": { "balance": "12480.500" },
        "exports": [{
            "id": "exp_1", "from": "2026-11-01T00:00:00Z", "until": "2026-12-01T00:00:00Z",
            "state": "SHREDDED", "createdAt": "2026-12-01T08:00:00Z",
        }],
    });
    let (_server, portal) = portal_answering(json!({ "home": home })).await;
    let home = portal.home(caller()).await.unwrap();
    assert_eq!(home.devices.unwrap().latest[0].tags, ["press"]);
    assert_eq!(home.deployments, None);
    assert_eq!(home.credits.unwrap().balance, "12480.500");
    assert_eq!(home.exports.unwrap()[0].state, ExportState::Unknown);
}

#[tokio::test]
async fn credits_are_read_in_the_days_of_a_zone() {
    let transaction = json!({
        "number": 7, "kind": "PURCHASE", "amount": "5000.000", "balanceAfter": "5000.001",
        "at": "2026-12-01T08:00:00Z", "text": "5,000 credits", "reference": "PO-1", "actor": null,
    });
    let mut later = transaction.clone();
    later["kind"] = json!("GIFT");
    let credits = json!({
        "balance": "5000.001", "usage": [{ "date": "2026-11-30", "credits": "1.500" }],
        "today": "0.000", "recent": [transaction, later], "threshold": "1000.500",
        "viewerCanBuy": true, "buyers": [],
        "estimate": { "days": 30, "daily": "1.500", "monthly": "45.000", "daysLeft": null,
            "runsOutOn": "2027-01-31" },
    });
    let (server, portal) = portal_answering(json!({ "credits": credits })).await;
    let credits = portal.credits(caller(), "Asia/Kathmandu").await.unwrap();
    let credits = credits.unwrap();
    assert_eq!(credits.usage[0].date.to_string(), "2026-11-30");
    let estimate = credits.estimate.unwrap();
    assert_eq!(estimate.days_left, None);
    assert_eq!(estimate.runs_out_on.unwrap().to_string(), "2027-01-31");
    let kinds: Vec<_> = credits.recent.iter().map(|it| it.kind).collect();
    assert_eq!(kinds, [CreditKind::Purchase, CreditKind::Unknown]);
    assert_eq!(credits.threshold.as_deref(), Some("1000.500"));
    let sent = &operations(&server).await[0]["variables"];
    assert_eq!(*sent, json!({ "timeZone": "Asia/Kathmandu" }));

    let (_server, portal) = portal_answering(json!({ "credits": null })).await;
    assert_eq!(portal.credits(caller(), "UTC").await.unwrap(), None);
}

#[tokio::test]
async fn a_history_is_asked_for_with_what_is_given_of_a_filter() {
    let page = json!({ "data": [], "next": 7 });
    let (server, portal) = portal_answering(json!({ "creditTransactions": page })).await;
    let filter = CreditFilter {
        kinds: vec![CreditKind::Grant],
        since: Some("2026-11-01T00:00:00Z".parse().unwrap()),
        most: Some("10".to_owned()),
        ..CreditFilter::default()
    };
    let page = portal.credit_transactions(caller(), &filter, 50, Some(100));
    assert_eq!(page.await.unwrap().unwrap().next, Some(7));
    let sent = &operations(&server).await[0]["variables"];
    let filter = json!({ "kinds": ["GRANT"], "since": "2026-11-01T00:00:00Z", "most": "10" });
    assert_eq!(
        *sent,
        json!({ "filter": filter, "first": 50, "before": 100 })
    );

    let totals = json!({ "count": 2, "added": "5.000", "taken": "-1.000" });
    let (server, portal) = portal_answering(json!({ "creditTotals": totals })).await;
    let all = CreditFilter::default();
    let totals = portal.credit_totals(caller(), &all).await.unwrap().unwrap();
    assert_eq!((totals.count, &*totals.taken), (2, "-1.000"));
    let sent = &operations(&server).await[0]["variables"];
    assert_eq!(*sent, json!({ "filter": { "kinds": [] } }));
}

#[tokio::test]
async fn a_threshold_is_sent_as_it_was_typed_or_taken_away() {
    let set = json!({ "__typename": "CreditThresholdSet", "threshold": "1000.000" });
    let (server, portal) = portal_answering(json!({ "setCreditThreshold": set })).await;
    let answer = portal.set_credit_threshold(caller(), Some("1000")).await;
    let expected = CreditThresholdAnswer::Set(Some("1000.000".to_owned()));
    assert_eq!(answer.unwrap(), expected);
    portal.set_credit_threshold(caller(), None).await.unwrap();
    let sent: Vec<_> = operations(&server)
        .await
        .iter()
        .map(|operation| operation["variables"]["input"].clone())
        .collect();
    let expected = [json!({ "threshold": "1000" }), json!({ "threshold": null })];
    assert_eq!(sent, expected);

    let refused = json!({
        "__typename": "CreditThresholdRefused", "reason": "TOO_PRECISE", "maximum": "1000.000",
    });
    let maximum = "1000.000".to_owned();
    let reason = AmountRefusal::TooPrecise;
    for (answer, expected) in [
        (refused, CreditThresholdAnswer::Refused { reason, maximum }),
        (
            json!({ "__typename": "CreditsUnavailable", "message": "no" }),
            CreditThresholdAnswer::Unavailable,
        ),
        (
            json!({ "__typename": "CreditsFrozen" }),
            CreditThresholdAnswer::Unknown,
        ),
    ] {
        let (_server, portal) = portal_answering(json!({ "setCreditThreshold": answer })).await;
        let answer = portal.set_credit_threshold(caller(), Some("0.0001")).await;
        assert_eq!(answer.unwrap(), expected);
    }
}

#[tokio::test]
async fn workspaces_and_their_charts_are_read() {
    let summary = json!({
        "id": "wsp_1", "name": "Line 4", "private": false, "starred": true, "charts": 6,
        "changedAt": "2026-12-01T08:00:00Z",
    });
    let chart = json!({
        "id": "cht_1", "title": "Temperature", "kind": "STACKED_BAR", "calculation": "AVERAGE",
        "calculations": ["LAST", "MEDIAN"], "unit": "°C",
    });
    let data = json!({
        "chartWorkspaces": { "data": [summary], "cursor": "next" },
        "chartWorkspace": {
            "id": "wsp_1", "name": "Line 4", "private": false, "starred": true, "charts": [chart],
        },
        "starChartWorkspace": { "__typename": "ChartWorkspaceStarred", "workspace": summary },
    });
    let (_server, portal) = portal_answering(data).await;
    let list = portal.chart_workspaces(caller(), 500, None).await.unwrap();
    assert_eq!(list.data[0].charts, 6);
    let workspace = portal.chart_workspace(caller(), "wsp_1").await.unwrap();
    let chart = &workspace.unwrap().charts[0];
    assert_eq!(chart.kind, ChartKind::StackedBar);
    assert_eq!(
        chart.calculations,
        [ChartCalculation::Last, ChartCalculation::Unknown]
    );
    let starred = portal.star_chart_workspace(caller(), "wsp_1", true).await;
    assert!(matches!(
        starred.unwrap(),
        StarChartWorkspaceAnswer::Starred(_)
    ));
}

#[tokio::test]
async fn readings_have_holes_and_texts() {
    let readings = json!({
        "from": "2026-11-30T08:00:00Z", "until": "2026-12-01T08:00:00Z", "bucket": "QUARTER_HOUR",
        "calculation": "LAST", "buckets": ["2026-11-30T08:00:00Z", "2026-11-30T08:15:00Z"],
        "series": [
            { "name": "Press 4", "values": [1.5, null], "texts": null, "overall": 1.5, "overallText": null },
            { "name": "Door", "values": [null, null], "texts": ["open", null], "overall": null, "overallText": "open" },
        ],
        "events": 2,
    });
    let (server, portal) = portal_answering(json!({ "chartReadings": readings })).await;
    let range = ChartRange::Day;
    let readings = portal
        .chart_readings(caller(), "cht_1", range, None, "Europe/Berlin")
        .await
        .unwrap()
        .unwrap();
    assert_eq!(readings.bucket, ChartBucket::QuarterHour);
    assert_eq!(readings.series[0].values, [Some(1.5), None]);
    let texts = readings.series[1].texts.as_deref().unwrap();
    assert_eq!(texts, [Some("open".to_owned()), None]);
    let sent = &operations(&server).await[0]["variables"];
    let expected = json!({
        "chart": "cht_1", "range": "DAY", "calculation": null, "timeZone": "Europe/Berlin",
    });
    assert_eq!(*sent, expected);

    let (_server, portal) = portal_answering(json!({ "chartReadings": null })).await;
    let gone = portal.chart_readings(caller(), "cht_1", range, None, "UTC");
    assert_eq!(gone.await.unwrap(), None);
}

#[tokio::test]
async fn a_page_is_pinned_unpinned_and_pinned_again() {
    let mut broken = viewer();
    broken["pinnedPage"]["broken"] = json!("GONE");
    let data = json!({
        "pinPage": { "__typename": "PageUnavailable", "message": "no" },
        "unpinPage": { "__typename": "PageUnpinned", "viewer": viewer() },
        "restorePin": { "__typename": "PagePinned", "viewer": broken },
    });
    let (server, portal) = portal_answering(data).await;
    let pinned = portal.pin_page(caller(), Page::Charts, Some("wsp_1")).await;
    assert!(matches!(pinned.unwrap(), PinPageAnswer::Unavailable));
    let unpinned = portal.unpin_page(caller(), "charts.wsp_1").await;
    assert!(matches!(unpinned.unwrap(), UnpinAnswer::Done(_)));
    let restored = portal.restore_pin(caller(), "charts.wsp_1").await;
    let UnpinAnswer::Done(restored) = restored.unwrap() else {
        panic!("not pinned")
    };
    let pinned = restored.pinned_page.unwrap();
    assert_eq!(pinned.id.inner(), "charts.wsp_1");
    assert_eq!(pinned.broken, Some(BrokenPin::Gone));
    let sent = operations(&server).await;
    assert_eq!(
        sent[0]["variables"]["input"],
        json!({ "page": "CHARTS", "workspace": "wsp_1" })
    );
    for of_the_pin in &sent[1..] {
        assert_eq!(
            of_the_pin["variables"]["input"],
            json!({ "pin": "charts.wsp_1" })
        );
    }

    let other = json!({ "__typename": "PinChangedMeanwhile", "viewer": viewer() });
    let data = json!({ "unpinPage": other, "restorePin": other });
    let (_server, portal) = portal_answering(data).await;
    let restored = portal.restore_pin(caller(), "home").await;
    for answer in [portal.unpin_page(caller(), "home").await, restored] {
        assert!(matches!(answer.unwrap(), UnpinAnswer::ChangedMeanwhile(_)));
    }
}

/// What is answered differently the second time, then what is not.
const CHANGES: [&str; 14] = [
    "UpdateOrganization",
    "SetMfaRequirement",
    "LeaveOrganization",
    "DeleteOrganization",
    "AddMember",
    "ChangeMemberRoles",
    "RemoveMember",
    "SwitchOrganization",
    "CreateOrganization",
    "StarChartWorkspace",
    "PinPage",
    "UnpinPage",
    "RestorePin",
    "SetCreditThreshold",
];
/// How many of them, from the first, are never repeated.
const NEVER_REPEATED: usize = 7;

async fn call(portal: &PortalClient, operation: &str) -> Result<(), ClientError> {
    let (token, who) = (TOKEN.into(), caller());
    match operation {
        "UpdateOrganization" => portal
            .update_organization(who, "v1", "ACME", PictureChange::default())
            .await
            .map(drop),
        "SetMfaRequirement" => portal.set_mfa_requirement(who, "v1", true).await.map(drop),
        "LeaveOrganization" => portal.leave_organization(who).await.map(drop),
        "DeleteOrganization" => portal.delete_organization(who, "ACME").await.map(drop),
        "AddMember" => portal.add_member(who, "grace", vec![]).await.map(drop),
        "ChangeMemberRoles" => portal
            .change_member_roles(who, "acc_2", vec![], vec![])
            .await
            .map(drop),
        "RemoveMember" => portal.remove_member(who, "acc_2").await.map(drop),
        "UnpinPage" => portal.unpin_page(who, "home").await.map(drop),
        "RestorePin" => portal.restore_pin(who, "home").await.map(drop),
        "SwitchOrganization" => portal.switch_organization(&token, "org_2").await.map(drop),
        "CreateOrganization" => portal
            .create_organization(&token, "ACME", None, &IdempotencyKey::random())
            .await
            .map(drop),
        "StarChartWorkspace" => portal
            .star_chart_workspace(who, "wsp_1", true)
            .await
            .map(drop),
        "SetCreditThreshold" => portal.set_credit_threshold(who, None).await.map(drop),
        _ => portal.pin_page(who, Page::Home, None).await.map(drop),
    }
}

#[tokio::test]
async fn a_change_is_repeated_only_where_that_changes_nothing() {
    for (position, operation) in CHANGES.into_iter().enumerate() {
        let (server, portal) = portal_replying(ResponseTemplate::new(503)).await;
        call(&portal, operation).await.unwrap_err();
        let sent = operations(&server).await;
        let times = if position < NEVER_REPEATED { 1 } else { 3 };
        assert_eq!(sent.len(), times, "{operation}");
        assert_eq!(sent[0]["operationName"], operation);
        assert!(sent.iter().all(|other| *other == sent[0]), "{operation}");
    }
}
