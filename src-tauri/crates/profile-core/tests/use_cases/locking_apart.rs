//! What is under way when the lock falls, and what it does to the sessions of several accounts.

use std::time::Duration;

use profile_core::accounts::AccountState::{InView, SignedIn};
use profile_core::app::ProfileApp;
use profile_core::failure::{Failure, FailureCode};
use profile_core::memory::{Fault, PromptAnswer};
use profile_core::ports::{TokenLock, TokenStore};
use profile_core::second_factor::SecondFactor;
use profile_core::security::ConfirmIdentityOutcome;
use profile_core::session::SignInOutcome;
use profile_core::start::Stage;
use secrecy::SecretString;
use tokio::task::JoinHandle;

use crate::accounts::{Two, name, states, switch};
use crate::fake_portal::{EMAIL, PASSWORD};
use crate::holding::Hold;
use crate::locking::{is_locked, locking, unlocked, unlocking};
use crate::machine::{Machine, code, email_at_start, key};

/// Begins to lock the app: nothing shows any more, and it may still wait.
async fn falling(app: &ProfileApp) -> JoinHandle<()> {
    let mut state = app.lock_state().subscribe();
    let locks = tokio::spawn({
        let app = app.clone();
        async move { app.lock_now().await }
    });
    state.wait_for(|_| is_locked(app)).await.unwrap();
    locks
}

async fn confirm(app: ProfileApp) -> Result<ConfirmIdentityOutcome, Failure> {
    app.confirm_identity(PASSWORD.into(), None).await
}

async fn sign_in_again(app: ProfileApp, portal: String) -> Result<SignInOutcome, Failure> {
    app.sign_in(&portal, EMAIL, PASSWORD.into()).await
}

#[tokio::test]
async fn all_accounts_are_locked_away_and_come_back() {
    let two = Two::signed_in().await;
    two.app.lock_after(Some(5)).await.unwrap();
    assert_eq!(two.machine.tokens.entries(), 0);
    assert_eq!(two.machine.tokens.entries_apart(), 2);
    two.app.lock_now().await;
    assert_eq!(unlocked(&two.app).await, "Grace Hopper");
    let expected = [
        (two.grace.id.clone(), InView),
        (two.ada.id.clone(), SignedIn),
    ];
    assert_eq!(states(&two.app).await, expected);
    assert_eq!(two.switch(&two.ada).await.as_deref(), Some("Ada Lovelace"));
    assert_eq!(name(&two.app).await, "Ada Lovelace");

    let next = two.machine.app();
    assert_eq!(unlocked(&next).await, "Ada Lovelace");
    switch(&next, &two.grace).await;
    assert_eq!(name(&next).await, "Grace Hopper");
}

#[tokio::test]
async fn no_token_stays_in_memory() {
    let (machine, portal, app) = locking().await;
    assert_eq!(name(&app).await, "Ada Lovelace");
    app.lock_now().await;
    assert_eq!(unlocked(&app).await, "Ada Lovelace");
    // Without the entry there is nothing to go on with: memory holds it no more.
    machine.tokens.delete(&key(&portal)).await.unwrap();
    assert_eq!(code(app.refresh_profile().await), FailureCode::SessionEnded);
}

#[tokio::test]
async fn a_reply_that_comes_after_the_lock_shows_nothing() {
    let (_machine, portal, app) = locking().await;
    let mut held = portal.hold("ViewerQuery", Hold::Reply);
    let refreshing = tokio::spawn({
        let app = app.clone();
        async move { app.refresh_profile().await }
    });
    held.arrived().await;
    app.lock_now().await;
    held.go_on();
    assert_eq!(code(refreshing.await.unwrap()), FailureCode::Locked);
    assert_eq!(app.start(Vec::new()).stage, Stage::Locked);
}

