//! Changing the password.

use std::time::Duration;

use rstest::rstest;
use serde_json::{Value, json};

use super::Enrolled;
use super::authenticator::complete_sign_in;
use crate::support::{ADA, Backend, PASSWORD, TestPortal, Tested};

const CHANGE: &str = "mutation ($input: ChangePasswordInput!) {
    changePassword(input: $input) { __typename
    ... on PasswordChanged { at sessionsEnded }
    ... on PasswordRefused { reason minimumLength maximumLength } } }";
const NEW: &str = "correct horse battery staple";

fn change(current: &str, new: &str, sign_out_others: bool) -> Value {
    json!({ "input": {
        "currentPassword": current, "newPassword": new, "signOutOthers": sign_out_others } })
}

#[rstest]
#[tokio::test]
async fn the_new_password_signs_in_and_the_old_one_does_not(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    let (here, there) = (portal.sign_in(ADA).await?, portal.sign_in(ADA).await?);
    let answer = portal
        .answer(&here, CHANGE, change(PASSWORD, NEW, false))
        .await?;
    assert_eq!(answer["at"], "2026-03-02T08:00:00Z");
    assert_eq!(answer["sessionsEnded"], 0);
    assert_eq!(
        portal.attempt(ADA, PASSWORD).await?["__typename"],
        "WrongCredentials"
    );
    assert_eq!(portal.attempt(ADA, NEW).await?["__typename"], "SignedIn");
    assert_eq!(portal.refusal(&there).await?, None);
    let changed = "{ viewer { security { passwordChangedAt } } }";
    let viewer = portal.answer(&here, changed, Value::Null).await?;
    assert_eq!(
        viewer["security"]["passwordChangedAt"],
        "2026-03-02T08:00:00Z"
    );
    Ok(())
}

#[rstest]
#[tokio::test]
async fn the_other_sessions_end_on_request(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    let (here, there) = (portal.sign_in(ADA).await?, portal.sign_in(ADA).await?);
    let answer = portal
        .answer(&here, CHANGE, change(PASSWORD, NEW, true))
        .await?;
    assert_eq!(answer["sessionsEnded"], 1);
    assert_eq!(portal.refusal(&here).await?, None);
    assert_eq!(
        portal.refusal(&there).await?.as_deref(),
        Some("UNAUTHENTICATED")
    );
    Ok(())
}

#[tokio::test]
async fn what_is_easily_guessed_is_refused() -> Tested {
    let portal = TestPortal::start(Backend::Sqlite).await?;
    let token = portal.sign_in(ADA).await?;
    let long = "x".repeat(129);
    for (new, reason) in [
        ("7 chars", "TOO_SHORT"),
        ("", "TOO_SHORT"),
        (&long, "TOO_LONG"),
        ("Password1", "COMMON"),
    ] {
        let answer = portal
            .answer(&token, CHANGE, change(PASSWORD, new, true))
            .await?;
        let refused = json!({ "__typename": "PasswordRefused", "reason": reason,
            "minimumLength": 8, "maximumLength": 128 });
        assert_eq!(answer, refused, "{new}");
    }
    portal
        .answer(&token, CHANGE, change(PASSWORD, NEW, true))
        .await?;
    let answer = portal
        .answer(&token, CHANGE, change(NEW, NEW, true))
        .await?;
    assert_eq!(answer["reason"], "UNCHANGED");
    let answer = portal
        .answer(
            &token,
            CHANGE,
            change(PASSWORD, "another one of mine", true),
        )
        .await?;
    assert_eq!(answer["__typename"], "WrongCredentials");
    Ok(())
}

#[tokio::test]
async fn whoever_is_half_way_in_starts_again() -> Tested {
    let portal = TestPortal::start(Backend::Sqlite).await?;
    let ada = Enrolled::at(&portal, ADA).await?;
    let challenge = Enrolled::challenge(&portal, ADA).await?;
    portal
        .answer(&ada.token, CHANGE, change(PASSWORD, NEW, false))
        .await?;
    let code = ada.authenticator.code().await?;
    let answer = complete_sign_in(&portal, &challenge, "code", &code).await?;
    assert_eq!(answer["__typename"], "ChallengeEnded");
    Ok(())
}

#[tokio::test]
async fn guesses_of_the_current_password_run_out() -> Tested {
    let portal = TestPortal::start(Backend::Sqlite).await?;
    let token = portal.sign_in(ADA).await?;
    for _ in 0..20 {
        let answer = portal
            .answer(&token, CHANGE, change("wrong", NEW, false))
            .await?;
        assert_eq!(answer["__typename"], "WrongCredentials");
    }
    let answer = portal
        .answer(&token, CHANGE, change(PASSWORD, NEW, false))
        .await?;
    assert_eq!(answer["__typename"], "TooManyAttempts");
    portal.clock.advance(Duration::from_secs(30));
    let answer = portal
        .answer(&token, CHANGE, change(PASSWORD, NEW, false))
        .await?;
    assert_eq!(answer["__typename"], "PasswordChanged");
    Ok(())
}
