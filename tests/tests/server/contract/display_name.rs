//! Changing the name others see.

use futures_util::future::try_join_all;
use rstest::rstest;
use serde_json::{Value, json};

use crate::support::{ADA, Backend, GRACE, TestPortal, Tested};

const CHANGE: &str =
    "mutation ($name: String!) { changeDisplayName(input: { displayName: $name }) {
    __typename
    ... on DisplayNameChanged { viewer { displayName } }
    ... on DisplayNameRefused { reason maximumLength } } }";

async fn change(portal: &TestPortal, token: &str, name: &str) -> anyhow::Result<Value> {
    let mut answer = portal.data(token, CHANGE, json!({ "name": name })).await?;
    Ok(answer["changeDisplayName"].take())
}

async fn name(portal: &TestPortal, token: &str) -> anyhow::Result<Value> {
    let query = "{ viewer { displayName } }";
    let mut answer = portal.data(token, query, Value::Null).await?;
    Ok(answer["viewer"]["displayName"].take())
}

#[rstest]
#[tokio::test]
async fn a_name_is_saved_for_all_sessions_of_its_account(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    let (here, elsewhere) = (portal.sign_in(ADA).await?, portal.sign_in(ADA).await?);
    let other = portal.sign_in(GRACE).await?;
    assert_eq!(
        change(&portal, &here, "  Ada King, 愛達 👩\u{200D}🔬 ").await?,
        json!({
            "__typename": "DisplayNameChanged",
            "viewer": { "displayName": "Ada King, 愛達 👩\u{200D}🔬" },
        })
    );
    assert_eq!(
        name(&portal, &elsewhere).await?,
        "Ada King, 愛達 👩\u{200D}🔬"
    );
    assert_eq!(name(&portal, &other).await?, "Grace Hopper");
    Ok(())
}

#[tokio::test]
async fn a_refused_name_changes_nothing_and_says_why() -> Tested {
    let portal = TestPortal::start(Backend::Sqlite).await?;
    let token = portal.sign_in(ADA).await?;
    for (refused, reason) in [
        ("   ", "EMPTY"),
        (&*"x".repeat(101), "TOO_LONG"),
        ("Ada\0", "INVALID_CHARACTERS"),
        ("\u{202E}ecalevoL adA", "INVALID_CHARACTERS"),
    ] {
        assert_eq!(
            change(&portal, &token, refused).await?,
            json!({
                "__typename": "DisplayNameRefused",
                "reason": reason,
                "maximumLength": 100,
            })
        );
    }
    assert_eq!(name(&portal, &token).await?, "Ada Lovelace");
    Ok(())
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn of_concurrent_changes_one_is_last(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    let token = portal.sign_in(ADA).await?;
    let names: Vec<String> = (0..8).map(|number| format!("Ada {number}")).collect();
    let changes = names.iter().map(|name| change(&portal, &token, name));
    for (name, answer) in names.iter().zip(try_join_all(changes).await?) {
        assert_eq!(answer["viewer"]["displayName"], *name);
    }
    let last = name(&portal, &token).await?;
    assert!(names.iter().any(|name| last == **name), "{last}");
    Ok(())
}
