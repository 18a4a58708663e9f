//! Signing out.

use profile_core::failure::FailureCode;
use profile_core::memory::Fault;
use profile_core::remembered;
use profile_core::session::SignOutOutcome;

use crate::fake_portal::{EMAIL, FakePortal};
use crate::machine::{Machine, code, email_at_start, shown_at_start};

const CLEAN: SignOutOutcome = SignOutOutcome {
    revoked: true,
    keyring_cleared: true,
};

#[tokio::test]
async fn a_sign_out_revokes_the_session_and_clears_this_machine() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.signed_in(&portal).await;
    assert_eq!(app.sign_out().await.unwrap(), CLEAN);
    assert!(portal.account().sessions.is_empty());
    assert_eq!(machine.tokens.entries() + machine.cached(), 0);
    assert_eq!(app.services().borrow().token_storage, None);
    assert_eq!(remembered::session(&*machine.store).unwrap().account, None);
    for app in [app, machine.app()] {
        assert_eq!(email_at_start(&app).as_deref(), Some(EMAIL));
        assert_eq!(code(app.refresh_profile().await), FailureCode::NotSignedIn);
    }
}

#[tokio::test]
async fn a_sign_out_right_after_a_restart_takes_the_token_from_the_keyring() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    machine.signed_in(&portal).await;
    let app = machine.app();
    shown_at_start(&app);
    assert_eq!(app.sign_out().await.unwrap(), CLEAN);
    assert!(portal.account().sessions.is_empty());
}

#[tokio::test]
async fn a_portal_that_does_not_answer_does_not_keep_anyone_signed_in() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.signed_in(&portal).await;
    portal.account().silent = true;
    let outcome = app.sign_out().await.unwrap();
    assert_eq!(
        outcome,
        SignOutOutcome {
            revoked: false,
            keyring_cleared: true
        }
    );
    assert_eq!(machine.tokens.entries() + machine.cached(), 0);
    email_at_start(&machine.app());
}

#[tokio::test]
async fn signing_out_works_offline() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    machine.signed_in(&portal).await;
    drop(portal);
    let app = machine.app();
    shown_at_start(&app);
    let outcome = app.sign_out().await.unwrap();
    assert_eq!(
        outcome,
        SignOutOutcome {
            revoked: false,
            keyring_cleared: true
        }
    );
    assert_eq!(machine.tokens.entries() + machine.cached(), 0);
}

#[tokio::test]
async fn a_session_that_was_revoked_already_counts_as_revoked() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.signed_in(&portal).await;
    portal.account().sessions.clear();
    assert_eq!(app.sign_out().await.unwrap(), CLEAN);
}

#[tokio::test]
async fn a_failing_keyring_is_told_and_the_person_is_signed_out_all_the_same() {
    for (fault, keyring_cleared) in [
        (Fault::Missing, true),
        (Fault::Locked, false),
        (Fault::Failed, false),
    ] {
        let (machine, portal) = (Machine::new(), FakePortal::start().await);
        let app = machine.signed_in(&portal).await;
        machine.tokens.set_fault(fault);
        let outcome = app.sign_out().await.unwrap();
        assert_eq!(
            outcome,
            SignOutOutcome {
                revoked: true,
                keyring_cleared
            }
        );
        machine.tokens.set_fault(Fault::None);
        email_at_start(&machine.app());
        assert_eq!(machine.cached(), 0);
    }
}

#[tokio::test]
async fn only_one_of_two_sign_outs_counts() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.signed_in(&portal).await;
    let (first, second) = tokio::join!(app.sign_out(), app.sign_out());
    assert_eq!(first.unwrap(), CLEAN);
    assert_eq!(code(second), FailureCode::NotSignedIn);
}
