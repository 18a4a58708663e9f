//! Opening a session in one step or two, and confirming the identity.

use portal_client::{
    ChangePasswordAnswer, CodeRefusal, CodeRefused, CompleteSignInAnswer, ConfirmIdentityAnswer,
    IdempotencyKey, PasswordRefusal, SecondFactor, SignInAnswer,
};
use secrecy::ExposeSecret;
use serde_json::{Value, json};

use crate::support::{TOKEN, operations, portal_answering, viewer};

#[tokio::test]
async fn a_sign_in_brings_a_token_that_is_not_shown() {
    let (server, portal) = portal_answering(json!({ "signIn": {
        "__typename": "SignedIn",
        "token": TOKEN,
        "expiresAt": "2026-12-01T08:00:00Z",
        "viewer": viewer(),
    } }))
    .await;
    let answer = portal
        .sign_in(
            "ada@acme.example",
            &"pass word".into(),
            "Test 1",
            Some("ada-laptop"),
        )
        .await
        .unwrap();
    assert!(!format!("{answer:?}").contains(TOKEN));
    let SignInAnswer::SignedIn {
        token, expires_at, ..
    } = answer
    else {
        panic!("{answer:?}")
    };
    assert_eq!(token.expose_secret(), TOKEN);
    assert_eq!(expires_at.to_rfc3339(), "2026-12-01T08:00:00+00:00");

    let sent = operations(&server).await;
    assert_eq!(sent[0]["operationName"], "SignIn");
    let input = json!({ "email": "ada@acme.example", "password": "pass word", "client": "Test 1", "device": "ada-laptop" });
    assert_eq!(sent[0]["variables"], json!({ "input": input }));
    assert!(!sent[0]["query"].as_str().unwrap().contains("pass word"));
}

#[tokio::test]
async fn refused_sign_ins_are_answers() {
    let answer = async |union| {
        let (_server, portal) = portal_answering(json!({ "signIn": union })).await;
        portal
            .sign_in("ada@acme.example", &"x".into(), "Test", None)
            .await
            .unwrap()
    };
    let wrong = answer(json!({ "__typename": "WrongCredentials", "message": "no" })).await;
    assert!(matches!(wrong, SignInAnswer::WrongCredentials));
    let many = answer(json!({ "__typename": "TooManyAttempts", "retryAfterSeconds": 30 })).await;
    assert!(matches!(
        many,
        SignInAnswer::TooManyAttempts {
            retry_after_seconds: 30
        }
    ));
    let later = answer(json!({ "__typename": "ThirdStepRequired" })).await;
    assert!(matches!(later, SignInAnswer::Unknown));
}

#[tokio::test]
async fn a_sign_in_with_mfa_brings_a_challenge_that_is_not_shown() {
    let required = json!({
        "__typename": "SecondFactorRequired", "challenge": TOKEN, "expiresAt": "2026-12-01T08:05:00Z",
    });
    let (_server, portal) = portal_answering(json!({ "signIn": required })).await;
    let answer = portal
        .sign_in("ada@acme.example", &"x".into(), "Test", None)
        .await
        .unwrap();
    assert!(!format!("{answer:?}").contains(TOKEN));
    let SignInAnswer::SecondFactorRequired { challenge, .. } = answer else {
        panic!("{answer:?}")
    };
    assert_eq!(challenge.expose_secret(), TOKEN);
}

#[tokio::test]
async fn the_second_step_sends_the_challenge_and_one_code() {
    let signed_in = json!({
        "__typename": "SignedIn", "token": TOKEN, "expiresAt": "2026-12-01T08:00:00Z", "viewer": viewer(),
    });
    for (proof, code, recovery_code) in [
        (
            SecondFactor::Code("123 456".into()),
            json!("123 456"),
            Value::Null,
        ),
        (
            SecondFactor::RecoveryCode("abcd".into()),
            Value::Null,
            json!("abcd"),
        ),
    ] {
        let (server, portal) = portal_answering(json!({ "completeSignIn": signed_in })).await;
        let challenge = "challenge".into();
        let answer = portal.complete_sign_in(&challenge, &proof).await.unwrap();
        assert!(!format!("{answer:?} {proof:?}").contains(TOKEN));
        assert!(matches!(answer, CompleteSignInAnswer::SignedIn { .. }));
        let sent = operations(&server).await;
        let input =
            json!({ "challenge": "challenge", "code": code, "recoveryCode": recovery_code });
        assert_eq!(sent[0]["variables"], json!({ "input": input }));
    }
}

