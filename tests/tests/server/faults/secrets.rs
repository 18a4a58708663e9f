//! Secrets stay where they belong.

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
    running.ask(&token, "mutation { signOut { at } }").await?;
    let (_, log) = running.end("TERM").await?;
    assert!(log.contains("the portal answers"), "{log}");
    for secret in [mistyped, "swapped fields", &token, "$argon2id$"] {
        assert!(!log.contains(secret), "{secret} is in the log");
    }
    Ok(())
}
