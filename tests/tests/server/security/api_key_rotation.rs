//! API keys that are given a new secret.

use std::time::Duration;

use rstest::rstest;
use serde_json::{Value, json};

use super::api_keys::{CREATE, DAY, LIST, ROTATE, confirmed, create_key, input, status};
use crate::support::{Backend, TestPortal, Tested};

#[rstest]
#[tokio::test]
async fn the_old_secret_is_accepted_as_long_as_was_chosen(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    for (overlap, time) in [
        ("NONE", Duration::ZERO),
        ("HOUR", DAY / 24),
        ("DAY", DAY),
        ("WEEK", 7 * DAY),
    ] {
        let token = confirmed(&portal).await?;
        let old = create_key(&portal, &token, overlap).await?;
        let listed = portal.answer(&token, LIST, Value::Null).await?;
        let keys = listed["data"].as_array().unwrap();
        let key = keys.iter().find(|key| key["name"] == overlap).unwrap();
        let rotate = json!({ "input": { "apiKey": key["id"], "overlap": overlap,
            "idempotencyKey": format!("the rotation of {overlap}") } });
        let rotated = portal.answer(&token, ROTATE, rotate).await?;
        let new = rotated["secret"].as_str().unwrap();
        assert_ne!(new, old);
        assert_eq!(
            rotated["apiKey"]["previousSecretUntil"].is_null(),
            time.is_zero()
        );
        if !time.is_zero() {
            portal.clock.advance(time - Duration::from_secs(1));
            assert_eq!(status(&portal, &old).await?, 200, "{overlap}");
            portal.clock.advance(Duration::from_secs(1));
        }
        assert_eq!(status(&portal, &old).await?, 401, "{overlap}");
        assert_eq!(status(&portal, new).await?, 200, "{overlap}");
    }
    Ok(())
}

#[rstest]
#[tokio::test]
async fn the_old_secret_ends_with_its_key(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    let token = confirmed(&portal).await?;
    let end = "2026-03-04T08:00:00Z";
    let create = input("two days", Some(end), "two days");
    let created = portal.answer(&token, CREATE, create).await?;
    let rotate = json!({ "input": { "apiKey": created["apiKey"]["id"], "overlap": "WEEK",
        "idempotencyKey": "the rotation of two days" } });
    let rotated = portal.answer(&token, ROTATE, rotate).await?;
    assert_eq!(rotated["apiKey"]["previousSecretUntil"], end);
    portal.clock.advance(2 * DAY);
    let listed = portal.answer(&token, LIST, Value::Null).await?;
    assert_eq!(listed["data"][0]["status"], "EXPIRED");
    assert_eq!(listed["data"][0]["previousSecretUntil"], Value::Null);
    Ok(())
}

#[rstest]
#[tokio::test]
async fn a_second_rotation_ends_the_first_overlap(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    let token = confirmed(&portal).await?;
    let first = create_key(&portal, &token, "a key").await?;
    let listed = portal.answer(&token, LIST, Value::Null).await?;
    let mut secrets = vec![first];
    for number in 0..2 {
        let rotate = json!({ "input": { "apiKey": listed["data"][0]["id"], "overlap": "WEEK",
            "idempotencyKey": format!("rotation number {number}") } });
        let rotated = portal.answer(&token, ROTATE, rotate).await?;
        secrets.push(rotated["secret"].as_str().unwrap().to_owned());
    }
    assert_eq!(status(&portal, &secrets[0]).await?, 401);
    assert_eq!(status(&portal, &secrets[1]).await?, 200);
    assert_eq!(status(&portal, &secrets[2]).await?, 200);
    Ok(())
}

#[tokio::test]
async fn an_expired_key_is_not_rotated() -> Tested {
    let portal = TestPortal::start(Backend::Sqlite).await?;
    let token = confirmed(&portal).await?;
    let end = Some("2026-03-03T08:00:00Z");
    let answer = portal
        .answer(&token, CREATE, input("a key", end, "1"))
        .await?;
    portal.clock.advance(DAY);
    let token = confirmed(&portal).await?;
    let rotate = json!({ "input": { "apiKey": answer["apiKey"]["id"], "overlap": "DAY",
        "idempotencyKey": "idempotency key 2" } });
    let answer = portal.answer(&token, ROTATE, rotate).await?;
    assert_eq!(answer["__typename"], "ApiKeyExpiryRefused");
    Ok(())
}
