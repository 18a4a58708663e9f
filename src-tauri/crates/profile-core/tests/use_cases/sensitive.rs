//! What every security action has in common: it needs a session, and most need a confirmed identity.

use profile_core::api_keys::{ApiKeyExpiry, ApiKeyOverlap};
use profile_core::app::ProfileApp;
use profile_core::failure::{Failure, FailureCode};
use serde_json::Value;

use crate::fake_portal::{EMAIL, FakePortal, PASSWORD, fault};
use crate::machine::{Machine, email_at_start};

const SENSITIVE: [&str; 10] = [
    "begin",
    "verify",
    "complete",
    "disable",
    "regenerate",
    "revoke session",
    "revoke others",
    "create key",
    "rotate key",
    "revoke key",
];
const OTHERS: [&str; 5] = ["sessions", "log", "save log", "keys", "password"];

async fn ask(app: &ProfileApp, what: &str) -> Result<(), Failure> {
    match what {
        "begin" => app.begin_mfa_enrollment().await.map(drop),
        "verify" => app
            .verify_mfa_enrollment("enr_1", "123456".into())
            .await
            .map(drop),
        "complete" => app.complete_mfa_enrollment("enr_1").await.map(drop),
        "disable" => app.disable_mfa().await.map(drop),
        "regenerate" => app.regenerate_recovery_codes().await.map(drop),
        "revoke session" => app.revoke_session("ses_1").await.map(drop),
        "revoke others" => app.revoke_other_sessions().await.map(drop),
        "create key" => app
            .create_api_key("CI", ApiKeyExpiry::Never)
            .await
            .map(drop),
        "rotate key" => app
            .rotate_api_key("CI", ApiKeyOverlap::None)
            .await
            .map(drop),
        "revoke key" => app.revoke_api_key("CI").await.map(drop),
        "sessions" => app.sessions().await.map(drop),
        "log" => app.security_log(&[], None).await.map(drop),
        "save log" => app.save_security_log(&[]).await.map(drop),
        "keys" => app.api_keys().await.map(drop),
        _ => app
            .change_password(PASSWORD.into(), None, "battery staple".into(), false)
            .await
            .map(drop),
    }
}

fn code(outcome: Result<(), Failure>) -> FailureCode {
    outcome.unwrap_err().code
}

#[tokio::test]
async fn a_sensitive_action_asks_to_confirm_first() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.signed_in(&portal).await;
    for what in SENSITIVE {
        let outcome = ask(&app, what).await;
        assert_eq!(code(outcome), FailureCode::ConfirmationRequired, "{what}");
    }
    let confirmed = app.confirm_identity(PASSWORD.into(), None).await;
    confirmed.unwrap();
    for what in SENSITIVE.into_iter().chain(OTHERS) {
        ask(&app, what).await.unwrap();
    }
}

#[tokio::test]
async fn a_session_lost_in_the_middle_is_told_and_cleared() {
    for what in SENSITIVE.into_iter().chain(OTHERS) {
        let (machine, portal) = (Machine::new(), FakePortal::start().await);
        let app = machine.confirmed(&portal).await;
        portal.account().sessions.clear();
        let outcome = ask(&app, what).await;
        assert_eq!(code(outcome), FailureCode::SessionEnded, "{what}");
        assert_eq!(machine.tokens.entries() + machine.cached(), 0);
        assert_eq!(machine.saved(), []);
        assert_eq!(email_at_start(&machine.app()).as_deref(), Some(EMAIL));
    }
}

#[tokio::test]
async fn nobody_signed_in_is_no_panic() {
    let machine = Machine::new();
    let app = machine.app();
    for what in SENSITIVE.into_iter().chain(OTHERS) {
        assert_eq!(code(ask(&app, what).await), FailureCode::NotSignedIn);
    }
    let tried = app.try_api_key("5ecret".into()).await.map(drop);
    assert_eq!(code(tried), FailureCode::NotSignedIn);
    let saved = app.save_recovery_codes(Vec::new()).await.map(drop);
    assert_eq!(code(saved), FailureCode::NotSignedIn);
}

#[tokio::test]
async fn what_the_portal_asks_for_first_has_its_code() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.confirmed(&portal).await;
    for (contract, expected) in [
        (
            "MFA_ENROLLMENT_REQUIRED",
            FailureCode::MfaEnrollmentRequired,
        ),
        ("FORBIDDEN", FailureCode::NotAllowed),
    ] {
        portal.account().refusal = Some(fault(contract));
        for what in SENSITIVE.into_iter().chain(OTHERS) {
            assert_eq!(code(ask(&app, what).await), expected, "{what}");
        }
    }
    portal.account().refusal = None::<Value>;
    app.refresh_profile().await.unwrap();
}
