//! The signed-in person.

use portal_server::sample;
use rstest::rstest;
use serde_json::{Value, json};

use crate::support::{ADA, Backend, MEI, TestPortal, Tested};

const PAGE: &str = "{ viewer { email displayName
    organization { name kind viewerRoles } preferences { toastNotifications theme } } }";

#[rstest]
#[tokio::test]
async fn one_query_answers_the_whole_page(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    let token = portal.sign_in(MEI).await?;
    let answer = portal.data(&token, PAGE, Value::Null).await?;
    assert_eq!(
        answer["viewer"],
        json!({
            "email": "mei@cobalt.example",
            "displayName": "Mei Tanaka",
            "organization": {
                "name": "Cobalt Energy",
                "kind": "SHARED",
                "viewerRoles": ["CHART_VIEWER_ONLY"],
            },
            "preferences": { "toastNotifications": true, "theme": "SYSTEM" },
        })
    );
    Ok(())
}

#[tokio::test]
async fn the_accounts_offered_are_those_that_sign_in() -> Tested {
    let portal = TestPortal::start(Backend::Sqlite).await?;
    for account in sample::accounts() {
        let token = portal.sign_in(&account.email).await?;
        let viewer = portal.data(&token, PAGE, Value::Null).await?["viewer"].take();
        assert_eq!(viewer["displayName"], account.display_name);
        assert_eq!(viewer["organization"]["name"], account.organization);
        let roles: Vec<String> = account
            .roles
            .iter()
            .map(|role| role.name().to_uppercase().replace('-', "_"))
            .collect();
        assert_eq!(viewer["organization"]["viewerRoles"], json!(roles));
    }
    Ok(())
}

#[tokio::test]
async fn the_sample_is_the_same_everywhere() -> Tested {
    let everything = "{ viewer { id organization { id } } devices { data { id name } } }";
    let mut seen = Vec::new();
    for backend in [Backend::Sqlite, Backend::Postgres] {
        let portal = TestPortal::start(backend).await?;
        let token = portal.sign_in(ADA).await?;
        seen.push(portal.data(&token, everything, Value::Null).await?);
    }
    assert_eq!(seen[0], seen[1]);
    assert_eq!(seen[0]["devices"]["data"].as_array().unwrap().len(), 6);
    Ok(())
}
