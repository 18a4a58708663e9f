//! API keys that are not accepted: how many one network may try, and who is not to feel it.

use std::num::NonZeroU32;
use std::time::Duration;

use anyhow::Result;
use futures_util::future::try_join_all;
use portal_server::auth::KeyPolicy;
use portal_server::domain::ApiKeyText;
use reqwest::Response;
use rstest::rstest;
use serde_json::{Value, json};

use super::api_keys::{LIST, REVOKE, confirmed, create_key};
use crate::support::{Backend, Settings, TestPortal, Tested, code};

const HERE: &str = "203.0.113.7";
const ELSEWHERE: &str = "198.51.100.1";

const TRIES: NonZeroU32 = NonZeroU32::new(3).unwrap();

/// A key in form alone.
fn made_up() -> String {
    ApiKeyText::new(&[0; 30]).expose().to_owned()
}

async fn start(backend: Backend) -> Result<TestPortal> {
    let keys = KeyPolicy {
        unproven_per_peer: TRIES,
        peer_recovery: Duration::from_secs(2),
        ..KeyPolicy::default()
    };
    let settings = Settings {
        keys,
        behind_proxy: true,
        ..Settings::default()
    };
    TestPortal::start_as(backend, settings).await
}

async fn call(portal: &TestPortal, address: &str, secret: &str) -> Result<Response> {
    let request = portal
        .post()
        .header("x-forwarded-for", address)
        .header("api-secret", secret);
    let query = json!({ "query": "{ viewer { id } }" });
    Ok(request.json(&query).send().await?)
}

async fn status(portal: &TestPortal, address: &str, secret: &str) -> Result<u16> {
    Ok(call(portal, address, secret).await?.status().as_u16())
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn a_network_has_a_few_tries(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
    #[values("no key".to_owned(), made_up())] wrong: String,
) -> Tested {
    let portal = start(backend).await?;
    let statuses = try_join_all((0..20).map(|_| status(&portal, HERE, &wrong))).await?;
    let looked_at = statuses.iter().filter(|&&status| status == 401).count();
    assert_eq!(looked_at, 3, "{statuses:?}");
    let refused = call(&portal, HERE, &wrong).await?;
    assert_eq!(refused.status(), 429);
    assert_eq!(refused.headers()["retry-after"], "2");
    assert_eq!(code(&refused.json().await?), Some("TOO_MANY_REQUESTS"));
    assert_eq!(status(&portal, ELSEWHERE, &wrong).await?, 401);
    portal.clock.advance(Duration::from_secs(2));
    assert_eq!(status(&portal, HERE, &wrong).await?, 401);
    assert_eq!(status(&portal, HERE, &wrong).await?, 429);
    Ok(())
}

#[rstest]
#[tokio::test]
async fn a_good_key_is_good_whatever_else_its_network_tries(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = start(backend).await?;
    let token = confirmed(&portal).await?;
    let used = create_key(&portal, &token, "used before").await?;
    for _ in 0..10 {
        assert_eq!(status(&portal, HERE, &used).await?, 200);
    }
    while status(&portal, HERE, &made_up()).await? == 401 {}
    for _ in 0..10 {
        assert_eq!(status(&portal, HERE, &used).await?, 200);
    }
    let new = create_key(&portal, &token, "never used").await?;
    assert_eq!(
        status(&portal, HERE, &new).await?,
        429,
        "nobody can tell yet"
    );
    portal.clock.advance(Duration::from_secs(2));
    assert_eq!(status(&portal, HERE, &new).await?, 200);

    let keys = portal.answer(&token, LIST, Value::Null).await?;
    for key in keys["data"].as_array().into_iter().flatten() {
        portal
            .answer(&token, REVOKE, json!({ "key": key["id"] }))
            .await?;
    }
    for revoked in [used, new] {
        assert_eq!(status(&portal, HERE, &revoked).await?, 401);
        assert_eq!(status(&portal, HERE, &revoked).await?, 429);
    }
    Ok(())
}
