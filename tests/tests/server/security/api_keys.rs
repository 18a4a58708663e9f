//! API keys: handed out once, known by hash, and never more than their person.

use std::time::Duration;

use anyhow::{Context, Result};
use futures_util::future::try_join_all;
use portal_server::administration::OrganizationSelection;
use portal_server::domain::Feature;
use rstest::rstest;
use serde_json::{Value, json};

use crate::support::{ADA, Backend, GRACE, LINUS, TestPortal, Tested, code};

pub(crate) const CREATE: &str = "mutation ($input: CreateApiKeyInput!) { createApiKey(input: $input) { __typename
    ... on ApiKeyIssued { secret apiKey { id name prefix createdAt expiresAt status lastUsedAt lastUsedBy } }
    ... on ApiKeyNameRefused { reason maximumLength } ... on ApiKeyLimitReached { limit } } }";
pub(crate) const ROTATE: &str =
    "mutation ($input: RotateApiKeyInput!) { rotateApiKey(input: $input) { __typename
    ... on ApiKeyIssued { secret apiKey { id prefix previousSecretUntil } } } }";
pub(crate) const REVOKE: &str =
    "mutation ($key: ID!) { revokeApiKey(input: { apiKey: $key }) { __typename } }";
pub(crate) const LIST: &str =
    "{ apiKeys { limit data { id name status lastUsedAt lastUsedBy previousSecretUntil } } }";
const DEVICES: &str = "{ devices { data { id name } } }";
pub(crate) const DAY: Duration = Duration::from_secs(24 * 60 * 60);

pub(crate) fn input(name: &str, expires_at: Option<&str>, key: &str) -> Value {
    json!({ "input": { "name": name, "expiresAt": expires_at,
        "idempotencyKey": format!("idempotency key {key}") } })
}

/// A new key's secret.
pub(crate) async fn create_key(portal: &TestPortal, token: &str, name: &str) -> Result<String> {
    let answer = portal
        .answer(token, CREATE, input(name, None, name))
        .await?;
    let secret = answer["secret"].as_str();
    Ok(secret.with_context(|| answer.to_string())?.to_owned())
}

/// A session that may do what is sensitive, after the time that has passed.
pub(crate) async fn confirmed(portal: &TestPortal) -> Result<String> {
    portal.sign_in(LINUS).await
}

pub(crate) async fn status(portal: &TestPortal, secret: &str) -> Result<u16> {
    Ok(portal
        .ask_with_key(secret, DEVICES)
        .await?
        .status()
        .as_u16())
}

