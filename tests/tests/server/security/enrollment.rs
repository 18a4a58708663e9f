//! Turning MFA on and off: never half.

use std::collections::HashSet;
use std::time::Duration;

use anyhow::Result;
use portal_server::store::entities::refused_step;
use rstest::rstest;
use sea_orm::EntityTrait;
use serde_json::{Value, json};

use super::authenticator::{BEGIN, COMPLETE, VERIFY, begin, complete_sign_in};
use super::{Authenticator, Enrolled};
use crate::support::{ADA, Backend, PASSWORD, TestPortal, Tested};

const DISABLE: &str = "mutation { disableMfa { __typename } }";
const REGENERATE: &str = "mutation { regenerateRecoveryCodes { __typename
    ... on RecoveryCodesIssued { recoveryCodes } } }";
const MFA: &str =
    "{ viewer { security { mfa { enabledAt recoveryCodesLeft requiredBy { name } } } } }";

async fn is_on(portal: &TestPortal, token: &str) -> Result<bool> {
    let answer = portal.answer(token, MFA, Value::Null).await?;
    Ok(!answer["security"]["mfa"]["enabledAt"].is_null())
}

#[rstest]
#[tokio::test]
async fn mfa_is_on_once_it_is_completed(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    let token = portal.sign_in(ADA).await?;
    let begun = portal.answer(&token, BEGIN, Value::Null).await?;
    let secret = begun["secret"].as_str().unwrap();
    assert_eq!(secret.len(), 32, "160 bits in base32");
    assert_eq!(
        begun["otpauthUri"],
        format!(
            "otpauth://totp/Test%20portal:ada%40acme.example?secret={secret}&issuer=Test%20portal"
        )
    );
    assert!(!is_on(&portal, &token).await?);

    let authenticator = Authenticator::new(secret, &portal.clock);
    let code = authenticator.code().await?;
    let variables = json!({ "enrollment": begun["enrollment"], "code": code });
    let verified = portal.answer(&token, VERIFY, variables).await?;
    let codes = verified["recoveryCodes"].as_array().unwrap();
    assert_eq!(codes.len(), 10);
    assert!(codes.iter().all(|code| code.as_str().unwrap().len() == 19));
    assert!(!is_on(&portal, &token).await?, "leaving now leaves it off");

    let variables = json!({ "enrollment": begun["enrollment"] });
    let enabled = portal.answer(&token, COMPLETE, variables.clone()).await?;
    let mfa = &enabled["viewer"]["security"]["mfa"];
    assert_eq!(mfa["enabledAt"], "2026-03-02T08:00:00Z");
    assert_eq!(mfa["recoveryCodesLeft"], 10);
    assert!(is_on(&portal, &token).await?);
    // The reply may have been lost: asked again, the answer is the same.
    let again = portal.answer(&token, COMPLETE, variables).await?;
    assert_eq!(again, enabled);
    let other = json!({ "enrollment": "0197f5ce-0000-7000-8000-000000000000" });
    let other = portal.answer(&token, COMPLETE, other).await?;
    assert_eq!(other["__typename"], "EnrollmentEnded");
    let again = portal.answer(&token, BEGIN, Value::Null).await?;
    assert_eq!(again["since"], "2026-03-02T08:00:00Z");
    Ok(())
}

#[rstest]
#[tokio::test]
async fn each_step_needs_the_one_before(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    let token = portal.sign_in(ADA).await?;
    for enrollment in [
        json!("0197f5ce-0000-7000-8000-000000000000"),
        json!("no id"),
        json!(""),
    ] {
        let variables = json!({ "enrollment": enrollment, "code": "123456" });
        let answer = portal.answer(&token, VERIFY, variables.clone()).await?;
        assert_eq!(answer["__typename"], "EnrollmentEnded");
        let answer = portal.answer(&token, COMPLETE, variables).await?;
        assert_eq!(answer["__typename"], "EnrollmentEnded");
    }
    let (enrollment, _) = begin(&portal, &token).await?;
    let unverified = json!({ "enrollment": enrollment });
    let answer = portal.answer(&token, COMPLETE, unverified).await?;
    assert_eq!(answer["__typename"], "EnrollmentEnded");
    assert!(!is_on(&portal, &token).await?);
    Ok(())
}