#[tokio::test]
async fn a_token_that_is_being_replaced_is_locked_away_as_well() {
    let (machine, portal, app) = locking().await;
    let mut held = portal.hold("ConfirmIdentity", Hold::Reply);
    let confirming = tokio::spawn(confirm(app.clone()));
    held.arrived().await;
    // At once, whatever it waits for.
    let locks = falling(&app).await;
    held.go_on();
    locks.await.unwrap();
    assert_eq!(code(confirming.await.unwrap()), FailureCode::Locked);
    assert_eq!(machine.tokens.is_open(), Some(false));
    assert_eq!(*machine.tokens.prompts().borrow(), 1, "nobody is asked");
    assert_eq!(unlocked(&app).await, "Ada Lovelace");
    assert_eq!(name(&app).await, "Ada Lovelace");
    let next = machine.app();
    unlocked(&next).await;
    assert_eq!(name(&next).await, "Ada Lovelace");
}

#[tokio::test]
async fn it_opens_by_no_other_way_while_it_still_falls() {
    let (machine, portal, app) = locking().await;
    let mut held = portal.hold("ConfirmIdentity", Hold::Reply);
    let confirming = tokio::spawn(confirm(app.clone()));
    held.arrived().await;
    let locks = falling(&app).await;
    machine.tokens.set_answer(PromptAnswer::Declined);
    let unlocking = tokio::spawn({
        let app = app.clone();
        async move { app.unlock().await }
    });
    tokio::time::sleep(Duration::from_millis(100)).await;
    held.go_on();
    locks.await.unwrap();
    confirming.await.unwrap().unwrap_err();
    let asked = unlocking.await.unwrap();
    assert_eq!(code(asked), FailureCode::UnlockDeclined);
    assert!(is_locked(&app));
}

#[tokio::test]
async fn an_answer_without_a_use_does_not_leave_it_open() {
    let (machine, _portal, app) = locking().await;
    app.lock_now().await;
    // Whoever asked waits no more, and the keyring opens all the same.
    machine.tokens.set_answer(PromptAnswer::Awaited);
    let first = unlocking(&machine, &app).await;
    first.abort();
    machine.tokens.set_answer(PromptAnswer::Given);
    machine.tokens.open(false).await.unwrap();
    machine.tokens.set_answer(PromptAnswer::Declined);
    assert_eq!(code(app.unlock().await), FailureCode::UnlockDeclined);
    assert!(is_locked(&app));
}

#[tokio::test]
async fn nothing_is_announced_and_nothing_runs_while_it_falls() {
    let (machine, portal, app) = locking().await;
    let mut held = portal.hold("SignIn", Hold::Reply);
    let signing_in = tokio::spawn(sign_in_again(app.clone(), portal.id.clone()));
    held.arrived().await;
    let before = machine.notifier.shown().borrow().len();
    let locks = falling(&app).await;
    held.go_on();
    signing_in.await.unwrap().unwrap();
    locks.await.unwrap();
    let proof = SecondFactor::Code {
        code: "123456".into(),
    };
    assert_eq!(code(app.complete_sign_in(proof).await), FailureCode::Locked);
    tokio::time::sleep(Duration::from_millis(100)).await;
    assert_eq!(machine.notifier.shown().borrow().len(), before);
}

#[tokio::test]
async fn a_token_from_before_takes_no_newer_ones_place() {
    let (machine, portal, app) = locking().await;
    let stale: SecretString = "stale".into();
    machine.tokens.leave_elsewhere(&key(&portal), stale);
    app.lock_now().await;
    assert_eq!(unlocked(&app).await, "Ada Lovelace");
    assert_eq!(name(&app).await, "Ada Lovelace");
    assert_eq!(machine.tokens.entries(), 0, "it is cleared away");
}

#[tokio::test]
async fn a_choice_takes_the_place_of_a_never_that_waits_for_the_keyring() {
    let (machine, _portal, app) = locking().await;
    machine.tokens.lock().await.unwrap();
    machine.tokens.set_answer(PromptAnswer::Awaited);
    let turning_off = tokio::spawn({
        let app = app.clone();
        async move { app.lock_after(None).await }
    });
    let mut prompts = machine.tokens.prompts();
    prompts.wait_for(|prompts| *prompts == 2).await.unwrap();
    let chosen = app.lock_after(Some(30)).await.unwrap();
    assert_eq!(chosen.after_minutes, Some(30));
    machine.tokens.set_answer(PromptAnswer::Given);
    assert_eq!(code(turning_off.await.unwrap()), FailureCode::Locked);
    assert_eq!(app.lock_setting().await.after_minutes, Some(30));
    assert_eq!(machine.tokens.entries(), 0, "nothing lies in the open");
}

