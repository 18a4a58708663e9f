//! Signing in.

use std::time::Duration;

use rstest::rstest;
use serde_json::{Value, json};

use crate::support::{ADA, Backend, PASSWORD, TestPortal, Tested, code};

/// What OWASP recommends, as it is written in a hash.
const WORK: &str = "$argon2id$v=19$m=19456,t=2,p=1";

#[rstest]
#[tokio::test]
async fn the_right_password_opens_a_session(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    let answer = portal.attempt("  ADA@Acme.Example ", PASSWORD).await?;
    assert_eq!(answer["__typename"], "SignedIn");
    assert_eq!(answer["expiresAt"], "2026-05-31T08:00:00Z");
    assert_eq!(answer["viewer"]["email"], ADA);
    let token = answer["token"].as_str().unwrap();
    assert_eq!(portal.refusal(token).await?, None);
    assert_ne!(portal.sign_in(ADA).await?, token);
    Ok(())
}

#[rstest]
#[tokio::test]
async fn an_unknown_account_looks_and_works_like_a_wrong_password(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    let wrong = portal.attempt(ADA, "wrong").await?;
    assert_eq!(wrong["__typename"], "WrongCredentials");
    for email in [
        "nobody@acme.example",
        "no address",
        "",
        "nul\0@acme.example",
    ] {
        assert_eq!(portal.attempt(email, "wrong").await?, wrong, "{email:?}");
    }
    // The decoy's own password opens nothing.
    assert_eq!(
        portal.attempt("nobody@acme.example", "a decoy").await?,
        wrong
    );
    assert_eq!(portal.hashing.verified(), [WORK; 6]);
    Ok(())
}

#[tokio::test]
async fn an_account_runs_out_of_attempts_and_recovers() -> Tested {
    let portal = TestPortal::start(Backend::Sqlite).await?;
    for _ in 0..20 {
        let answer = portal.attempt(ADA, "wrong").await?;
        assert_eq!(answer["__typename"], "WrongCredentials");
    }
    let refused = json!({ "__typename": "TooManyAttempts", "retryAfterSeconds": 30 });
    assert_eq!(portal.attempt(ADA, PASSWORD).await?, refused);
    assert_eq!(portal.attempt("ADA@acme.example", PASSWORD).await?, refused);
    assert_eq!(
        portal.hashing.verified().len(),
        20,
        "a refusal costs no work"
    );

    portal.clock.advance(Duration::from_secs(29));
    let refused = portal.attempt(ADA, PASSWORD).await?;
    assert_eq!(refused["retryAfterSeconds"], 1);
    portal.clock.advance(Duration::from_secs(1));
    let answer = portal.attempt(ADA, PASSWORD).await?;
    assert_eq!(answer["__typename"], "SignedIn");
    Ok(())
}

#[tokio::test]
async fn unknown_accounts_run_out_as_well() -> Tested {
    let portal = TestPortal::start(Backend::Sqlite).await?;
    for _ in 0..20 {
        portal.attempt("nobody@acme.example", "wrong").await?;
    }
    let answer = portal.attempt("nobody@acme.example", "wrong").await?;
    assert_eq!(answer["__typename"], "TooManyAttempts");
    Ok(())
}

#[tokio::test]
async fn a_peer_runs_out_whatever_the_accounts() -> Tested {
    let portal = TestPortal::start(Backend::Sqlite).await?;
    for number in 0..60 {
        let answer = portal
            .attempt(&format!("{number}@acme.example"), "wrong")
            .await?;
        assert_eq!(answer["__typename"], "WrongCredentials");
    }
    let answer = portal.attempt(ADA, PASSWORD).await?;
    assert_eq!(
        answer,
        json!({ "__typename": "TooManyAttempts", "retryAfterSeconds": 2 })
    );
    Ok(())
}

#[tokio::test]
async fn a_client_names_itself_in_one_line() -> Tested {
    let portal = TestPortal::start(Backend::Sqlite).await?;
    let sign_in = "mutation ($client: String!) { signIn(input: {
        email: \"ada@acme.example\", password: \"sample\", client: $client }) { __typename } }";
    for client in [
        "x".repeat(201),
        "two\nlines".to_owned(),
        "nul\0".to_owned(),
        String::new(),
        "\u{202E}reversed".to_owned(),
    ] {
        let answer = portal
            .ask(None, sign_in, json!({ "client": client }))
            .await?;
        assert_eq!(code(&answer), Some("BAD_INPUT"));
        assert_eq!(answer["data"], Value::Null);
    }
    let answer = portal
        .ask(None, sign_in, json!({ "client": "ü".repeat(200) }))
        .await?;
    assert_eq!(answer["data"]["signIn"]["__typename"], "SignedIn");
    Ok(())
}

/// The program may be told by a proxy where its requests come from; anyone may write the header.
#[tokio::test]
async fn where_a_request_comes_from_can_not_be_made_up() -> Tested {
    let portal = TestPortal::start(Backend::Sqlite).await?;
    let sign_in = "mutation { signIn(input: { email: \"ada@acme.example\", password: \"wrong\",
        client: \"Tests\" }) { __typename } }";
    for number in 0..21 {
        let request = portal
            .post()
            .header("x-forwarded-for", format!("198.51.100.{number}"));
        let answer: Value = request
            .json(&json!({ "query": sign_in }))
            .send()
            .await?
            .json()
            .await?;
        let expected = if number < 20 {
            "WrongCredentials"
        } else {
            "TooManyAttempts"
        };
        assert_eq!(answer["data"]["signIn"]["__typename"], expected, "{number}");
    }
    Ok(())
}