/// The reply may have been lost, and the recovery codes with it.
#[rstest]
#[tokio::test]
async fn the_first_code_counts_once_and_the_next_one_brings_other_recovery_codes(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    let token = portal.sign_in(ADA).await?;
    let (enrollment, authenticator) = begin(&portal, &token).await?;
    let verify = async |code: String| {
        let variables = json!({ "enrollment": enrollment, "code": code });
        portal.answer(&token, VERIFY, variables).await
    };
    let code = authenticator.code().await?;
    let lost = verify(code.clone()).await?;
    assert_eq!(lost["__typename"], "RecoveryCodesIssued");
    let earlier = authenticator.code_of_a_clock_ahead_by(-30).await?;
    for used in [code, earlier] {
        assert_eq!(verify(used).await?["reason"], "USED");
    }
    authenticator.wait();
    let issued = verify(authenticator.code().await?).await?;
    assert_ne!(issued["recoveryCodes"], lost["recoveryCodes"]);
    let variables = json!({ "enrollment": enrollment });
    let enabled = portal.answer(&token, COMPLETE, variables).await?;
    assert_eq!(enabled["__typename"], "MfaEnabled");
    let challenge = Enrolled::challenge(&portal, ADA).await?;
    for (codes, outcome) in [(lost, "CodeRefused"), (issued, "SignedIn")] {
        let code = codes["recoveryCodes"][0].as_str().unwrap();
        let answer = complete_sign_in(&portal, &challenge, "recoveryCode", code).await?;
        assert_eq!(answer["__typename"], outcome);
    }
    Ok(())
}

#[rstest]
#[tokio::test]
async fn of_two_enrollments_the_later_counts(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    let (here, there) = (portal.sign_in(ADA).await?, portal.sign_in(ADA).await?);
    let (first, its_authenticator) = begin(&portal, &here).await?;
    let code = its_authenticator.code().await?;
    let verify_first = json!({ "enrollment": first, "code": code });
    portal.answer(&here, VERIFY, verify_first.clone()).await?;

    let (second, authenticator) = begin(&portal, &there).await?;
    for document in [VERIFY, COMPLETE] {
        let answer = portal.answer(&here, document, verify_first.clone()).await?;
        assert_eq!(answer["__typename"], "EnrollmentEnded", "{document}");
    }
    let code = authenticator.code().await?;
    let variables = json!({ "enrollment": second, "code": code });
    let verified = portal.answer(&there, VERIFY, variables.clone()).await?;
    assert_eq!(verified["recoveryCodes"].as_array().map(Vec::len), Some(10));
    let enabled = portal.answer(&there, COMPLETE, variables).await?;
    assert_eq!(enabled["__typename"], "MfaEnabled");
    Ok(())
}

#[tokio::test]
async fn an_enrollment_ends_after_half_an_hour() -> Tested {
    let portal = TestPortal::start(Backend::Sqlite).await?;
    let token = portal.sign_in(ADA).await?;
    let (enrollment, authenticator) = begin(&portal, &token).await?;
    portal.clock.advance(Duration::from_secs(30 * 60));
    let token = portal.sign_in(ADA).await?;
    let code = authenticator.code().await?;
    let variables = json!({ "enrollment": enrollment, "code": code });
    let answer = portal.answer(&token, VERIFY, variables).await?;
    assert_eq!(answer["__typename"], "EnrollmentEnded");
    Ok(())
}

#[tokio::test]
async fn codes_that_are_none_are_told_apart() -> Tested {
    let portal = TestPortal::start(Backend::Sqlite).await?;
    let token = portal.sign_in(ADA).await?;
    let (enrollment, authenticator, codes) = loop {
        let (enrollment, authenticator) = begin(&portal, &token).await?;
        let codes = authenticator.codes_around_now().await?;
        // A code of two times, which one in nine authenticators has, would be taken for the other's.
        if codes.iter().collect::<HashSet<_>>().len() == codes.len() {
            break (enrollment, authenticator, codes);
        }
    };
    let right = authenticator.code().await?;
    let mut numbers = (0..).map(|number| format!("{number:06}"));
    let wrong = numbers.find(|code| !codes.contains(code));
    let wrong = wrong.as_deref().unwrap_or_default();
    let ahead = authenticator.code_of_a_clock_ahead_by(3_600).await?;
    let behind = authenticator.code_of_a_clock_ahead_by(-3_600).await?;
    for (code, reason, off) in [
        ("12345", "MALFORMED", Value::Null),
        ("1234567", "MALFORMED", Value::Null),
        ("12345x", "MALFORMED", Value::Null),
        ("", "MALFORMED", Value::Null),
        (wrong, "WRONG", Value::Null),
        (&ahead, "CLOCK_OFF", json!(3_600)),
        (&behind, "CLOCK_OFF", json!(-3_600)),
    ] {
        let variables = json!({ "enrollment": enrollment, "code": code });
        let answer = portal.answer(&token, VERIFY, variables).await?;
        assert_eq!(answer["reason"], reason, "{code}");
        assert_eq!(answer["clockOffSeconds"], off, "{code}");
    }
    let pasted = format!(" {} {} ", &right[..3], &right[3..]);
    let variables = json!({ "enrollment": enrollment, "code": pasted });
    let answer = portal.answer(&token, VERIFY, variables).await?;
    assert_eq!(answer["__typename"], "RecoveryCodesIssued");
    Ok(())
}