#[tokio::test]
async fn a_place_that_another_program_removed_is_not_made_again_and_costs_no_session_in_memory() {
    let (machine, _portal, app) = locking().await;
    machine.tokens.lose_place();
    app.lock_after(None).await.unwrap();
    assert_eq!(*machine.tokens.prompts().borrow(), 1, "nobody is asked");
    assert_eq!(machine.tokens.entries(), 1);
    assert_eq!(name(&app).await, "Ada Lovelace");

    app.lock_after(Some(5)).await.unwrap();
    app.lock_now().await;
    machine.tokens.lose_place();
    assert_eq!(code(app.unlock().await), FailureCode::KeyringUnavailable);
    assert!(
        is_locked(&app),
        "whoever chooses a password does not get in"
    );
}

#[tokio::test]
async fn a_sign_in_under_way_is_locked_with_the_rest() {
    let (machine, portal, app) = locking().await;
    let mut held = portal.hold("SignIn", Hold::Reply);
    let signing_in = tokio::spawn(sign_in_again(app.clone(), portal.id.clone()));
    held.arrived().await;
    let locks = falling(&app).await;
    held.go_on();
    signing_in.await.unwrap().unwrap();
    locks.await.unwrap();
    assert_eq!(code(app.refresh_profile().await), FailureCode::Locked);
    assert_eq!(machine.tokens.is_open(), Some(false));
    assert_eq!(unlocked(&app).await, "Ada Lovelace");
    assert_eq!(name(&app).await, "Ada Lovelace");
}

#[tokio::test]
async fn a_session_that_no_keyring_holds_ends_with_the_lock() {
    let (machine, portal, app) = locking().await;
    app.sign_out().await.unwrap();
    machine.tokens.set_full(true);
    crate::machine::sign_in(&app, &portal).await;
    let mut revoked = portal.hold("SignOut", Hold::Reply);
    app.lock_now().await;
    assert!(is_locked(&app));
    revoked.arrived().await;
    revoked.go_on();
    let stage = app.unlock().await.unwrap();
    assert!(matches!(stage, Stage::SignIn { email: Some(email), .. } if email == EMAIL));
    assert!(portal.account().sessions.is_empty());
}

#[tokio::test]
async fn a_keyring_that_could_not_lock_does_so_before_it_opens() {
    let (machine, _portal, app) = locking().await;
    machine.tokens.set_fault(Fault::Failed);
    app.lock_now().await;
    assert!(is_locked(&app));
    assert_eq!(machine.tokens.is_open(), Some(true));
    assert_eq!(code(app.unlock().await), FailureCode::KeyringUnavailable);
    machine.tokens.set_fault(Fault::None);
    assert_eq!(unlocked(&app).await, "Ada Lovelace");
    assert_eq!(
        *machine.tokens.prompts().borrow(),
        2,
        "the person was asked"
    );
}

#[tokio::test]
async fn a_forgotten_password_costs_the_sessions_and_nothing_else() {
    let two = Two::signed_in_on(Machine::new()).await;
    two.app.lock_after(Some(5)).await.unwrap();
    two.app.lock_now().await;
    let stage = two.app.give_up_locked().await;
    assert!(matches!(stage, Stage::SignIn { portal, .. } if portal.id == two.grace.id));
    assert!(!is_locked(&two.app));
    assert_eq!(two.machine.tokens.is_open(), None);
    assert_eq!(two.machine.cached(), 0, "nothing of the profiles stays");
    assert_eq!(two.app.lock_setting().await.after_minutes, None);
    let known = two.app.accounts().await.len();
    assert_eq!(known, 2, "both can be signed in to again");
    assert_eq!(email_at_start(&two.machine.app()).as_deref(), Some(EMAIL));
    crate::machine::sign_in(&two.app, &two.ada).await;
    assert_eq!(two.machine.tokens.entries(), 1);
    assert_eq!(name(&two.app).await, "Ada Lovelace");
}
