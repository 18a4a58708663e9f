//! A store that fails in the middle of work.

use rstest::rstest;
use sea_orm::ConnectionTrait;
use serde_json::Value;

use crate::support::{ADA, Backend, TestPortal, Tested, code};

const RENAME: &str =
    "mutation { changeDisplayName(input: { displayName: \"Ada King\" }) { __typename } }";

#[rstest]
#[case::while_answering("preferences", "{ viewer { preferences { theme } } }")]
#[case::while_listing("devices", "{ devices { data { id } } }")]
#[case::while_writing(
    "preferences",
    "mutation { changePreferences(input: { theme: DARK }) { preferences { theme } } }"
)]
#[tokio::test]
async fn a_failure_is_a_fault_and_not_an_answer(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
    #[case] table: &str,
    #[case] query: &str,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    let token = portal.sign_in(ADA).await?;
    rename(&portal, table, "elsewhere").await?;
    let answer = portal.ask(Some(&token), query, Value::Null).await?;
    assert_eq!(code(&answer), Some("INTERNAL"), "{answer}");
    assert!(!answer.to_string().contains("such table"), "{answer}");
    assert!(
        !answer.to_string().contains(&format!("{table}\\\"")),
        "{answer}"
    );
    rename(&portal, "elsewhere", table).await?;
    portal.data(&token, query, Value::Null).await?;
    Ok(())
}

#[rstest]
#[tokio::test]
async fn a_session_that_can_not_be_read_has_not_ended(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    let token = portal.sign_in(ADA).await?;
    rename(&portal, "sessions", "elsewhere").await?;
    let request = portal.post().bearer_auth(&token);
    let response = request
        .json(&serde_json::json!({ "query": RENAME }))
        .send()
        .await?;
    assert_eq!(response.status(), 500);
    assert_eq!(code(&response.json().await?), Some("INTERNAL"));
    rename(&portal, "elsewhere", "sessions").await?;
    assert_eq!(portal.refusal(&token).await?, None);
    Ok(())
}

async fn rename(portal: &TestPortal, from: &str, to: &str) -> Tested {
    let statement = format!("ALTER TABLE {from} RENAME TO {to}");
    portal.store.read().execute_unprepared(&statement).await?;
    Ok(())
}
