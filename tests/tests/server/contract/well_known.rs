//! What an app reads before anything else.

use serde_json::{Value, json};

use crate::support::{Backend, TestPortal, Tested};

#[tokio::test]
async fn it_says_what_the_portal_is() -> Tested {
    let portal = TestPortal::start(Backend::Sqlite).await?;
    let response = portal.get("/.well-known/portal").await?;
    assert_eq!(response.headers()["content-type"], "application/json");
    assert_eq!(
        response.json::<Value>().await?,
        json!({
            "name": "Test portal",
            "contract_version": 1,
            "graphql_path": "/graphql",
            "sign_in_methods": ["password"],
        })
    );
    Ok(())
}
