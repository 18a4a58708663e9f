//! Changing preferences.

use futures_util::future::try_join_all;
use rstest::rstest;
use serde_json::{Value, json};

use crate::support::{ADA, Backend, GRACE, TestPortal, Tested, code};

const CHANGE: &str =
    "mutation ($input: ChangePreferencesInput!) { changePreferences(input: $input) {
    preferences { toastNotifications theme } } }";

async fn change(portal: &TestPortal, token: &str, input: Value) -> anyhow::Result<Value> {
    let mut answer = portal
        .data(token, CHANGE, json!({ "input": input }))
        .await?;
    Ok(answer["changePreferences"]["preferences"].take())
}

async fn preferences(portal: &TestPortal, token: &str) -> anyhow::Result<Value> {
    let query = "{ viewer { preferences { toastNotifications theme } } }";
    let mut answer = portal.data(token, query, Value::Null).await?;
    Ok(answer["viewer"]["preferences"].take())
}

#[rstest]
#[tokio::test]
async fn what_is_left_out_stays(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    let (here, elsewhere) = (portal.sign_in(ADA).await?, portal.sign_in(ADA).await?);
    let other = portal.sign_in(GRACE).await?;
    for (input, toast_notifications, theme) in [
        (json!({ "theme": "DARK" }), true, "DARK"),
        (json!({ "toastNotifications": false }), false, "DARK"),
        (json!({}), false, "DARK"),
        (
            json!({ "theme": null, "toastNotifications": null }),
            false,
            "DARK",
        ),
        (
            json!({ "theme": "LIGHT", "toastNotifications": true }),
            true,
            "LIGHT",
        ),
    ] {
        let expected = json!({ "toastNotifications": toast_notifications, "theme": theme });
        assert_eq!(change(&portal, &here, input).await?, expected);
        assert_eq!(preferences(&portal, &elsewhere).await?, expected);
    }
    let untouched = json!({ "toastNotifications": true, "theme": "SYSTEM" });
    assert_eq!(preferences(&portal, &other).await?, untouched);
    Ok(())
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn concurrent_changes_of_different_things_all_last(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    let token = portal.sign_in(ADA).await?;
    for (theme, toast_notifications) in [("DARK", false), ("LIGHT", true), ("SYSTEM", false)] {
        let inputs = [
            json!({ "theme": theme }),
            json!({ "toastNotifications": toast_notifications }),
        ];
        let changes = (0..8).map(|number| change(&portal, &token, inputs[number % 2].clone()));
        try_join_all(changes).await?;
        assert_eq!(
            preferences(&portal, &token).await?,
            json!({ "toastNotifications": toast_notifications, "theme": theme })
        );
    }
    Ok(())
}

#[tokio::test]
async fn an_unknown_theme_is_no_request_of_the_contract() -> Tested {
    let portal = TestPortal::start(Backend::Sqlite).await?;
    let token = portal.sign_in(ADA).await?;
    let variables = json!({ "input": { "theme": "SEPIA" } });
    let answer = portal.ask(Some(&token), CHANGE, variables).await?;
    assert_eq!(code(&answer), Some("INVALID_REQUEST"));
    Ok(())
}
