//! Sessions: how they are kept, and how they end.

use std::time::Duration;

use portal_server::store::entities::session;
use rstest::rstest;
use sea_orm::EntityTrait;
use serde_json::Value;

use crate::support::{ADA, Backend, PASSWORD, TestPortal, Tested, code};

const DAY: Duration = Duration::from_secs(24 * 60 * 60);
const ENDED: Option<&str> = Some("UNAUTHENTICATED");

#[rstest]
#[tokio::test]
async fn a_session_ends_when_it_is_idle(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    let token = portal.sign_in(ADA).await?;
    for _ in 0..3 {
        portal.clock.advance(14 * DAY - Duration::from_secs(1));
        assert_eq!(portal.refusal(&token).await?, None, "used in time");
    }
    portal.clock.advance(14 * DAY);
    assert_eq!(portal.refusal(&token).await?.as_deref(), ENDED);
    Ok(())
}

#[rstest]
#[tokio::test]
async fn a_session_ends_in_any_case(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    let token = portal.sign_in(ADA).await?;
    for _ in 0..8 {
        portal.clock.advance(11 * DAY);
        assert_eq!(portal.refusal(&token).await?, None);
    }
    portal.clock.advance(2 * DAY - Duration::from_secs(1));
    assert_eq!(portal.refusal(&token).await?, None);
    portal.clock.advance(Duration::from_secs(1));
    assert_eq!(portal.refusal(&token).await?.as_deref(), ENDED);
    Ok(())
}

#[rstest]
#[tokio::test]
async fn signing_out_counts_from_the_next_request_on(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    let (here, elsewhere) = (portal.sign_in(ADA).await?, portal.sign_in(ADA).await?);
    let answer = portal
        .data(&here, "mutation { signOut { at } }", Value::Null)
        .await?;
    assert_eq!(answer["signOut"]["at"], "2026-03-02T08:00:00Z");
    assert_eq!(portal.refusal(&here).await?.as_deref(), ENDED);
    assert_eq!(portal.refusal(&elsewhere).await?, None);
    let again = portal
        .ask(Some(&here), "mutation { signOut { at } }", Value::Null)
        .await?;
    assert_eq!(code(&again), ENDED);
    Ok(())
}

#[rstest]
#[tokio::test]
async fn an_operator_ends_all_sessions_of_an_account(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    let tokens = [portal.sign_in(ADA).await?, portal.sign_in(ADA).await?];
    assert_eq!(portal.operator.revoke_sessions(&ADA.parse()?).await?, 2);
    assert_eq!(portal.operator.revoke_sessions(&ADA.parse()?).await?, 0);
    for token in tokens {
        assert_eq!(portal.refusal(&token).await?.as_deref(), ENDED);
    }
    Ok(())
}

#[rstest]
#[tokio::test]
async fn only_hashes_of_tokens_and_passwords_are_kept(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    let token = portal.sign_in(ADA).await?;
    let secret = token.strip_prefix("portal_session_").unwrap();
    assert_eq!(secret.len(), 43, "256 bits in base64");
    let sessions = session::Entity::find().all(portal.store.read()).await?;
    assert_eq!(sessions.len(), 1);
    assert_eq!(sessions[0].token_hash.0.len(), 32);
    assert!(!format!("{sessions:?}").contains(&format!("{:?}", sessions[0].token_hash.0)));
    if backend == Backend::Sqlite {
        for file in ["portal.db", "portal.db-wal"] {
            let bytes = std::fs::read(portal.place.directory().join(file))?;
            for secret in [secret, PASSWORD] {
                let found = bytes
                    .windows(secret.len())
                    .any(|window| window == secret.as_bytes());
                assert!(!found, "{secret} in {file}");
            }
        }
    }
    Ok(())
}

#[tokio::test]
async fn what_is_past_its_end_is_forgotten_at_the_next_sign_in() -> Tested {
    let portal = TestPortal::start(Backend::Sqlite).await?;
    portal.sign_in(ADA).await?;
    portal.clock.advance(90 * DAY);
    portal.sign_in(ADA).await?;
    let sessions = session::Entity::find().all(portal.store.read()).await?;
    assert_eq!(sessions.len(), 1);
    Ok(())
}

#[tokio::test]
async fn without_a_session_there_is_no_answer() -> Tested {
    let portal = TestPortal::start(Backend::Sqlite).await?;
    for query in [
        "{ viewer { id } }",
        "{ devices { data { id name } } }",
        "mutation { signOut { at } }",
        "mutation { changeDisplayName(input: { displayName: \"A\" }) { __typename } }",
        "mutation { changePreferences(input: { theme: DARK }) { preferences { theme } } }",
    ] {
        for token in [None, Some("portal_session_unknown"), Some("two words")] {
            let answer = portal.ask(token, query, Value::Null).await?;
            assert_eq!(code(&answer), ENDED, "{query}");
            assert_eq!(answer["data"], Value::Null);
        }
    }
    Ok(())
}

#[tokio::test]
async fn other_credentials_are_not_known() -> Tested {
    let portal = TestPortal::start(Backend::Sqlite).await?;
    let token = portal.sign_in(ADA).await?;
    let query = r#"{"query":"{ viewer { id } }"}"#;
    for headers in [
        vec![("authorization", "Basic YWRhOnNhbXBsZQ==".to_owned())],
        vec![("authorization", token.clone())],
        vec![("authorization", "Bearer".to_owned())],
        vec![("authorization", "Bearer ä".to_owned())],
        vec![("api-secret", "key".to_owned())],
        vec![
            ("api-secret", "key".to_owned()),
            ("authorization", format!("Bearer {token}")),
        ],
    ] {
        let mut request = portal.post().header("content-type", "application/json");
        for (name, value) in headers {
            request = request.header(name, value);
        }
        let response = request.body(query).send().await?;
        assert_eq!(response.status(), 401);
        assert_eq!(response.headers()["www-authenticate"], "Bearer");
        assert_eq!(code(&response.json().await?), ENDED);
    }
    Ok(())
}
