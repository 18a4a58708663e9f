//! Confirming the identity, which replaces the session's token.

use std::time::Duration;

use axum::http::StatusCode;
use profile_core::app::ProfileApp;
use profile_core::failure::{Failure, FailureCode};
use profile_core::memory::Fault;
use profile_core::preferences::Theme;
use profile_core::second_factor::{CodeRefusal, SecondFactor};
use profile_core::security::ConfirmIdentityOutcome;
use profile_core::session::TokenStorage;
use secrecy::ExposeSecret;
use tokio::task::JoinHandle;

use crate::fake_portal::{FakePortal, PASSWORD};
use crate::fake_security::CODE;
use crate::holding::Hold;
use crate::machine::{Machine, code, email_at_start, key, shown_at_start, sign_in};

fn confirming(app: &ProfileApp) -> JoinHandle<Result<ConfirmIdentityOutcome, Failure>> {
    let app = app.clone();
    tokio::spawn(async move { app.confirm_identity(PASSWORD.into(), None).await })
}

fn kept(machine: &Machine, portal: &FakePortal) -> String {
    let token = machine.tokens.peek(&key(portal)).unwrap();
    token.expose_secret().to_owned()
}

/// Whether `token` is one that a confirmation brought, and the only one that the portal accepts.
fn is_in_force(portal: &FakePortal, token: &str) -> bool {
    let account = portal.account();
    token.starts_with("portal_session_") && account.sessions.iter().eq([token])
}

#[tokio::test]
async fn the_new_token_is_used_and_kept() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.confirmed(&portal).await;
    assert!(is_in_force(&portal, &kept(&machine, &portal)));
    app.refresh_profile().await.unwrap();
    assert_eq!(portal.count("ViewerQuery"), 1);
    let restarted = machine.app();
    shown_at_start(&restarted);
    restarted.refresh_profile().await.unwrap();
}

#[tokio::test]
async fn refusals_are_outcomes_and_leave_the_token() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.signed_in(&portal).await;
    let confirm = async |password: &str, code: Option<&str>| {
        let proof = code.map(|code| SecondFactor::Code { code: code.into() });
        let outcome = app
            .confirm_identity(password.to_owned().into(), proof)
            .await;
        outcome.unwrap()
    };
    assert_eq!(
        confirm("wrong", None).await,
        ConfirmIdentityOutcome::WrongCredentials
    );
    portal.account().security.mfa = true;
    assert_eq!(
        confirm(PASSWORD, None).await,
        ConfirmIdentityOutcome::SecondFactorMissing
    );
    assert_eq!(
        confirm(PASSWORD, Some("000000")).await,
        ConfirmIdentityOutcome::CodeRefused {
            reason: CodeRefusal::Wrong,
            clock_off_seconds: None
        }
    );
    assert_eq!(kept(&machine, &portal), "acc_1-token-1");
    assert_eq!(
        confirm(PASSWORD, Some(CODE)).await,
        ConfirmIdentityOutcome::Confirmed
    );
}

#[tokio::test]
async fn a_request_under_way_with_the_old_token_is_asked_again() {
    for ask in ["ViewerQuery", "ChangePreferences", "Sessions"] {
        let (machine, portal) = (Machine::new(), FakePortal::start().await);
        let app = machine.signed_in(&portal).await;
        let mut held = portal.hold(ask, Hold::Request);
        let asking = tokio::spawn({
            let app = app.clone();
            async move {
                match ask {
                    "ViewerQuery" => app.refresh_profile().await.map(drop),
                    "ChangePreferences" => app.set_theme(Theme::Dark).await.map(drop),
                    _ => app.sessions().await.map(drop),
                }
            }
        });
        held.arrived().await;
        confirming(&app).await.unwrap().unwrap();
        held.go_on();
        asking.await.unwrap().unwrap();
        assert_eq!(portal.count(ask), 2, "{ask}");
        shown_at_start(&app);
        assert!(is_in_force(&portal, &kept(&machine, &portal)));
    }
}

