//! Signing in with a second factor: each code counts once, whoever sends it how often.

use std::time::Duration;

use rstest::rstest;
use serde_json::json;

use super::Enrolled;
use super::authenticator::{COMPLETE_SIGN_IN, complete_sign_in};
use crate::support::{ADA, Backend, TestPortal, Tested, code};

#[rstest]
#[tokio::test]
async fn a_code_completes_the_sign_in_once(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    let ada = Enrolled::at(&portal, ADA).await?;
    let challenge = Enrolled::challenge(&portal, ADA).await?;
    assert_eq!(
        portal.refusal(&challenge).await?.as_deref(),
        Some("UNAUTHENTICATED")
    );
    let code = ada.authenticator.code().await?;
    let signed_in = complete_sign_in(&portal, &challenge, "code", &code).await?;
    assert_eq!(signed_in["viewer"]["email"], ADA);
    let token = signed_in["token"].as_str().unwrap();
    assert_eq!(portal.refusal(token).await?, None);

    let again = complete_sign_in(&portal, &challenge, "code", &code).await?;
    assert_eq!(again["__typename"], "ChallengeEnded");
    let challenge = Enrolled::challenge(&portal, ADA).await?;
    let replayed = complete_sign_in(&portal, &challenge, "code", &code).await?;
    assert_eq!(replayed["reason"], "USED");
    ada.authenticator.wait();
    let code = ada.authenticator.code().await?;
    let signed_in = complete_sign_in(&portal, &challenge, "code", &code).await?;
    assert_eq!(signed_in["__typename"], "SignedIn");
    Ok(())
}

#[tokio::test]
async fn the_code_that_enrolled_is_used_up() -> Tested {
    let portal = TestPortal::start(Backend::Sqlite).await?;
    let ada = Enrolled::at(&portal, ADA).await?;
    let challenge = Enrolled::challenge(&portal, ADA).await?;
    let enrolling = ada.authenticator.code_of_a_clock_ahead_by(-30).await?;
    let answer = complete_sign_in(&portal, &challenge, "code", &enrolling).await?;
    assert_eq!(answer["reason"], "USED");
    Ok(())
}

#[tokio::test]
async fn a_code_used_some_time_ago_is_told_as_used() -> Tested {
    let portal = TestPortal::start(Backend::Sqlite).await?;
    let ada = Enrolled::at(&portal, ADA).await?;
    let used = ada.authenticator.code().await?;
    let challenge = Enrolled::challenge(&portal, ADA).await?;
    complete_sign_in(&portal, &challenge, "code", &used).await?;
    let challenge = Enrolled::challenge(&portal, ADA).await?;
    portal.clock.advance(Duration::from_secs(2 * 60));
    let answer = complete_sign_in(&portal, &challenge, "code", &used).await?;
    assert_eq!(answer["reason"], "USED");
    Ok(())
}

#[tokio::test]
async fn one_step_of_drift_is_allowed() -> Tested {
    let portal = TestPortal::start(Backend::Sqlite).await?;
    let ada = Enrolled::at(&portal, ADA).await?;
    ada.authenticator.wait();
    for seconds in [-30, 30] {
        let challenge = Enrolled::challenge(&portal, ADA).await?;
        let code = ada.authenticator.code_of_a_clock_ahead_by(seconds).await?;
        let answer = complete_sign_in(&portal, &challenge, "code", &code).await?;
        assert_eq!(answer["__typename"], "SignedIn", "{seconds}");
    }
    let challenge = Enrolled::challenge(&portal, ADA).await?;
    let code = ada.authenticator.code_of_a_clock_ahead_by(3_600).await?;
    let answer = complete_sign_in(&portal, &challenge, "code", &code).await?;
    assert_eq!(answer["reason"], "CLOCK_OFF");
    assert_eq!(answer["clockOffSeconds"], 3_600);
    Ok(())
}

#[tokio::test]
async fn a_challenge_lasts_five_minutes() -> Tested {
    let portal = TestPortal::start(Backend::Sqlite).await?;
    let ada = Enrolled::at(&portal, ADA).await?;
    let challenge = Enrolled::challenge(&portal, ADA).await?;
    portal.clock.advance(Duration::from_secs(5 * 60));
    let code = ada.authenticator.code().await?;
    for challenge in [&*challenge, "unknown", ""] {
        let answer = complete_sign_in(&portal, challenge, "code", &code).await?;
        assert_eq!(answer["__typename"], "ChallengeEnded");
    }
    Ok(())
}

#[tokio::test]
async fn exactly_one_kind_of_code_is_given() -> Tested {
    let portal = TestPortal::start(Backend::Sqlite).await?;
    for input in [
        json!({ "challenge": "c" }),
        json!({ "challenge": "c", "code": "123456", "recoveryCode": "abcd" }),
    ] {
        let answer = portal
            .ask(None, COMPLETE_SIGN_IN, json!({ "input": input }))
            .await?;
        assert_eq!(code(&answer), Some("BAD_INPUT"));
    }
    Ok(())
}

#[tokio::test]
async fn a_recovery_code_is_read_however_it_is_typed() -> Tested {
    let portal = TestPortal::start(Backend::Sqlite).await?;
    let ada = Enrolled::at(&portal, ADA).await?;
    let challenge = Enrolled::challenge(&portal, ADA).await?;
    for text in ["", "abcd", "123456"] {
        let answer = complete_sign_in(&portal, &challenge, "recoveryCode", text).await?;
        assert_eq!(answer["reason"], "MALFORMED", "{text:?}");
    }
    let typed = ada.recovery_codes[0].to_uppercase().replace('-', " ");
    let answer = complete_sign_in(&portal, &challenge, "recoveryCode", &typed).await?;
    assert_eq!(answer["viewer"]["security"]["mfa"]["recoveryCodesLeft"], 9);
    Ok(())
}

/// Saying that a code is of another time gives it away, so it must never count.
#[rstest]
#[tokio::test]
async fn a_code_ahead_of_time_is_not_accepted_when_its_time_has_come(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    let ada = Enrolled::at(&portal, ADA).await?;
    let challenge = Enrolled::challenge(&portal, ADA).await?;
    let code = ada.authenticator.code_of_a_clock_ahead_by(90).await?;
    let answer = complete_sign_in(&portal, &challenge, "code", &code).await?;
    assert_eq!(answer["clockOffSeconds"], 90);
    portal.clock.advance(Duration::from_secs(90));
    assert_eq!(ada.authenticator.code().await?, code);
    let answer = complete_sign_in(&portal, &challenge, "code", &code).await?;
    assert_eq!(answer["reason"], "USED");
    ada.authenticator.wait();
    let code = ada.authenticator.code().await?;
    let answer = complete_sign_in(&portal, &challenge, "code", &code).await?;
    assert_eq!(answer["__typename"], "SignedIn");
    Ok(())
}

#[tokio::test]
async fn challenges_that_were_made_up_run_out() -> Tested {
    let portal = TestPortal::start(Backend::Sqlite).await?;
    for _ in 0..60 {
        let answer = complete_sign_in(&portal, "made up", "code", "123456").await?;
        assert_eq!(answer["__typename"], "ChallengeEnded");
    }
    let answer = complete_sign_in(&portal, "made up", "code", "123456").await?;
    assert_eq!(answer["__typename"], "TooManyAttempts");
    Ok(())
}