#[rstest]
#[tokio::test]
async fn the_published_call_works_with_a_key(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    let token = confirmed(&portal).await?;
    let answer = portal
        .answer(
            &token,
            CREATE,
            input(" Nightly report ", Some("2026-04-01T00:00:00Z"), "1"),
        )
        .await?;
    let secret = answer["secret"].as_str().unwrap();
    let key = &answer["apiKey"];
    assert_eq!(secret.len(), 66);
    assert!(secret.starts_with(key["prefix"].as_str().unwrap()));
    assert_eq!(key["name"], "Nightly report");
    assert_eq!(key["expiresAt"], "2026-04-01T00:00:00Z");
    assert_eq!(key["status"], "ACTIVE");
    assert_eq!(key["lastUsedAt"], Value::Null);

    let request = portal
        .post()
        .header("api-secret", secret)
        .header("user-agent", "curl/7.88.1");
    let response = request.json(&json!({ "query": DEVICES })).send().await?;
    let devices: Value = response.json().await?;
    let names: Vec<_> = devices["data"]["devices"]["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|device| device["name"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["Greenhouse thermometer", "Workbench gateway"]);
    let listed = portal.answer(&token, LIST, Value::Null).await?;
    assert_eq!(listed["limit"], 20);
    assert_eq!(listed["data"][0]["lastUsedAt"], "2026-03-02T08:00:00Z");
    assert_eq!(listed["data"][0]["lastUsedBy"], "curl/7.88.1");

    let viewer = "{ viewer { email security { mfa { enabledAt } } apiKeys { usable } organization { kind } } }";
    let seen: Value = portal.ask_with_key(secret, viewer).await?.json().await?;
    assert_eq!(
        seen["data"]["viewer"],
        json!({ "email": LINUS, "security": null, "apiKeys": null, "organization": { "kind": "PERSONAL" } })
    );
    Ok(())
}

#[rstest]
#[tokio::test]
async fn whatever_is_no_key_is_refused_alike(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    let token = confirmed(&portal).await?;
    let secret = create_key(&portal, &token, "a key").await?;
    let other = create_key(&portal, &token, "another").await?;
    // The one's visible part with the other's secret part is sound in form alone.
    let slip = format!("{}x", &secret[..65]);
    for wrong in [
        &*slip,
        &secret[..65],
        "",
        "key",
        &other.replace("portal", "Portal"),
        &token,
    ] {
        let response = portal.ask_with_key(wrong, DEVICES).await?;
        assert_eq!(response.status(), 401, "{wrong}");
        assert_eq!(code(&response.json().await?), Some("UNAUTHENTICATED"));
    }
    for both in [
        ("authorization", format!("Bearer {token}")),
        ("api-secret", other),
    ] {
        let request = portal
            .post()
            .header("api-secret", &secret)
            .header(both.0, both.1);
        let response = request.json(&json!({ "query": DEVICES })).send().await?;
        assert_eq!(response.status(), 401, "two callers at once are nobody");
    }
    Ok(())
}

#[rstest]
#[tokio::test]
async fn the_same_request_is_answered_the_same_and_another_is_refused(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    let token = confirmed(&portal).await?;
    let ask = || portal.answer(&token, CREATE, input("a key", None, "1"));
    let answers = try_join_all((0..20).map(|_| ask())).await?;
    assert!(
        answers.iter().all(|answer| *answer == answers[0]),
        "{answers:?}"
    );
    let listed = portal.answer(&token, LIST, Value::Null).await?;
    assert_eq!(listed["data"].as_array().map(Vec::len), Some(1));
    let other = portal
        .answer(&token, CREATE, input("b key", None, "1"))
        .await?;
    assert_eq!(other["__typename"], "IdempotencyKeyReused");
    assert_eq!(
        status(&portal, answers[0]["secret"].as_str().unwrap()).await?,
        200
    );

    let rotate = json!({ "input": { "apiKey": answers[0]["apiKey"]["id"], "overlap": "NONE",
        "idempotencyKey": "idempotency key 2" } });
    let first = portal.answer(&token, ROTATE, rotate.clone()).await?;
    assert_eq!(portal.answer(&token, ROTATE, rotate).await?, first);
    // The secret of the first request is out of force: there is nothing to answer again.
    assert_eq!(ask().await?["__typename"], "IdempotencyKeyReused");

    for short in ["", "short", &"x".repeat(101)] {
        let variables = json!({ "input": { "name": "a", "idempotencyKey": short } });
        let answer = portal.ask(Some(&token), CREATE, variables).await?;
        assert_eq!(code(&answer), Some("BAD_INPUT"));
    }
    Ok(())
}

#[rstest]
#[tokio::test]
async fn a_key_ends_when_it_is_revoked_expires_or_the_feature_goes(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    let token = confirmed(&portal).await?;
    let revoked = create_key(&portal, &token, "revoked").await?;
    let listed = portal.answer(&token, LIST, Value::Null).await?;
    let key = json!({ "key": listed["data"][0]["id"] });
    let answer = portal.answer(&token, REVOKE, key.clone()).await?;
    assert_eq!(answer["__typename"], "ApiKeyRevoked");
    assert_eq!(status(&portal, &revoked).await?, 401);
    let again = portal.answer(&token, REVOKE, key).await?;
    assert_eq!(again["__typename"], "ApiKeyNotFound");

    let expiring = input("expiring", Some("2026-03-12T08:00:00Z"), "2");
    let expiring = portal.answer(&token, CREATE, expiring).await?;
    assert_eq!(expiring["apiKey"]["status"], "EXPIRING");
    let expiring = expiring["secret"].as_str().unwrap();
    let staying = create_key(&portal, &token, "staying").await?;
    portal.clock.advance(10 * DAY - Duration::from_secs(1));
    assert_eq!(status(&portal, expiring).await?, 200);
    portal.clock.advance(Duration::from_secs(1));
    assert_eq!(status(&portal, expiring).await?, 401);
    let listed = portal.answer(&token, LIST, Value::Null).await?;
    let keys = listed["data"].as_array().unwrap();
    let expired = keys.iter().filter(|key| key["status"] == "EXPIRED");
    assert!(expired.map(|key| &key["name"]).eq(["expiring"]), "{listed}");
    let summary = "{ viewer { apiKeys { usable expiring limit } } }";
    let viewer = portal.answer(&token, summary, Value::Null).await?;
    assert_eq!(
        viewer["apiKeys"],
        json!({ "usable": 1, "expiring": 0, "limit": 20 })
    );

    assert_eq!(status(&portal, &staying).await?, 200);
    let personal = OrganizationSelection::PersonalOf(LINUS.parse()?);
    portal
        .operator
        .set_feature(&personal, Feature::ApiKeys, false)
        .await?;
    assert_eq!(status(&portal, &staying).await?, 401);
    assert_eq!(portal.answer(&token, LIST, Value::Null).await?, Value::Null);
    let viewer = portal.answer(&token, summary, Value::Null).await?;
    assert_eq!(viewer["apiKeys"], Value::Null);
    let token = confirmed(&portal).await?;
    let answer = portal
        .answer(&token, CREATE, input("more", None, "3"))
        .await?;
    assert_eq!(answer["__typename"], "ApiKeysUnavailable");
    Ok(())
}

#[rstest]
#[tokio::test(flavor = "multi_thread")]
async fn there_are_at_most_20_also_of_concurrent_callers(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    let token = confirmed(&portal).await?;
    let creations = (0..25)
        .map(|number| portal.answer(&token, CREATE, input("a key", None, &number.to_string())));
    let creations: Vec<_> = creations.collect();
    let answers = try_join_all(creations).await?;
    let refused = json!({ "__typename": "ApiKeyLimitReached", "limit": 20 });
    assert_eq!(
        answers.iter().filter(|answer| **answer == refused).count(),
        5
    );
    let listed = portal.answer(&token, LIST, Value::Null).await?;
    assert_eq!(listed["data"].as_array().map(Vec::len), Some(20));
    Ok(())
}

#[tokio::test]
async fn bad_names_and_ends_are_refused() -> Tested {
    let portal = TestPortal::start(Backend::Sqlite).await?;
    let token = confirmed(&portal).await?;
    let long = "n".repeat(300);
    for (name, reason) in [
        ("", "EMPTY"),
        ("  ", "EMPTY"),
        (&*long, "TOO_LONG"),
        ("tab\tand\u{7}bell", "INVALID_CHARACTERS"),
        ("\u{202E}reversed", "INVALID_CHARACTERS"),
    ] {
        let answer = portal.answer(&token, CREATE, input(name, None, name)).await;
        let answer = match answer {
            Ok(answer) => answer,
            Err(_) => {
                portal
                    .answer(&token, CREATE, input(name, None, "a name"))
                    .await?
            }
        };
        let refused =
            json!({ "__typename": "ApiKeyNameRefused", "reason": reason, "maximumLength": 100 });
        assert_eq!(answer, refused, "{name:?}");
    }
    for end in [
        "2026-03-02T08:00:00Z",
        "2020-01-01T00:00:00Z",
        "2036-04-01T00:00:00Z",
    ] {
        let answer = portal
            .answer(&token, CREATE, input("a key", Some(end), end))
            .await?;
        assert_eq!(answer["__typename"], "ApiKeyExpiryRefused", "{end}");
    }
    Ok(())
}

#[tokio::test]
async fn other_peoples_keys_look_like_none() -> Tested {
    let portal = TestPortal::start(Backend::Sqlite).await?;
    let linus = confirmed(&portal).await?;
    create_key(&portal, &linus, "a key").await?;
    let listed = portal.answer(&linus, LIST, Value::Null).await?;
    let key = json!({ "key": listed["data"][0]["id"] });
    // Works in an organization of her own.
    let ada = portal.sign_in(ADA).await?;
    let none = portal.answer(&ada, LIST, Value::Null).await?;
    assert_eq!(none["data"], json!([]));
    let answer = portal.answer(&ada, REVOKE, key.clone()).await?;
    assert_eq!(answer["__typename"], "ApiKeyNotFound");
    // The feature is turned off there.
    let acme = "ACME Robotics".parse()?;
    let feature = Feature::ApiKeys;
    portal.operator.set_feature(&acme, feature, false).await?;
    assert_eq!(portal.answer(&ada, LIST, Value::Null).await?, Value::Null);
    let answer = portal.answer(&ada, REVOKE, key.clone()).await?;
    assert_eq!(answer["__typename"], "ApiKeysUnavailable");
    // Works in one that she doesn't administer.
    let grace = portal.sign_in(GRACE).await?;
    for (document, variables) in [(LIST, Value::Null), (REVOKE, key)] {
        let answer = portal.ask(Some(&grace), document, variables).await?;
        assert_eq!(code(&answer), Some("FORBIDDEN"));
    }
    for id in ["no id", ""] {
        let answer = portal.answer(&linus, REVOKE, json!({ "key": id })).await?;
        assert_eq!(answer["__typename"], "ApiKeyNotFound");
    }
    Ok(())
}

#[tokio::test]
async fn a_key_that_asks_too_often_is_slowed_down() -> Tested {
    let portal = TestPortal::start(Backend::Sqlite).await?;
    let token = confirmed(&portal).await?;
    let secret = create_key(&portal, &token, "a key").await?;
    let other = create_key(&portal, &token, "another").await?;
    for _ in 0..400 {
        assert_eq!(status(&portal, &secret).await?, 200);
    }
    let refused = portal.ask_with_key(&secret, DEVICES).await?;
    assert_eq!(refused.status(), 429);
    assert_eq!(refused.headers()["retry-after"], "1");
    assert_eq!(code(&refused.json().await?), Some("TOO_MANY_REQUESTS"));
    assert_eq!(status(&portal, &other).await?, 200);
    portal.clock.advance(Duration::from_secs(1));
    assert_eq!(status(&portal, &secret).await?, 200);
    Ok(())
}
