//! Turning MFA on and off, and recovery codes.

use portal_client::{
    BeginMfaEnrollmentAnswer, CodeRefusal, CompleteMfaEnrollmentAnswer, DisableMfaAnswer,
    RegenerateRecoveryCodesAnswer, VerifyMfaEnrollmentAnswer,
};
use secrecy::ExposeSecret;
use serde_json::json;

use crate::support::{TOKEN, caller, operations, portal_answering, requirement, viewer};

#[tokio::test]
async fn an_enrollment_brings_a_secret_that_is_not_shown() {
    let begun = json!({
        "__typename": "MfaEnrollmentBegun", "enrollment": "enr_1", "secret": TOKEN,
        "otpauthUri": format!("otpauth://totp/ACME?secret={TOKEN}"), "expiresAt": "2026-12-01T08:05:00Z",
    });
    let (_server, portal) = portal_answering(json!({ "beginMfaEnrollment": begun })).await;
    let answer = portal.begin_mfa_enrollment(&TOKEN.into()).await.unwrap();
    assert!(!format!("{answer:?}").contains(TOKEN));
    let BeginMfaEnrollmentAnswer::Begun {
        enrollment,
        secret,
        otpauth_uri,
        ..
    } = answer
    else {
        panic!("{answer:?}")
    };
    assert_eq!(enrollment.inner(), "enr_1");
    assert_eq!(secret.expose_secret(), TOKEN);
    assert!(otpauth_uri.expose_secret().ends_with(TOKEN));
}

#[tokio::test]
async fn a_verified_enrollment_brings_codes_that_are_not_shown() {
    let issued = json!({ "__typename": "RecoveryCodesIssued", "recoveryCodes": [TOKEN, "two"] });
    let (server, portal) = portal_answering(json!({ "verifyMfaEnrollment": issued })).await;
    let answer = portal
        .verify_mfa_enrollment(&TOKEN.into(), "enr_1", &"123456".into())
        .await
        .unwrap();
    assert!(!format!("{answer:?}").contains(TOKEN));
    let VerifyMfaEnrollmentAnswer::Verified(codes) = answer else {
        panic!("{answer:?}")
    };
    assert_eq!(codes.len(), 2);
    assert_eq!(codes[0].expose_secret(), TOKEN);
    let input = json!({ "enrollment": "enr_1", "code": "123456" });
    assert_eq!(
        operations(&server).await[0]["variables"],
        json!({ "input": input })
    );
}

#[tokio::test]
async fn refused_verifications_are_answers() {
    let answer = async |union| {
        let (_server, portal) = portal_answering(json!({ "verifyMfaEnrollment": union })).await;
        portal
            .verify_mfa_enrollment(&TOKEN.into(), "enr_1", &"1".into())
            .await
            .unwrap()
    };
    let refused =
        json!({ "__typename": "CodeRefused", "reason": "MALFORMED", "clockOffSeconds": null });
    assert!(
        matches!(answer(refused).await, VerifyMfaEnrollmentAnswer::CodeRefused(refused)
            if refused.reason == CodeRefusal::Malformed)
    );
    let ended = answer(json!({ "__typename": "EnrollmentEnded", "message": "late" })).await;
    assert!(matches!(ended, VerifyMfaEnrollmentAnswer::Ended));
}

#[tokio::test]
async fn mfa_is_turned_on_and_off() {
    let data = json!({
        "completeMfaEnrollment": { "__typename": "MfaEnabled", "viewer": viewer() },
        "disableMfa": { "__typename": "MfaDisabled", "viewer": viewer() },
    });
    let (_server, portal) = portal_answering(data).await;
    let on = portal.complete_mfa_enrollment(caller(), "enr_1").await;
    assert!(matches!(
        on.unwrap(),
        CompleteMfaEnrollmentAnswer::Enabled(_)
    ));
    let off = portal.disable_mfa(caller()).await.unwrap();
    assert!(matches!(off, DisableMfaAnswer::Disabled(_)));
}

#[tokio::test]
async fn an_enforced_mfa_names_who_enforces_it() {
    let required = json!({ "__typename": "MfaRequired", "requiredBy": [requirement()] });
    let (_server, portal) = portal_answering(json!({ "disableMfa": required })).await;
    let answer = portal.disable_mfa(caller()).await.unwrap();
    let DisableMfaAnswer::Required(required_by) = answer else {
        panic!("{answer:?}")
    };
    assert_eq!(required_by[0].name, "ACME Robotics");
}

#[tokio::test]
async fn recovery_codes_are_issued_or_not() {
    let answer = async |union| {
        let (_server, portal) = portal_answering(json!({ "regenerateRecoveryCodes": union })).await;
        portal
            .regenerate_recovery_codes(&TOKEN.into())
            .await
            .unwrap()
    };
    let issued = json!({ "__typename": "RecoveryCodesIssued", "recoveryCodes": [TOKEN] });
    let issued = answer(issued).await;
    assert!(!format!("{issued:?}").contains(TOKEN));
    assert!(matches!(issued, RegenerateRecoveryCodesAnswer::Issued(codes) if codes.len() == 1));
    let off = answer(json!({ "__typename": "MfaNotEnabled", "message": "off" })).await;
    assert!(matches!(off, RegenerateRecoveryCodesAnswer::NotEnabled));
}
