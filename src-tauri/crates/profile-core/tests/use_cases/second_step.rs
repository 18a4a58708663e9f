//! Signing in with a second step.

use profile_core::app::ProfileApp;
use profile_core::second_factor::{CodeRefusal, SecondFactor};
use profile_core::session::{CompleteSignInOutcome, SignInOutcome};
use serde_json::json;

use crate::fake_portal::{EMAIL, FakePortal, PASSWORD};
use crate::fake_security::{CHALLENGE, CODE};
use crate::holding::Hold;
use crate::machine::{Machine, key, shown_at_start, sign_in};

fn code(code: &str) -> SecondFactor {
    SecondFactor::Code { code: code.into() }
}

async fn first_step(machine: &Machine, portal: &FakePortal) -> ProfileApp {
    portal.account().security.mfa = true;
    let app = machine.app();
    let outcome = app
        .sign_in(&portal.id, EMAIL, PASSWORD.into())
        .await
        .unwrap();
    let SignInOutcome::SecondFactorRequired { expires_at } = outcome else {
        panic!("{outcome:?}")
    };
    assert_eq!(expires_at.to_rfc3339(), "2026-11-23T12:05:00+00:00");
    assert_eq!(machine.tokens.entries() + machine.cached(), 0);
    app
}

#[tokio::test]
async fn a_code_opens_the_session() {
    for proof in [
        code(CODE),
        SecondFactor::RecoveryCode {
            recovery_code: "abcd-efgh-0".into(),
        },
    ] {
        let (machine, portal) = (Machine::new(), FakePortal::start().await);
        let app = first_step(&machine, &portal).await;
        let outcome = app.complete_sign_in(proof).await.unwrap();
        let CompleteSignInOutcome::SignedIn { snapshot } = outcome else {
            panic!("{outcome:?}")
        };
        assert!(snapshot.profile.security.mfa.enabled_at.is_some());
        assert!(machine.tokens.peek(&key(&portal)).is_some());
        assert_eq!(shown_at_start(&machine.app()), Some(*snapshot));
        assert_eq!(
            portal.account().security.device.as_deref(),
            Some("ada-laptop")
        );
        // Taken twice it is over.
        let again = app.complete_sign_in(code(CODE)).await.unwrap();
        assert_eq!(again, CompleteSignInOutcome::Ended);
        app.refresh_profile().await.unwrap();
    }
}

#[tokio::test]
async fn a_refused_code_can_be_followed_by_another() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = first_step(&machine, &portal).await;
    let refused = app.complete_sign_in(code("000000")).await.unwrap();
    assert_eq!(
        refused,
        CompleteSignInOutcome::CodeRefused {
            reason: CodeRefusal::Wrong,
            clock_off_seconds: None
        }
    );
    let off =
        json!({ "__typename": "CodeRefused", "reason": "CLOCK_OFF", "clockOffSeconds": 3600 });
    portal.account().security.script("completeSignIn", off);
    assert_eq!(
        app.complete_sign_in(code(CODE)).await.unwrap(),
        CompleteSignInOutcome::CodeRefused {
            reason: CodeRefusal::ClockOff,
            clock_off_seconds: Some(3600)
        }
    );
    let many = json!({ "__typename": "TooManyAttempts", "retryAfterSeconds": 30 });
    portal.account().security.script("completeSignIn", many);
    assert_eq!(
        app.complete_sign_in(code(CODE)).await.unwrap(),
        CompleteSignInOutcome::TooManyAttempts {
            retry_after_seconds: 30
        }
    );
    let done = app.complete_sign_in(code(CODE)).await.unwrap();
    assert!(matches!(done, CompleteSignInOutcome::SignedIn { .. }));
}

#[tokio::test]
async fn a_late_second_step_begins_again() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = first_step(&machine, &portal).await;
    let ended = json!({ "__typename": "ChallengeEnded", "message": "late" });
    portal.account().security.script("completeSignIn", ended);
    for _ in 0..2 {
        let outcome = app.complete_sign_in(code(CODE)).await.unwrap();
        assert_eq!(outcome, CompleteSignInOutcome::Ended);
    }
    // The second time nobody was asked.
    assert_eq!(portal.count("CompleteSignIn"), 1);
}

#[tokio::test]
async fn a_cancelled_sign_in_is_forgotten() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = first_step(&machine, &portal).await;
    app.cancel_sign_in();
    let outcome = app.complete_sign_in(code(CODE)).await.unwrap();
    assert_eq!(outcome, CompleteSignInOutcome::Ended);
    assert_eq!(portal.count("CompleteSignIn"), 0);
}

#[tokio::test]
async fn a_new_sign_in_forgets_the_one_before() {
    let (machine, portal, other) = (
        Machine::new(),
        FakePortal::start().await,
        FakePortal::start().await,
    );
    let app = first_step(&machine, &portal).await;
    sign_in(&app, &other).await;
    let outcome = app.complete_sign_in(code(CODE)).await.unwrap();
    assert_eq!(outcome, CompleteSignInOutcome::Ended);
    assert_eq!(portal.count("CompleteSignIn"), 0);
    assert!(machine.tokens.peek(&key(&other)).is_some());
}

#[tokio::test]
async fn a_session_that_opens_after_the_person_went_back_is_revoked() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = first_step(&machine, &portal).await;
    let mut held = portal.hold("CompleteSignIn", Hold::Reply);
    let mut revoked = portal.hold("SignOut", Hold::Reply);
    let completing = tokio::spawn({
        let app = app.clone();
        async move { app.complete_sign_in(code(CODE)).await }
    });
    held.arrived().await;
    app.cancel_sign_in();
    held.go_on();
    let outcome = completing.await.unwrap().unwrap();
    assert_eq!(outcome, CompleteSignInOutcome::Ended);
    revoked.arrived().await;
    assert!(portal.account().sessions.is_empty());
    revoked.go_on();
    assert_eq!(machine.tokens.entries() + machine.cached(), 0);
}

#[tokio::test]
async fn an_unreachable_portal_leaves_the_sign_in_waiting() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = first_step(&machine, &portal).await;
    portal.account().refuse_with = Some(axum::http::StatusCode::BAD_GATEWAY);
    app.complete_sign_in(code(CODE)).await.unwrap_err();
    portal.account().refuse_with = None;
    let done = app.complete_sign_in(code(CODE)).await.unwrap();
    assert!(matches!(done, CompleteSignInOutcome::SignedIn { .. }));
    assert!(!format!("{done:?}").contains(CHALLENGE));
}
