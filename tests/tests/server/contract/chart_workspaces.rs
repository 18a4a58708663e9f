//! Listing, opening and starring chart workspaces.

use anyhow::{Context, Result};
use portal_server::administration::OrganizationSelection;
use portal_server::domain::{Role, RoleSet};
use portal_server::store::entities::chart_workspace;
use portal_server::store::{accounts, chart_workspaces, organizations};
use portal_server::surroundings::Clock;
use rstest::rstest;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::{ADA, Backend, GRACE, LINUS, MEI, TestPortal, Tested, code, field};

const LIST: &str = "query ($first: Int! = 100, $after: String) {
    chartWorkspaces(first: $first, after: $after) {
        data { id name private starred charts changedAt } cursor } }";
const OPEN: &str = "query ($id: ID!) { chartWorkspace(id: $id) { id name private starred
    charts { id title kind calculation calculations unit } } }";
const STAR: &str = "mutation ($workspace: ID!, $starred: Boolean!) {
    starChartWorkspace(input: { workspace: $workspace, starred: $starred }) { __typename
        ... on ChartWorkspaceStarred { workspace { id name private starred charts changedAt } } } }";
const READ: &str =
    "query ($chart: ID!) { chartReadings(chart: $chart, range: DAY, timeZone: \"UTC\") {
    bucket buckets events series { name } } }";

async fn list(portal: &TestPortal, token: &str) -> Result<Vec<Value>> {
    let listed = portal.answer(token, LIST, json!({})).await?;
    assert_eq!(listed["cursor"], Value::Null);
    Ok(listed["data"].as_array().context("no list")?.clone())
}

fn names(listed: &[Value]) -> Vec<&str> {
    listed
        .iter()
        .map(|found| found["name"].as_str().unwrap())
        .collect()
}

/// Makes Grace work in ACME Robotics with these roles; answers her token.
async fn grace_at_acme(
    portal: &TestPortal,
    roles: impl IntoIterator<Item = Role>,
) -> Result<String> {
    let acme: OrganizationSelection = "ACME Robotics".parse()?;
    let roles = RoleSet::granted(roles)?;
    portal
        .operator
        .set_roles(&acme, &GRACE.parse()?, &roles)
        .await?;
    // Borealis, where she works first, is left.
    let borealis: OrganizationSelection = "Borealis Foods".parse()?;
    let _left = portal
        .operator
        .remove_member(&borealis, &GRACE.parse()?)
        .await;
    let database = portal.store.read();
    let grace = accounts::by_email(database, &GRACE.parse()?)
        .await?
        .unwrap();
    let acme = organizations::shared_by_name(database, "ACME Robotics").await?[0].id;
    let now = portal.clock.now();
    portal_server::store::memberships::choose(database, acme, grace.id, now).await?;
    portal.sign_in(GRACE).await
}

#[rstest]
#[tokio::test]
async fn the_owner_of_a_private_workspace_is_the_only_one_who_sees_it(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    let ada = portal.sign_in(ADA).await?;
    let grace = grace_at_acme(&portal, [Role::Admin]).await?;
    let all = list(&portal, &ada).await?;
    assert_eq!(
        names(&all),
        [
            "Ada’s notes",
            "Climate",
            "Line 4 throughput",
            "What the lines do"
        ]
    );
    let hers = &all[0];
    assert_eq!(
        (&hers["private"], &hers["starred"]),
        (&true.into(), &true.into())
    );
    let seen = list(&portal, &grace).await?;
    assert_eq!(
        names(&seen),
        ["Climate", "Line 4 throughput", "What the lines do"]
    );
    assert!(
        seen.iter().all(|found| found["starred"] == false),
        "stars are Ada's"
    );

    let opened = portal
        .answer(&ada, OPEN, json!({ "id": hers["id"] }))
        .await?;
    let chart = &opened["charts"][0];
    assert_eq!(chart["calculation"], "MAXIMUM");
    let readings = portal
        .answer(&ada, READ, json!({ "chart": chart["id"] }))
        .await?;
    assert_eq!(
        readings["series"],
        json!([{ "name": "Line 2 – Welding cell" }])
    );

    // For everyone else it looks like one that never was.
    for token in [
        &grace,
        &portal.sign_in(MEI).await?,
        &portal.sign_in(LINUS).await?,
    ] {
        for id in [
            hers["id"].clone(),
            json!(Uuid::from_u128(9)),
            json!("nonsense"),
        ] {
            let opened = portal.answer(token, OPEN, json!({ "id": id })).await?;
            assert_eq!(opened, Value::Null);
            let star = json!({ "workspace": id, "starred": true });
            let starred = portal.answer(token, STAR, star).await?;
            assert_eq!(starred, json!({ "__typename": "ChartWorkspaceNotFound" }));
        }
        for id in [
            chart["id"].clone(),
            json!(Uuid::from_u128(9)),
            json!("nonsense"),
        ] {
            let readings = portal.answer(token, READ, json!({ "chart": id })).await?;
            assert_eq!(readings, Value::Null);
        }
    }
    Ok(())
}

