//! How often a code may be wrong.

use std::time::Duration;

use anyhow::Result;
use portal_server::domain::SecurityEventKind;
use portal_server::store::entities::{code_failures, security_event};
use rstest::rstest;
use sea_orm::EntityTrait;
use serde_json::json;

use super::Enrolled;
use super::authenticator::complete_sign_in;
use crate::support::{ADA, Backend, PASSWORD, TestPortal, Tested};

const CONFIRM: &str = "mutation ($code: String!) {
    confirmIdentity(input: { password: \"sample\", code: $code }) { __typename
    ... on CodeRefused { reason } ... on TooManyAttempts { retryAfterSeconds } } }";

/// A code that the authenticator does not show anywhere near now.
async fn wrong_code(ada: &Enrolled) -> Result<String> {
    let mut near = Vec::new();
    for step in -1..=1 {
        near.push(
            ada.authenticator
                .code_of_a_clock_ahead_by(step * 30)
                .await?,
        );
    }
    let wrong = ["000000", "111111", "222222", "333333"];
    let wrong = wrong
        .into_iter()
        .find(|code| !near.iter().any(|shown| shown == code));
    Ok(wrong.unwrap_or_default().to_owned())
}

#[rstest]
#[tokio::test]
async fn failures_are_shared_by_all_who_take_codes_and_survive_a_restart(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    let ada = Enrolled::at(&portal, ADA).await?;
    let challenge = Enrolled::challenge(&portal, ADA).await?;
    let wrong = wrong_code(&ada).await?;
    for _ in 0..3 {
        let answer = complete_sign_in(&portal, &challenge, "code", &wrong).await?;
        assert_eq!(answer["__typename"], "CodeRefused");
    }
    for _ in 0..3 {
        let answer = portal
            .answer(&ada.token, CONFIRM, json!({ "code": wrong }))
            .await?;
        assert_eq!(answer["__typename"], "CodeRefused");
    }
    let right = ada.authenticator.code().await?;
    for answer in [
        complete_sign_in(&portal, &challenge, "code", &right).await?,
        portal
            .answer(&ada.token, CONFIRM, json!({ "code": right }))
            .await?,
    ] {
        let refused = json!({ "__typename": "TooManyAttempts", "retryAfterSeconds": 30 });
        assert_eq!(answer, refused);
    }

    let portal = portal.restart().await?;
    let answer = complete_sign_in(&portal, &challenge, "code", &right).await?;
    assert_eq!(
        answer["__typename"], "TooManyAttempts",
        "a restart forgets nothing"
    );
    portal.clock.advance(Duration::from_secs(30));
    let right = ada.authenticator.code().await?;
    let answer = complete_sign_in(&portal, &challenge, "code", &right).await?;
    assert_eq!(answer["__typename"], "SignedIn", "no pause is for good");
    Ok(())
}

#[tokio::test]
async fn a_slip_of_the_finger_is_no_failure() -> Tested {
    let portal = TestPortal::start(Backend::Sqlite).await?;
    let ada = Enrolled::at(&portal, ADA).await?;
    let challenge = Enrolled::challenge(&portal, ADA).await?;
    for _ in 0..19 {
        let answer = complete_sign_in(&portal, &challenge, "code", "12345").await?;
        assert_eq!(answer["reason"], "MALFORMED");
    }
    let code = ada.authenticator.code().await?;
    let answer = complete_sign_in(&portal, &challenge, "code", &code).await?;
    assert_eq!(answer["__typename"], "SignedIn");
    let events = security_event::Entity::find()
        .all(portal.store.read())
        .await?;
    assert!(
        events
            .iter()
            .all(|event| event.kind != SecurityEventKind::SecondFactorFailed),
        "nor an event"
    );

    let challenge = Enrolled::challenge(&portal, ADA).await?;
    for _ in 0..20 {
        complete_sign_in(&portal, &challenge, "code", "12345").await?;
    }
    let answer = complete_sign_in(&portal, &challenge, "code", "12345").await?;
    assert_eq!(
        answer["__typename"], "ChallengeEnded",
        "but there is an end to them"
    );
    Ok(())
}

#[tokio::test]
async fn old_failures_are_forgotten() -> Tested {
    let portal = TestPortal::start(Backend::Sqlite).await?;
    let ada = Enrolled::at(&portal, ADA).await?;
    let wrong = wrong_code(&ada).await?;
    for _ in 0..5 {
        let challenge = Enrolled::challenge(&portal, ADA).await?;
        complete_sign_in(&portal, &challenge, "code", &wrong).await?;
    }
    portal.clock.advance(Duration::from_secs(24 * 60 * 60 + 1));
    let wrong = wrong_code(&ada).await?;
    let challenge = Enrolled::challenge(&portal, ADA).await?;
    complete_sign_in(&portal, &challenge, "code", &wrong).await?;
    let counted = code_failures::Entity::find()
        .all(portal.store.read())
        .await?;
    assert!(counted.iter().all(|row| row.failures == 1), "{counted:?}");
    assert_eq!(
        portal.attempt(ADA, PASSWORD).await?["__typename"],
        "SecondFactorRequired"
    );
    Ok(())
}

/// A stranger who has the password, at the very network that its owner uses.
#[tokio::test]
async fn a_recovery_code_waits_for_nobody() -> Tested {
    let portal = TestPortal::start(Backend::Sqlite).await?;
    let ada = Enrolled::at(&portal, ADA).await?;
    let wrong = wrong_code(&ada).await?;
    let challenge = Enrolled::challenge(&portal, ADA).await?;
    for _ in 0..6 {
        complete_sign_in(&portal, &challenge, "code", &wrong).await?;
    }
    let recovery = &ada.recovery_codes[0];
    let answer = complete_sign_in(&portal, &challenge, "recoveryCode", recovery).await?;
    assert_eq!(answer["__typename"], "SignedIn");
    Ok(())
}
