//! Sessions and the security log.

use portal_client::{RevokeSessionAnswer, SecurityActor, SecurityCategory, SecurityEventKind};
use serde_json::{Value, json};

use crate::support::{TOKEN, operations, portal_answering};

#[tokio::test]
async fn sessions_are_listed() {
    let session = json!({
        "id": "ses_1", "device": null, "client": "Test 1", "address": "192.0.2.7",
        "startedAt": "2026-12-01T08:00:00Z", "lastActiveAt": "2026-12-01T09:00:00Z",
        "expiresAt": "2027-01-01T08:00:00Z", "current": true,
    });
    let (_server, portal) = portal_answering(json!({ "sessions": { "data": [session] } })).await;
    let sessions = portal.sessions(&TOKEN.into()).await.unwrap();
    assert_eq!(sessions.len(), 1);
    assert!(sessions[0].current);
    assert_eq!(sessions[0].device, None);
    assert_eq!(sessions[0].address.as_deref(), Some("192.0.2.7"));
}

#[tokio::test]
async fn sessions_are_revoked() {
    let data = json!({
        "revokeSession": { "__typename": "SessionRevoked", "at": "2026-12-01T08:00:00Z" },
        "revokeOtherSessions": { "count": 4 },
    });
    let (server, portal) = portal_answering(data).await;
    let token = TOKEN.into();
    let answer = portal.revoke_session(&token, "ses_2").await.unwrap();
    assert_eq!(answer, RevokeSessionAnswer::Revoked);
    assert_eq!(portal.revoke_other_sessions(&token).await.unwrap(), 4);
    assert_eq!(
        operations(&server).await[0]["variables"],
        json!({ "input": { "session": "ses_2" } })
    );

    let gone = json!({ "__typename": "SessionNotFound", "message": "gone" });
    let (_server, portal) = portal_answering(json!({ "revokeSession": gone })).await;
    let answer = portal.revoke_session(&token, "ses_2").await.unwrap();
    assert_eq!(answer, RevokeSessionAnswer::NotFound);
}

fn event(kind: &str, category: &str, actor: &str) -> Value {
    json!({
        "id": "evt_1", "at": "2026-12-01T08:00:00Z", "kind": kind, "category": category, "actor": actor,
        "subject": "CI", "client": null, "address": "192.0.2.7",
    })
}

#[tokio::test]
async fn the_security_log_is_read_by_the_page() {
    let data = json!({ "securityLog": {
        "data": [event("API_KEY_CREATED", "API_KEYS", "SELF"), event("TELEPORTED", "TRAVEL", "ROBOT")],
        "cursor": "next", "keptForDays": 400,
    } });
    let (server, portal) = portal_answering(data).await;
    let categories = [SecurityCategory::ApiKeys, SecurityCategory::SignIn];
    let page = portal
        .security_log(&TOKEN.into(), 100, Some("here"), &categories)
        .await
        .unwrap();
    assert_eq!(page.cursor.as_deref(), Some("next"));
    let [known, later] = page.data.try_into().unwrap();
    assert_eq!(known.kind, SecurityEventKind::ApiKeyCreated);
    assert_eq!(known.actor, SecurityActor::Oneself);
    assert_eq!(later.kind, SecurityEventKind::Unknown);
    assert_eq!(later.category, SecurityCategory::Unknown);
    assert_eq!(later.actor, SecurityActor::Other);
    assert_eq!(
        operations(&server).await[0]["variables"],
        json!({ "first": 100, "after": "here", "categories": ["API_KEYS", "SIGN_IN"] })
    );
}

#[tokio::test]
async fn no_categories_are_all_of_them() {
    let data = json!({ "securityLog": { "data": [], "cursor": null, "keptForDays": null } });
    let (server, portal) = portal_answering(data).await;
    let page = portal.security_log(&TOKEN.into(), 50, None, &[]).await;
    assert_eq!(page.unwrap().cursor, None);
    assert_eq!(
        operations(&server).await[0]["variables"],
        json!({ "first": 50, "after": null, "categories": null })
    );
}
