//! Sessions as their person sees and ends them.

use std::time::Duration;

use rstest::rstest;
use serde_json::{Value, json};

use crate::support::{ADA, Backend, GRACE, PASSWORD, TestPortal, Tested};

const SIGN_IN: &str = "mutation ($device: String) { signIn(input: {
    email: \"ada@acme.example\", password: \"sample\", client: \"Tests 1.0\", device: $device }) {
    ... on SignedIn { token } } }";
const SESSIONS: &str = "{ sessions { data {
    id device client address startedAt lastActiveAt expiresAt current } } }";
const REVOKE: &str =
    "mutation ($session: ID!) { revokeSession(input: { session: $session }) { __typename } }";
const REVOKE_OTHERS: &str = "mutation { revokeOtherSessions { count } }";

#[rstest]
#[tokio::test]
async fn each_says_where_and_when(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    portal.sign_in(GRACE).await?;
    let other = portal.sign_in(ADA).await?;
    portal.clock.advance(Duration::from_secs(60));
    let signed_in = portal
        .ask(None, SIGN_IN, json!({ "device": "analytical-engine" }))
        .await?;
    let token = signed_in["data"]["signIn"]["token"].as_str().unwrap();
    portal.clock.advance(Duration::from_secs(60));
    portal.refusal(&other).await?;
    let mut sessions = portal.answer(token, SESSIONS, Value::Null).await?;
    let sessions = sessions["data"].as_array_mut().unwrap();
    let ids: Vec<Value> = sessions
        .iter_mut()
        .map(|session| session["id"].take())
        .collect();
    assert_ne!(ids[0], ids[1]);
    assert_eq!(
        sessions,
        &[
            json!({
                "id": null, "device": "analytical-engine", "client": "Tests 1.0",
                "address": "127.0.0.1", "startedAt": "2026-03-02T08:01:00Z",
                "lastActiveAt": "2026-03-02T08:02:00Z", "expiresAt": "2026-05-31T08:01:00Z",
                "current": true,
            }),
            json!({
                "id": null, "device": null, "client": "Tests",
                "address": "127.0.0.1", "startedAt": "2026-03-02T08:00:00Z",
                "lastActiveAt": "2026-03-02T08:02:00Z", "expiresAt": "2026-05-31T08:00:00Z",
                "current": false,
            }),
        ]
    );
    Ok(())
}

#[rstest]
#[tokio::test]
async fn one_is_ended_and_foreign_ones_look_like_none(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    let (here, there) = (portal.sign_in(ADA).await?, portal.sign_in(ADA).await?);
    let grace = portal.sign_in(GRACE).await?;
    let foreign = portal.answer(&grace, SESSIONS, Value::Null).await?;
    for session in [foreign["data"][0]["id"].clone(), json!("no id"), json!("")] {
        let answer = portal
            .answer(&here, REVOKE, json!({ "session": session }))
            .await?;
        assert_eq!(answer["__typename"], "SessionNotFound");
    }
    let sessions = portal.answer(&here, SESSIONS, Value::Null).await?;
    let other = json!({ "session": sessions["data"][1]["id"] });
    let answer = portal.answer(&here, REVOKE, other.clone()).await?;
    assert_eq!(answer["__typename"], "SessionRevoked");
    assert_eq!(
        portal.refusal(&there).await?.as_deref(),
        Some("UNAUTHENTICATED")
    );
    let answer = portal.answer(&here, REVOKE, other).await?;
    assert_eq!(answer["__typename"], "SessionNotFound");
    assert_eq!(portal.refusal(&grace).await?, None);
    Ok(())
}

#[rstest]
#[tokio::test]
async fn all_others_are_ended_and_this_one_stays(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    let here = portal.sign_in(ADA).await?;
    for _ in 0..3 {
        portal.sign_in(ADA).await?;
    }
    for count in [3, 0] {
        let answer = portal.answer(&here, REVOKE_OTHERS, Value::Null).await?;
        assert_eq!(answer["count"], count);
    }
    let sessions = portal.answer(&here, SESSIONS, Value::Null).await?;
    assert_eq!(sessions["data"].as_array().map(Vec::len), Some(1));
    Ok(())
}

#[tokio::test]
async fn what_has_ended_is_not_listed() -> Tested {
    let portal = TestPortal::start(Backend::Sqlite).await?;
    let idle = portal.sign_in(ADA).await?;
    portal.clock.advance(Duration::from_secs(14 * 24 * 60 * 60));
    let here = portal.sign_in(ADA).await?;
    let out = portal.sign_in(ADA).await?;
    portal
        .data(&out, "mutation { signOut { at } }", Value::Null)
        .await?;
    let sessions = portal.answer(&here, SESSIONS, Value::Null).await?;
    assert_eq!(sessions["data"].as_array().map(Vec::len), Some(1));
    assert!(portal.refusal(&idle).await?.is_some());
    assert_eq!(
        portal.attempt(ADA, PASSWORD).await?["__typename"],
        "SignedIn"
    );
    Ok(())
}

#[tokio::test]
async fn signing_an_account_out_ends_sign_ins_that_wait_for_a_code() -> Tested {
    use super::Enrolled;
    use super::authenticator::complete_sign_in;

    let portal = TestPortal::start(Backend::Sqlite).await?;
    let ada = Enrolled::at(&portal, ADA).await?;
    let challenge = Enrolled::challenge(&portal, ADA).await?;
    portal.operator.revoke_sessions(&ADA.parse()?).await?;
    let code = ada.authenticator.code().await?;
    let answer = complete_sign_in(&portal, &challenge, "code", &code).await?;
    assert_eq!(answer["__typename"], "ChallengeEnded");
    Ok(())
}