#[rstest]
#[tokio::test]
async fn the_sample_has_a_chart_of_every_kind(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    let ada = portal.sign_in(ADA).await?;
    let mut kinds = Vec::new();
    for workspace in list(&portal, &ada).await? {
        let opened = portal
            .answer(&ada, OPEN, json!({ "id": workspace["id"] }))
            .await?;
        let charts = opened["charts"].as_array().unwrap();
        assert_eq!(json!(charts.len()), workspace["charts"]);
        for chart in charts {
            kinds.push(chart["kind"].as_str().unwrap().to_owned());
            let only_of_texts = json!(["LAST", "COUNT"]);
            assert_eq!(
                chart["calculations"] == only_of_texts,
                chart["title"] == "State"
            );
            let readings = portal
                .answer(&ada, READ, json!({ "chart": chart["id"] }))
                .await?;
            assert!(readings["events"].as_u64().unwrap() > 0, "{chart}");
            // A day by quarters of an hour, or in bars by the hour.
            let bars = chart["kind"].as_str().unwrap().ends_with("BAR");
            let expected = if bars {
                ("HOUR", 24)
            } else {
                ("QUARTER_HOUR", 96)
            };
            let buckets = readings["buckets"].as_array().unwrap().len();
            assert_eq!(
                (&readings["bucket"], buckets),
                (&json!(expected.0), expected.1),
                "{chart}"
            );
        }
    }
    kinds.sort_unstable();
    kinds.dedup();
    assert_eq!(
        kinds,
        [
            "AREA",
            "BAR",
            "LARGE_NUMBER",
            "LINE",
            "STACKED_BAR",
            "TABLE"
        ]
    );
    Ok(())
}

#[rstest]
#[tokio::test]
async fn a_star_is_one_persons(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    let ada = portal.sign_in(ADA).await?;
    let grace = grace_at_acme(&portal, [Role::ChartViewerOnly]).await?;
    let climate = list(&portal, &grace).await?.remove(0);
    for (starred, times) in [(true, 2), (false, 2), (true, 1)] {
        for _ in 0..times {
            let star = json!({ "workspace": climate["id"], "starred": starred });
            let answer = portal.answer(&grace, STAR, star).await?;
            let mut expected = climate.clone();
            expected["starred"] = starred.into();
            assert_eq!(answer["workspace"], expected);
            assert_eq!(list(&portal, &grace).await?[0], expected);
        }
        let of_ada = list(&portal, &ada).await?;
        assert_eq!(of_ada[1]["starred"], false);
    }
    Ok(())
}

/// Roles that may view charts, one at a time, and what happens to the others on their next request.
#[rstest]
#[tokio::test]
async fn only_roles_that_may_view_charts_do(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    let ada = portal.sign_in(ADA).await?;
    let workspace = list(&portal, &ada).await?.remove(1);
    let opened = portal
        .answer(&ada, OPEN, json!({ "id": workspace["id"] }))
        .await?;
    let chart = opened["charts"][0]["id"].clone();
    let grace = grace_at_acme(&portal, [Role::Admin]).await?;
    let acme: OrganizationSelection = "ACME Robotics".parse()?;
    for role in Role::ALL.into_iter().filter(|role| *role != Role::Owner) {
        let roles = RoleSet::granted([role])?;
        portal
            .operator
            .set_roles(&acme, &GRACE.parse()?, &roles)
            .await?;
        let closed = matches!(role, Role::BillingAdmin | Role::DeviceEnroller);
        let expected = closed.then_some("FORBIDDEN");
        for (document, variables) in [
            (LIST, json!({})),
            (OPEN, json!({ "id": workspace["id"] })),
            (READ, json!({ "chart": chart })),
            (
                STAR,
                json!({ "workspace": workspace["id"], "starred": true }),
            ),
        ] {
            let answer = portal.ask(Some(&grace), document, variables).await?;
            assert_eq!(code(&answer), expected, "{role}: {answer}");
            assert_eq!(answer["data"] == Value::Null, closed, "{role}: {answer}");
        }
    }
    Ok(())
}

#[rstest]
#[tokio::test]
async fn pages_join_to_the_whole_list(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    let token = portal.sign_in(ADA).await?;
    let database = portal.store.read();
    let acme = organizations::shared_by_name(database, "ACME Robotics").await?[0].id;
    for number in 0..600_u128 {
        let name = format!("Same {}", number % 7);
        let row = chart_workspace::Model {
            id: Uuid::from_u128(number + 1),
            organization_id: acme,
            name_order: name.to_lowercase(),
            name,
            owner_id: None,
            changed_at: portal.clock.now(),
        };
        chart_workspaces::insert(database, row).await?;
    }
    let whole = portal.answer(&token, LIST, json!({ "first": 500 })).await?;
    let (mut joined, mut after) = (Vec::new(), Value::Null);
    loop {
        let page = portal
            .answer(&token, LIST, json!({ "first": 50, "after": after }))
            .await?;
        joined.extend(page["data"].as_array().unwrap().clone());
        after = page["cursor"].clone();
        if after.is_null() {
            break;
        }
    }
    assert_eq!(joined.len(), 604);
    assert_eq!(joined[..500], *whole["data"].as_array().unwrap());
    let order: Vec<_> = joined
        .iter()
        .map(|found| {
            (
                found["name"].as_str().unwrap().to_lowercase(),
                found["id"].to_string(),
            )
        })
        .collect();
    assert!(order.is_sorted());
    for wrong in [
        json!({ "first": 0 }),
        json!({ "first": 501 }),
        json!({ "after": "?" }),
    ] {
        let answer = portal.ask(Some(&token), LIST, wrong).await?;
        assert_eq!(code(&answer), Some("BAD_INPUT"));
    }
    let answer = portal.ask(Some(&token), LIST, json!({})).await?;
    assert_eq!(
        field("chartWorkspaces", answer)?["data"]
            .as_array()
            .unwrap()
            .len(),
        100
    );
    Ok(())
}