#[tokio::test]
async fn a_request_that_is_refused_before_the_new_token_is_here_waits_for_it() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.signed_in(&portal).await;
    let mut rotated = portal.hold("ConfirmIdentity", Hold::Reply);
    let confirmation = confirming(&app);
    rotated.arrived().await;
    let mut refused = portal.hold("ViewerQuery", Hold::Reply);
    let refresh = tokio::spawn({
        let app = app.clone();
        async move { app.refresh_profile().await }
    });
    refused.arrived().await;
    refused.go_on();
    rotated.go_on();
    refresh.await.unwrap().unwrap();
    let outcome = confirmation.await.unwrap().unwrap();
    assert_eq!(outcome, ConfirmIdentityOutcome::Confirmed);
    shown_at_start(&app);
}

#[tokio::test]
async fn two_confirmations_at_once_follow_each_other() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.signed_in(&portal).await;
    let (first, second) = tokio::join!(confirming(&app), confirming(&app));
    for outcome in [first, second] {
        assert_eq!(outcome.unwrap().unwrap(), ConfirmIdentityOutcome::Confirmed);
    }
    assert!(is_in_force(&portal, &kept(&machine, &portal)));
    app.refresh_profile().await.unwrap();
}

/// Confirms, and the reply is lost once the portal has done its work.
async fn confirm_unheard(app: &ProfileApp, portal: &FakePortal) {
    portal.lose("ConfirmIdentity", 1);
    let outcome = confirming(app).await.unwrap();
    assert_eq!(code(outcome), FailureCode::PortalFailed);
}

#[tokio::test]
async fn after_a_lost_reply_another_step_goes_on_with_the_new_token() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.signed_in(&portal).await;
    confirm_unheard(&app, &portal).await;
    assert_eq!(portal.count("ConfirmIdentity"), 1);
    app.refresh_profile().await.unwrap();
    assert!(is_in_force(&portal, &kept(&machine, &portal)));
    app.revoke_other_sessions().await.unwrap();
}

#[tokio::test]
async fn after_a_lost_reply_confirming_again_finds_it_done() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.signed_in(&portal).await;
    for _ in 0..2 {
        confirm_unheard(&app, &portal).await;
        let outcome = confirming(&app).await.unwrap().unwrap();
        assert_eq!(outcome, ConfirmIdentityOutcome::Confirmed);
        assert!(is_in_force(&portal, &kept(&machine, &portal)));
    }
    app.revoke_other_sessions().await.unwrap();
}

/// The request never got there, so the token before is the one that counts.
#[tokio::test]
async fn after_a_lost_request_confirming_again_does_it() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.signed_in(&portal).await;
    portal.account().refuse_with = Some(StatusCode::BAD_GATEWAY);
    let outcome = confirming(&app).await.unwrap();
    assert_eq!(code(outcome), FailureCode::PortalFailed);
    portal.account().refuse_with = None;
    app.refresh_profile().await.unwrap();
    assert_eq!(kept(&machine, &portal), "acc_1-token-1");
    let outcome = confirming(&app).await.unwrap().unwrap();
    assert_eq!(outcome, ConfirmIdentityOutcome::Confirmed);
    assert!(is_in_force(&portal, &kept(&machine, &portal)));
}

#[tokio::test]
async fn after_a_lost_reply_signing_out_ends_the_session_at_the_portal() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.signed_in(&portal).await;
    confirm_unheard(&app, &portal).await;
    assert!(app.sign_out().await.unwrap().revoked);
    assert!(portal.account().sessions.is_empty());
}

#[tokio::test]
async fn after_a_lost_reply_signing_in_anew_ends_the_session_before() {
    let patient = Machine {
        sign_out: Duration::from_secs(5),
        ..Machine::new()
    };
    let (machine, portal) = (patient, FakePortal::start().await);
    let app = machine.signed_in(&portal).await;
    confirm_unheard(&app, &portal).await;
    let mut refused = portal.hold("SignOut", Hold::Reply);
    sign_in(&app, &portal).await;
    refused.arrived().await;
    let mut revoked = portal.hold("SignOut", Hold::Reply);
    refused.go_on();
    let again = tokio::time::timeout(Duration::from_secs(5), revoked.arrived());
    again.await.expect("the new token is revoked");
    assert_eq!(portal.account().sessions.len(), 1, "the new session");
    revoked.go_on();
}

