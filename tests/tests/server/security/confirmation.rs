//! Confirming one's identity.

use std::time::Duration;

use portal_client::IdempotencyKey;
use rstest::rstest;
use secrecy::ExposeSecret;
use serde_json::{Value, json};

use super::Enrolled;
use super::authenticator::complete_sign_in;
use crate::support::{ADA, Backend, PASSWORD, TestPortal, Tested, code};

const CONFIRM: &str = "mutation ($input: ConfirmIdentityInput!) {
    confirmIdentity(input: $input) { __typename
    ... on IdentityConfirmed { token confirmedUntil } ... on CodeRefused { reason } } }";
const SENSITIVE: &str = "mutation { revokeOtherSessions { count } }";
const FIVE_MINUTES: Duration = Duration::from_secs(5 * 60);

#[rstest]
#[tokio::test]
async fn sensitive_actions_are_open_for_five_minutes(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    let token = portal.sign_in(ADA).await?;
    let until = "{ viewer { security { confirmedUntil } } }";
    let viewer = portal.answer(&token, until, Value::Null).await?;
    assert_eq!(viewer["security"]["confirmedUntil"], "2026-03-02T08:05:00Z");
    portal.answer(&token, SENSITIVE, Value::Null).await?;
    portal.clock.advance(FIVE_MINUTES);
    let answer = portal.ask(Some(&token), SENSITIVE, Value::Null).await?;
    assert_eq!(code(&answer), Some("CONFIRMATION_REQUIRED"));
    let viewer = portal.answer(&token, until, Value::Null).await?;
    assert_eq!(viewer["security"]["confirmedUntil"], Value::Null);

    let input = json!({ "input": { "password": PASSWORD } });
    let confirmed = portal.answer(&token, CONFIRM, input).await?;
    assert_eq!(confirmed["confirmedUntil"], "2026-03-02T08:10:00Z");
    let renewed = confirmed["token"].as_str().unwrap();
    portal.answer(renewed, SENSITIVE, Value::Null).await?;
    Ok(())
}

#[rstest]
#[tokio::test]
async fn the_token_changes_and_the_other_sessions_stay_unconfirmed(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    let (here, there) = (portal.sign_in(ADA).await?, portal.sign_in(ADA).await?);
    portal.clock.advance(FIVE_MINUTES);
    let input = json!({ "input": { "password": PASSWORD } });
    let confirmed = portal.answer(&here, CONFIRM, input).await?;
    assert_eq!(
        portal.refusal(&here).await?.as_deref(),
        Some("UNAUTHENTICATED")
    );
    assert_eq!(
        portal.refusal(confirmed["token"].as_str().unwrap()).await?,
        None
    );
    let answer = portal.ask(Some(&there), SENSITIVE, Value::Null).await?;
    assert_eq!(code(&answer), Some("CONFIRMATION_REQUIRED"));
    Ok(())
}

/// What a client can work out whose reply was lost.
#[rstest]
#[tokio::test]
async fn the_next_token_follows_from_the_idempotency_key(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    let token = portal.sign_in(ADA).await?;
    let key = "a key that nobody guesses";
    let input = |password, key| json!({ "input": { "password": password, "idempotencyKey": key } });
    let next = IdempotencyKey::from(key.to_owned()).next_token(&token.as_str().into());
    let next = next.expose_secret();
    portal.answer(&token, CONFIRM, input("wrong", key)).await?;
    assert_eq!(
        portal.refusal(next).await?.as_deref(),
        Some("UNAUTHENTICATED")
    );
    let confirmed = portal.answer(&token, CONFIRM, input(PASSWORD, key)).await?;
    assert_eq!(confirmed["token"], next);
    assert_eq!(portal.refusal(next).await?, None);
    let again = portal
        .ask(Some(&token), CONFIRM, input(PASSWORD, key))
        .await?;
    assert_eq!(
        code(&again),
        Some("UNAUTHENTICATED"),
        "it opens nothing to the token before"
    );
    let confirmed = portal.answer(next, CONFIRM, input(PASSWORD, key)).await?;
    assert_ne!(confirmed["token"], next, "it changes each time");
    let token = confirmed["token"].as_str().unwrap();
    for key in ["too short", &"x".repeat(101)] {
        let answer = portal
            .ask(Some(token), CONFIRM, input(PASSWORD, key))
            .await?;
        assert_eq!(code(&answer), Some("BAD_INPUT"));
    }
    Ok(())
}

/// The session has gone on since: what came late opens nothing, and ends nothing.
#[rstest]
#[tokio::test]
async fn a_confirmation_that_comes_again_late_changes_nothing(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    let first = portal.sign_in(ADA).await?;
    let confirm = async |token: &str, key: &str| {
        let input = json!({ "input": { "password": PASSWORD, "idempotencyKey": key } });
        portal.ask(Some(token), CONFIRM, input).await
    };
    let token_of = |answer: Value| {
        let token = answer["data"]["confirmIdentity"]["token"].as_str();
        token.map(str::to_owned)
    };
    let (key, other_key) = ("a key that nobody guesses", "another key of that kind");
    let second = token_of(confirm(&first, key).await?).unwrap();
    let third = token_of(confirm(&second, other_key).await?).unwrap();
    for (token, key) in [(&first, key), (&second, key), (&second, other_key)] {
        let answer = confirm(token, key).await?;
        assert_eq!(code(&answer), Some("UNAUTHENTICATED"), "{answer}");
    }
    assert_eq!(portal.refusal(&third).await?, None);
    // With a key used before, the next token is one that never was.
    let fourth = token_of(confirm(&third, key).await?).unwrap();
    let worked_out = IdempotencyKey::from(key.to_owned()).next_token(&third.into());
    assert_eq!(fourth, worked_out.expose_secret());
    assert_ne!(fourth, second);
    assert_eq!(portal.refusal(&fourth).await?, None);
    Ok(())
}