#[rstest]
#[tokio::test]
async fn turning_it_off_forgets_everything(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    let ada = Enrolled::at(&portal, ADA).await?;
    for _ in 0..2 {
        let answer = portal.answer(&ada.token, DISABLE, Value::Null).await?;
        assert_eq!(answer["__typename"], "MfaDisabled");
    }
    assert!(!is_on(&portal, &ada.token).await?);
    let answer = portal.attempt(ADA, PASSWORD).await?;
    assert_eq!(answer["__typename"], "SignedIn");
    let answer = portal.answer(&ada.token, REGENERATE, Value::Null).await?;
    assert_eq!(answer["__typename"], "MfaNotEnabled");
    Ok(())
}

/// What was given away of the former authenticator's codes says nothing about the next one's.
#[rstest]
#[tokio::test]
async fn the_next_authenticator_begins_with_a_clean_slate(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    const AHEAD: Duration = Duration::from_secs(600);

    let portal = TestPortal::start(backend).await?;
    let ada = Enrolled::at(&portal, ADA).await?;
    let challenge = Enrolled::challenge(&portal, ADA).await?;
    let ahead = AHEAD.as_secs().try_into()?;
    let code = ada.authenticator.code_of_a_clock_ahead_by(ahead).await?;
    let answer = complete_sign_in(&portal, &challenge, "code", &code).await?;
    assert_eq!(answer["reason"], "CLOCK_OFF");
    portal.answer(&ada.token, DISABLE, Value::Null).await?;

    let ada = Enrolled::at(&portal, ADA).await?;
    portal.clock.advance(AHEAD - Duration::from_secs(30));
    let challenge = Enrolled::challenge(&portal, ADA).await?;
    let code = ada.authenticator.code().await?;
    let answer = complete_sign_in(&portal, &challenge, "code", &code).await?;
    assert_eq!(answer["__typename"], "SignedIn", "{answer}");

    let challenge = Enrolled::challenge(&portal, ADA).await?;
    let code = ada.authenticator.code_of_a_clock_ahead_by(ahead).await?;
    complete_sign_in(&portal, &challenge, "code", &code).await?;
    portal.operator.forget_sealed().await?;
    let left = refused_step::Entity::find()
        .all(portal.store.read())
        .await?;
    assert!(left.is_empty(), "{left:?}");
    Ok(())
}

#[rstest]
#[tokio::test]
async fn new_recovery_codes_take_the_place_of_the_old(
    #[values(Backend::Sqlite, Backend::Postgres)] backend: Backend,
) -> Tested {
    let portal = TestPortal::start(backend).await?;
    let ada = Enrolled::at(&portal, ADA).await?;
    let answer = portal.answer(&ada.token, REGENERATE, Value::Null).await?;
    let fresh = answer["recoveryCodes"][0].as_str().unwrap();
    let challenge = Enrolled::challenge(&portal, ADA).await?;
    let old = &ada.recovery_codes[0];
    let refused = complete_sign_in(&portal, &challenge, "recoveryCode", old).await?;
    assert_eq!(refused["reason"], "WRONG");
    let signed_in = complete_sign_in(&portal, &challenge, "recoveryCode", fresh).await?;
    assert_eq!(
        signed_in["viewer"]["security"]["mfa"]["recoveryCodesLeft"],
        9
    );
    Ok(())
}

#[tokio::test]
async fn an_operator_resets_it_for_who_lost_everything() -> Tested {
    let portal = TestPortal::start(Backend::Sqlite).await?;
    Enrolled::at(&portal, ADA).await?;
    assert!(portal.operator.reset_mfa(&ADA.parse()?).await?);
    assert!(!portal.operator.reset_mfa(&ADA.parse()?).await?);
    let answer = portal.attempt(ADA, PASSWORD).await?;
    assert_eq!(answer["__typename"], "SignedIn");
    Ok(())
}
