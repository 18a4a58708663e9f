//! Listing devices.

use portal_server::store::devices;
use rstest::rstest;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::support::{ADA, Backend, GRACE, LINUS, MEI, TestPortal, Tested, code};

const PAGE: &str = "query ($first: Int! = 50, $after: String) {
    devices(first: $first, after: $after) { data { name } cursor } }";

async fn page(
    portal: &TestPortal,
    token: &str,
    first: u32,
    after: &Value,
) -> anyhow::Result<(Vec<String>, Value)> {
    let variables = json!({ "first": first, "after": after });
    let mut devices = portal.data(token, PAGE, variables).await?["devices"].take();
    let names = devices["data"].as_array().unwrap().iter();
    let names = names.map(|device| device["name"].as_str().unwrap().to_owned());
    Ok((names.collect(), devices["cursor"].take()))
}

#[tokio::test]
async fn the_published_call_works_as_it_stands() -> Tested {
    let portal = TestPortal::start(Backend::Sqlite).await?;
    let token = portal.sign_in(ADA).await?;
    let answer = portal
        .data(&token, "{ devices { data { id name } } }", Value::Null)
        .await?;
    let devices = answer["devices"]["data"].as_array().unwrap();
    assert_eq!(devices.len(), 6);
    assert_eq!(devices[0]["name"], "Line 1 – Palletizer");
    assert!(devices.iter().all(|device| device["id"].is_string()));
    Ok(())
}

#[tokio::test]
async fn who_looks_at_charts_and_nothing_else_lists_none() -> Tested {
    let portal = TestPortal::start(Backend::Sqlite).await?;
    let token = portal.sign_in(MEI).await?;
    let answer = portal
        .ask(Some(&token), "{ devices { data { id } } }", Value::Null)
        .await?;
    assert_eq!(code(&answer), Some("FORBIDDEN"));
    Ok(())
}

#[rstest]
#[tokio::test]
async fn pages_join_to_the_whole_list(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
    #[values(1, 2, 3, 6, 100)] first: u32,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    let token = portal.sign_in(ADA).await?;
    let (whole, end) = page(&portal, &token, 50, &Value::Null).await?;
    assert_eq!((whole.len(), end), (6, Value::Null));
    let (mut joined, mut after) = (Vec::new(), Value::Null);
    loop {
        let (names, cursor) = page(&portal, &token, first, &after).await?;
        assert!(!names.is_empty(), "a cursor leads to more");
        joined.extend(names);
        after = cursor;
        if after.is_null() {
            break;
        }
    }
    assert_eq!(joined, whole);
    Ok(())
}

#[rstest]
#[tokio::test]
async fn names_are_ordered_alike_on_every_database(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    let token = portal.sign_in(LINUS).await?;
    let organization = portal
        .data(&token, "{ viewer { organization { id } } }", Value::Null)
        .await?;
    let organization = organization["viewer"]["organization"]["id"]
        .as_str()
        .unwrap()
        .parse()?;
    let now = chrono::DateTime::UNIX_EPOCH;
    for (number, name) in ["zebra", "Émile", "alpha", "Beta", "beta", "_x", "10", "9"]
        .into_iter()
        .enumerate()
    {
        let id = Uuid::from_u128(number as u128);
        devices::insert(portal.store.read(), id, organization, name, now).await?;
    }
    let (names, _) = page(&portal, &token, 50, &Value::Null).await?;
    let expected = [
        "10",
        "9",
        "_x",
        "alpha",
        "Beta",
        "beta",
        "Greenhouse thermometer",
        "Workbench gateway",
        "zebra",
        "Émile",
    ];
    assert_eq!(names, expected);
    let (mut joined, mut after) = page(&portal, &token, 1, &Value::Null).await?;
    while !after.is_null() {
        let (names, cursor) = page(&portal, &token, 1, &after).await?;
        joined.extend(names);
        after = cursor;
    }
    assert_eq!(joined, expected);
    Ok(())
}

#[rstest]
#[tokio::test]
async fn a_cursor_of_another_organization_shows_nothing_of_it(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    let (ada, grace) = (portal.sign_in(ADA).await?, portal.sign_in(GRACE).await?);
    let (acme, after) = page(&portal, &ada, 1, &Value::Null).await?;
    let (own, _) = page(&portal, &grace, 50, &Value::Null).await?;
    let (after_foreign, _) = page(&portal, &grace, 50, &after).await?;
    assert!(after_foreign.iter().all(|name| own.contains(name)));
    assert!(!own.contains(&acme[0]));
    Ok(())
}

#[rstest]
#[tokio::test]
async fn what_is_no_cursor_or_no_page_is_refused(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    let token = portal.sign_in(ADA).await?;
    // The last one is a position whose name holds a NUL, which PostgreSQL can't compare.
    let nul = "MDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAA";
    for variables in [
        json!({ "after": "" }),
        json!({ "after": "next" }),
        json!({ "after": nul }),
        json!({ "first": 0 }),
        json!({ "first": -1 }),
        json!({ "first": 101 }),
    ] {
        let answer = portal.ask(Some(&token), PAGE, variables.clone()).await?;
        assert_eq!(code(&answer), Some("BAD_INPUT"), "{variables}");
    }
    Ok(())
}
