//! Secrets stay where they belong.

use anyhow::Context;
use rstest::rstest;

use crate::support::{ADA, Backend, PASSWORD, Program, Tested};

#[rstest]
#[tokio::test]
async fn nothing_secret_is_logged_even_when_everything_is(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let program = Program::new(backend).await?;
    program.says(&["sample"]).await?;
    let running = program.serve(&[]).await?;
    let mistyped = "correct-horse-of-somebody-else";
    running.sign_in(ADA, mistyped).await?;
    running.sign_in(mistyped, "swapped fields").await?;
    let signed_in = running.sign_in(ADA, PASSWORD).await?;
    let token = signed_in["token"].as_str().unwrap().to_owned();
    running
        .ask(&token, "{ viewer { id } devices { data { id } } }")
        .await?;
    let (made, next) = ("the key of an API key", "the key of a confirmation");
    let create = format!(
        "mutation {{ createApiKey(input: {{ name: \"a key\", idempotencyKey: \"{made}\" }}) {{
            __typename }} }}"
    );
    let answer = running.ask(&token, &create).await?;
    assert!(answer["errors"].is_null(), "{answer}");
    let confirm = format!(
        "mutation {{ confirmIdentity(input: {{ password: \"{PASSWORD}\", idempotencyKey: \"{next}\" }}) {{
            ... on IdentityConfirmed {{ token }} }} }}"
    );
    let confirmed = running.ask(&token, &confirm).await?;
    let renewed = confirmed["data"]["confirmIdentity"]["token"].as_str();
    let renewed = renewed.with_context(|| confirmed.to_string())?;
    running.ask(renewed, "mutation { signOut { at } }").await?;
    let (_, log) = running.end("TERM").await?;
    assert!(log.contains("the portal answers"), "{log}");
    for secret in [
        mistyped,
        "swapped fields",
        &token,
        renewed,
        made,
        next,
        "$argon2id$",
    ] {
        assert!(!log.contains(secret), "{secret} is in the log");
    }
    Ok(())
}