#[tokio::test]
async fn refused_second_steps_are_answers() {
    let answer = async |union| {
        let (_server, portal) = portal_answering(json!({ "completeSignIn": union })).await;
        let proof = SecondFactor::Code("123456".into());
        portal
            .complete_sign_in(&"challenge".into(), &proof)
            .await
            .unwrap()
    };
    let refused =
        json!({ "__typename": "CodeRefused", "reason": "CLOCK_OFF", "clockOffSeconds": -3600 });
    let expected = CodeRefused {
        reason: CodeRefusal::ClockOff,
        clock_off_seconds: Some(-3600),
    };
    assert!(
        matches!(answer(refused).await, CompleteSignInAnswer::CodeRefused(seen) if seen == expected)
    );
    let ended = answer(json!({ "__typename": "ChallengeEnded", "message": "late" })).await;
    assert!(matches!(ended, CompleteSignInAnswer::Ended));
    let many = answer(json!({ "__typename": "TooManyAttempts", "retryAfterSeconds": 9 })).await;
    assert!(matches!(
        many,
        CompleteSignInAnswer::TooManyAttempts {
            retry_after_seconds: 9
        }
    ));
    let later = answer(json!({ "__typename": "ThirdStepRequired" })).await;
    assert!(matches!(later, CompleteSignInAnswer::Unknown));
}

#[tokio::test]
async fn a_confirmed_identity_brings_another_token() {
    let confirmed = json!({
        "__typename": "IdentityConfirmed", "token": "another-5ecret", "confirmedUntil": "2026-12-01T08:05:00Z",
    });
    let (server, portal) = portal_answering(json!({ "confirmIdentity": confirmed })).await;
    let proof = SecondFactor::Code("123456".into());
    let key = IdempotencyKey::from("0123456789abcdef".to_owned());
    let answer = portal
        .confirm_identity(&TOKEN.into(), &"pass word".into(), Some(&proof), &key)
        .await
        .unwrap();
    assert!(!format!("{answer:?}").contains("5ecret"));
    let ConfirmIdentityAnswer::Confirmed { token, .. } = answer else {
        panic!("{answer:?}")
    };
    assert_eq!(token.expose_secret(), "another-5ecret");
    let sent = operations(&server).await;
    let input = json!({
        "password": "pass word", "code": "123456", "recoveryCode": null, "idempotencyKey": "0123456789abcdef",
    });
    assert_eq!(sent[0]["variables"], json!({ "input": input }));
}

#[tokio::test]
async fn refused_confirmations_are_answers() {
    let answer = async |union| {
        let (_server, portal) = portal_answering(json!({ "confirmIdentity": union })).await;
        portal
            .confirm_identity(&TOKEN.into(), &"x".into(), None, &IdempotencyKey::random())
            .await
            .unwrap()
    };
    let missing = answer(json!({ "__typename": "SecondFactorMissing", "message": "no" })).await;
    assert!(matches!(
        missing,
        ConfirmIdentityAnswer::SecondFactorMissing
    ));
    let wrong = answer(json!({ "__typename": "WrongCredentials", "message": "no" })).await;
    assert!(matches!(wrong, ConfirmIdentityAnswer::WrongCredentials));
    let refused =
        json!({ "__typename": "CodeRefused", "reason": "SMELLY", "clockOffSeconds": null });
    assert!(matches!(
        answer(refused).await,
        ConfirmIdentityAnswer::CodeRefused(CodeRefused {
            reason: CodeRefusal::Unknown,
            clock_off_seconds: None
        })
    ));
}

#[tokio::test]
async fn a_password_is_changed_or_refused() {
    let answer = async |union| {
        let (_server, portal) = portal_answering(json!({ "changePassword": union })).await;
        portal
            .change_password(&TOKEN.into(), &"old".into(), &"new".into(), true)
            .await
            .unwrap()
    };
    let changed = json!({ "__typename": "PasswordChanged", "at": "2026-12-01T08:00:00Z", "sessionsEnded": 2 });
    assert!(matches!(
        answer(changed).await,
        ChangePasswordAnswer::Changed {
            sessions_ended: 2,
            ..
        }
    ));
    let refused = json!({
        "__typename": "PasswordRefused", "reason": "COMMON", "minimumLength": 8, "maximumLength": 128,
    });
    assert!(matches!(
        answer(refused).await,
        ChangePasswordAnswer::Refused {
            reason: PasswordRefusal::Common,
            minimum_length: 8,
            maximum_length: 128
        }
    ));
    let wrong = answer(json!({ "__typename": "WrongCredentials", "message": "no" })).await;
    assert!(matches!(wrong, ChangePasswordAnswer::WrongCredentials));
}

/// As Python's hmac and base64 have it, and the portal's own test.
#[test]
fn the_next_token_is_what_the_contract_says() {
    let key = IdempotencyKey::from("0123456789abcdef".to_owned());
    let next = key.next_token(&"portal_session_before".into());
    assert_eq!(
        next.expose_secret(),
        "portal_session_JSlSgWMWa1uEZExF-980-pb0cB89UvBjyEcwaFx6b14"
    );
}
