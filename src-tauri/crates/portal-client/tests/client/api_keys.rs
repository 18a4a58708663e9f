//! API keys, and the published call.

use portal_client::{
    ApiKeyNameRefusal, ApiKeyOverlap, ApiKeyStatus, ClientError, CreateApiKeyAnswer,
    IdempotencyKey, PUBLISHED_QUERY, RevokeApiKeyAnswer, RotateApiKeyAnswer,
};
use secrecy::ExposeSecret;
use serde_json::{Value, json};
use wiremock::ResponseTemplate;

use crate::support::{TOKEN, caller, operations, portal_answering, portal_replying};

fn key() -> Value {
    json!({
        "id": "key_1", "name": "CI", "prefix": "portal_key_4f6m2q7xra", "createdAt": "2026-12-01T08:00:00Z",
        "expiresAt": null, "lastUsedAt": null, "lastUsedBy": null, "status": "ACTIVE",
        "previousSecretUntil": null,
        "createdBy": "Grace Hopper",
    })
}

fn issued() -> Value {
    json!({ "__typename": "ApiKeyIssued", "apiKey": key(), "secret": TOKEN })
}

#[tokio::test]
async fn keys_are_listed_where_there_are_any() {
    let data = json!({ "apiKeys": { "data": [key()], "limit": 20 } });
    let (_server, portal) = portal_answering(data).await;
    let list = portal.api_keys(caller()).await.unwrap().unwrap();
    assert_eq!(list.limit, 20);
    assert_eq!(list.data[0].status, ApiKeyStatus::Active);

    let (_server, portal) = portal_answering(json!({ "apiKeys": null })).await;
    assert_eq!(portal.api_keys(caller()).await.unwrap(), None);
}

#[tokio::test]
async fn a_new_secret_is_not_shown() {
    let data = json!({ "createApiKey": issued(), "rotateApiKey": issued() });
    let (server, portal) = portal_answering(data).await;
    let wish = IdempotencyKey::random();
    let created = portal.create_api_key(caller(), "CI", None, &wish).await;
    let created = created.unwrap();
    let rotated = portal
        .rotate_api_key(caller(), "key_1", ApiKeyOverlap::Day, &wish)
        .await
        .unwrap();
    assert!(!format!("{created:?} {rotated:?} {wish:?}").contains(TOKEN));
    let CreateApiKeyAnswer::Issued(created) = created else {
        panic!("{created:?}")
    };
    assert_eq!(created.secret.expose_secret(), TOKEN);
    assert!(matches!(rotated, RotateApiKeyAnswer::Issued(rotated) if rotated.api_key.name == "CI"));

    let sent = operations(&server).await;
    assert_eq!(sent[0]["variables"]["input"]["expiresAt"], Value::Null);
    assert_eq!(sent[1]["variables"]["input"]["overlap"], "DAY");
}

#[tokio::test]
async fn refusals_are_answers() {
    let answer = async |union| {
        let (_server, portal) = portal_answering(json!({ "createApiKey": union })).await;
        let wish = IdempotencyKey::random();
        portal
            .create_api_key(caller(), "CI", None, &wish)
            .await
            .unwrap()
    };
    let name =
        json!({ "__typename": "ApiKeyNameRefused", "reason": "TOO_LONG", "maximumLength": 100 });
    assert!(matches!(
        answer(name).await,
        CreateApiKeyAnswer::NameRefused {
            reason: ApiKeyNameRefusal::TooLong,
            maximum_length: 100
        }
    ));
    let full = answer(json!({ "__typename": "ApiKeyLimitReached", "limit": 20 })).await;
    assert!(matches!(
        full,
        CreateApiKeyAnswer::LimitReached { limit: 20 }
    ));
    let late = answer(json!({ "__typename": "ApiKeyExpiryRefused", "message": "late" })).await;
    assert!(matches!(late, CreateApiKeyAnswer::ExpiryRefused));
    let off = answer(json!({ "__typename": "ApiKeysUnavailable", "message": "off" })).await;
    assert!(matches!(off, CreateApiKeyAnswer::Unavailable));
    let reused = answer(json!({ "__typename": "IdempotencyKeyReused", "message": "no" })).await;
    assert!(matches!(reused, CreateApiKeyAnswer::Reused));
}

#[tokio::test]
async fn a_key_is_revoked_or_not_there() {
    for (union, expected) in [
        (
            json!({ "__typename": "ApiKeyRevoked", "at": "2026-12-01T08:00:00Z" }),
            RevokeApiKeyAnswer::Revoked,
        ),
        (
            json!({ "__typename": "ApiKeyNotFound", "message": "gone" }),
            RevokeApiKeyAnswer::NotFound,
        ),
        (
            json!({ "__typename": "ApiKeysUnavailable", "message": "off" }),
            RevokeApiKeyAnswer::Unavailable,
        ),
    ] {
        let (_server, portal) = portal_answering(json!({ "revokeApiKey": union })).await;
        let answer = portal.revoke_api_key(caller(), "key_1").await;
        assert_eq!(answer.unwrap(), expected);
    }
}

#[tokio::test]
async fn the_published_call_is_made_as_it_is_published() {
    let data = json!({ "devices": { "data": [{ "id": "dev_1", "name": "Press 4" }] } });
    let (server, portal) = portal_answering(data).await;
    let devices = portal.devices_with_key(&TOKEN.into()).await.unwrap();
    assert_eq!(devices[0].name, "Press 4");

    let requests = server.received_requests().await.unwrap();
    let request = requests.last().unwrap();
    assert_eq!(request.headers.get("api-secret").unwrap(), TOKEN);
    assert!(request.headers.get("authorization").is_none());
    let sent = operations(&server).await;
    assert_eq!(sent[0]["query"], PUBLISHED_QUERY);
    assert_eq!(
        portal.graphql_url().as_str(),
        format!("{}/graphql", server.uri())
    );
}

#[tokio::test]
async fn a_refused_key_is_no_lost_session() {
    let fault = json!({ "data": null, "errors": [{
        "message": "no", "extensions": { "code": "UNAUTHENTICATED" },
    }] });
    for reply in [
        ResponseTemplate::new(401),
        ResponseTemplate::new(200).set_body_json(fault),
    ] {
        let (server, portal) = portal_replying(reply).await;
        for secret in [TOKEN, "not\nsendable"] {
            let error = portal.devices_with_key(&secret.into()).await.unwrap_err();
            assert!(matches!(error, ClientError::ApiKeyRefused), "{error:?}");
        }
        assert_eq!(operations(&server).await.len(), 1);
    }
}