#[rstest]
#[tokio::test]
async fn what_proves_too_little_opens_nothing(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    let ada = Enrolled::at(&portal, ADA).await?;
    portal.clock.advance(FIVE_MINUTES);
    let right = ada.authenticator.code().await?;
    for (input, outcome) in [
        (json!({ "password": "wrong" }), "WrongCredentials"),
        (
            json!({ "password": "wrong", "code": right }),
            "WrongCredentials",
        ),
        (json!({ "password": PASSWORD }), "SecondFactorMissing"),
        (
            json!({ "password": PASSWORD, "code": "12345" }),
            "CodeRefused",
        ),
        (
            json!({ "password": PASSWORD, "recoveryCode": "abcd" }),
            "CodeRefused",
        ),
    ] {
        let answer = portal
            .answer(&ada.token, CONFIRM, json!({ "input": input }))
            .await?;
        assert_eq!(answer["__typename"], outcome, "{input}");
        let answer = portal.ask(Some(&ada.token), SENSITIVE, Value::Null).await?;
        assert_eq!(code(&answer), Some("CONFIRMATION_REQUIRED"));
    }
    let input = json!({ "input": { "password": PASSWORD, "code": right } });
    let answer = portal.answer(&ada.token, CONFIRM, input.clone()).await?;
    let token = answer["token"].as_str().unwrap();
    let replayed = portal.answer(token, CONFIRM, input).await?;
    assert_eq!(replayed["reason"], "USED");
    let input = json!({ "password": PASSWORD, "recoveryCode": ada.recovery_codes[0] });
    let answer = portal
        .answer(token, CONFIRM, json!({ "input": input }))
        .await?;
    assert_eq!(answer["__typename"], "IdentityConfirmed");
    Ok(())
}

/// Where the portal's clock was ahead for a while, what it noted then lasts no longer than it should.
#[tokio::test]
async fn a_clock_that_was_ahead_leaves_nothing_behind() -> Tested {
    let portal = TestPortal::start(Backend::Sqlite).await?;
    let ada = Enrolled::at(&portal, ADA).await?;
    let day = Duration::from_secs(24 * 60 * 60);
    portal.clock.advance(day);
    let challenge = Enrolled::challenge(&portal, ADA).await?;
    let early = ada.authenticator.code_of_a_clock_ahead_by(3_600).await?;
    for _ in 0..6 {
        let answer = complete_sign_in(&portal, &challenge, "code", &early).await?;
        assert_eq!(answer["__typename"], "CodeRefused");
    }
    let input = json!({ "password": PASSWORD, "recoveryCode": ada.recovery_codes[0] });
    let confirming = json!({ "input": input });
    let answer = portal.answer(&ada.token, CONFIRM, confirming).await?;
    let token = answer["token"].as_str().unwrap().to_owned();
    let stranger = Enrolled::challenge(&portal, ADA).await?;
    for _ in 0..6 {
        complete_sign_in(&portal, &stranger, "code", &early).await?;
    }
    portal.clock.set_back(day);
    let answer = portal.ask(Some(&token), SENSITIVE, Value::Null).await?;
    assert_eq!(code(&answer), Some("CONFIRMATION_REQUIRED"));
    let challenge = Enrolled::challenge(&portal, ADA).await?;
    let right = ada.authenticator.code().await?;
    let answer = complete_sign_in(&portal, &challenge, "code", &right).await?;
    assert_eq!(answer["__typename"], "SignedIn");
    Ok(())
}

/// What confirmed the other sessions was a password alone.
#[rstest]
#[tokio::test]
async fn turning_mfa_on_asks_the_other_sessions_for_a_code(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    let other = portal.sign_in(ADA).await?;
    let ada = Enrolled::at(&portal, ADA).await?;
    let disable = "mutation { disableMfa { __typename } }";
    let answer = portal.ask(Some(&other), disable, Value::Null).await?;
    assert_eq!(code(&answer), Some("CONFIRMATION_REQUIRED"));
    portal.answer(&ada.token, SENSITIVE, Value::Null).await?;
    Ok(())
}

/// A stranger who tries passwords at sign-in uses up nothing of a session that is open.
#[tokio::test]
async fn strangers_do_not_keep_a_session_from_confirming() -> Tested {
    let portal = TestPortal::start(Backend::Sqlite).await?;
    let token = portal.sign_in(ADA).await?;
    for _ in 0..20 {
        portal.attempt(ADA, "wrong").await?;
    }
    assert_eq!(
        portal.attempt(ADA, PASSWORD).await?["__typename"],
        "TooManyAttempts"
    );
    let input = json!({ "input": { "password": PASSWORD } });
    let answer = portal.answer(&token, CONFIRM, input).await?;
    assert_eq!(answer["__typename"], "IdentityConfirmed");
    Ok(())
}

/// The session ends between the request's beginning and its second field.
#[rstest]
#[tokio::test]
async fn a_session_that_ended_meanwhile_changes_nothing(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    let token = portal.sign_in(ADA).await?;
    let other = portal.sign_in(ADA).await?;
    let both = "mutation { signOut { at } revokeOtherSessions { count } }";
    let answer = portal.ask(Some(&token), both, Value::Null).await?;
    assert_eq!(code(&answer), Some("UNAUTHENTICATED"), "{answer}");
    assert_eq!(portal.refusal(&other).await?, None);
    Ok(())
}