#[tokio::test]
async fn a_session_that_ended_after_a_lost_reply_has_ended() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.signed_in(&portal).await;
    confirm_unheard(&app, &portal).await;
    portal.account().sessions.clear();
    assert_eq!(code(app.refresh_profile().await), FailureCode::SessionEnded);
    assert_eq!(machine.tokens.entries() + machine.cached(), 0);
}

#[tokio::test]
async fn a_session_that_ended_is_not_confirmed() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.signed_in(&portal).await;
    portal.account().sessions.clear();
    let outcome = app.confirm_identity(PASSWORD.into(), None).await;
    assert_eq!(code(outcome), FailureCode::SessionEnded);
    assert_eq!(machine.tokens.entries() + machine.cached(), 0);
}

#[tokio::test]
async fn a_keyring_that_can_not_save_leaves_the_session_in_memory() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.signed_in(&portal).await;
    machine.tokens.set_full(true);
    confirming(&app).await.unwrap().unwrap();
    let failed = Some(TokenStorage::MemoryKeyringFailed);
    assert_eq!(app.services().borrow().token_storage, failed);
    // The one that the portal refuses by now is gone.
    assert_eq!(machine.tokens.entries() + machine.cached(), 0);
    app.refresh_profile().await.unwrap();
    email_at_start(&machine.app());

    machine.tokens.set_full(false);
    confirming(&app).await.unwrap().unwrap();
    let keyring = Some(TokenStorage::Keyring);
    assert_eq!(app.services().borrow().token_storage, keyring);
    assert!(is_in_force(&portal, &kept(&machine, &portal)));
    let restarted = machine.app();
    shown_at_start(&restarted);
    restarted.refresh_profile().await.unwrap();
}

#[tokio::test]
async fn a_keyring_that_fails_altogether_is_not_trusted_at_the_next_start() {
    for (fault, storage) in [
        (Fault::Missing, TokenStorage::MemoryNoKeyring),
        (Fault::Locked, TokenStorage::MemoryKeyringLocked),
        (Fault::Failed, TokenStorage::MemoryKeyringFailed),
    ] {
        let (machine, portal) = (Machine::new(), FakePortal::start().await);
        let app = machine.signed_in(&portal).await;
        machine.tokens.set_fault(fault);
        confirming(&app).await.unwrap().unwrap();
        assert_eq!(app.services().borrow().token_storage, Some(storage));
        app.refresh_profile().await.unwrap();
        machine.tokens.set_fault(Fault::None);
        email_at_start(&machine.app());
    }
}

#[tokio::test]
async fn a_sign_out_meanwhile_revokes_the_new_token() {
    let patient = Machine {
        sign_out: Duration::from_secs(5),
        ..Machine::new()
    };
    let (machine, portal) = (patient, FakePortal::start().await);
    let app = machine.signed_in(&portal).await;
    let mut rotated = portal.hold("ConfirmIdentity", Hold::Reply);
    let confirmation = confirming(&app);
    rotated.arrived().await;
    let mut refused = portal.hold("SignOut", Hold::Reply);
    let sign_out = tokio::spawn({
        let app = app.clone();
        async move { app.sign_out().await }
    });
    refused.arrived().await;
    refused.go_on();
    rotated.go_on();
    assert!(sign_out.await.unwrap().unwrap().revoked);
    assert_eq!(code(confirmation.await.unwrap()), FailureCode::NotSignedIn);
    assert!(portal.account().sessions.is_empty());
    assert_eq!(machine.tokens.entries() + machine.cached(), 0);
}

#[tokio::test]
async fn a_token_that_comes_after_the_sign_out_is_revoked_and_not_kept() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.signed_in(&portal).await;
    let mut rotated = portal.hold("ConfirmIdentity", Hold::Reply);
    let confirmation = confirming(&app);
    rotated.arrived().await;
    assert!(!app.sign_out().await.unwrap().revoked);
    let mut revoked = portal.hold("SignOut", Hold::Reply);
    rotated.go_on();
    revoked.arrived().await;
    assert!(portal.account().sessions.is_empty());
    revoked.go_on();
    assert_eq!(code(confirmation.await.unwrap()), FailureCode::NotSignedIn);
    assert_eq!(machine.tokens.entries() + machine.cached(), 0);
}
