//! The lock: when it falls, what it hides, and how it opens.

use std::time::Duration;

use chrono::TimeDelta;
use profile_core::app::ProfileApp;
use profile_core::failure::{Failure, FailureCode};
use profile_core::lock::{LOCK_AFTER, LockSetting, LockState, LockSupport};
use profile_core::memory::{Fault, PromptAnswer};
use profile_core::offline::FirstFrame;
use profile_core::ports::{LocalStore, TokenLock};
use profile_core::start::Stage;
use serde_json::json;
use tokio::task::JoinHandle;

use crate::accounts::name;
use crate::fake_portal::{EMAIL, FakePortal, PASSWORD};
use crate::machine::{Machine, code, email_at_start, key, noon, shown_at_start, sign_in};

/// There is one every 20 milliseconds.
const MANY_LOOKS: Duration = Duration::from_millis(500);

/// A machine with a session that locks after five minutes.
pub(crate) async fn locking() -> (Machine, FakePortal, ProfileApp) {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.signed_in(&portal).await;
    app.lock_after(Some(5)).await.unwrap();
    (machine, portal, app)
}

pub(crate) fn is_locked(app: &ProfileApp) -> bool {
    *app.lock_state().borrow() == LockState::Locked
}

/// Waits until the app is locked.
async fn falls(app: &ProfileApp) {
    let mut state = app.lock_state().subscribe();
    let falls = state.wait_for(|it| *it == LockState::Locked);
    let fallen = tokio::time::timeout(Duration::from_secs(10), falls).await;
    fallen.expect("it stays open").unwrap();
}

/// Has the keyring ask for the second time, which it did first when the lock was turned on.
pub(crate) async fn unlocking(
    machine: &Machine,
    app: &ProfileApp,
) -> JoinHandle<Result<Stage, Failure>> {
    let asking = tokio::spawn({
        let app = app.clone();
        async move { app.unlock().await }
    });
    let mut prompts = machine.tokens.prompts();
    prompts.wait_for(|prompts| *prompts == 2).await.unwrap();
    asking
}

/// The person whose profile the window shows after it is unlocked.
pub(crate) async fn unlocked(app: &ProfileApp) -> String {
    match app.unlock().await.unwrap() {
        Stage::SignedIn {
            snapshot: Some(snapshot),
            ..
        } => snapshot.profile.account.display_name,
        stage => panic!("nobody is signed in: {stage:?}"),
    }
}

#[tokio::test]
async fn nothing_locks_unless_the_person_wants_it() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.signed_in(&portal).await;
    let off = LockSetting {
        after_minutes: None,
        support: LockSupport::Available,
    };
    assert_eq!(app.lock_setting().await, off);
    let watching = tokio::spawn(app.clone().watch_for_idleness());
    machine.clock.set(noon() + TimeDelta::days(3));
    tokio::time::sleep(MANY_LOOKS).await;
    app.person_is_active();
    app.lock_now().await;
    assert!(!is_locked(&app));
    assert_eq!(name(&app).await, "Ada Lovelace");
    drop(app);
    let over = tokio::time::timeout(Duration::from_secs(5), watching).await;
    over.expect("it goes on").unwrap();
}

#[tokio::test]
async fn it_is_turned_on_with_a_password_and_off_again() {
    let (machine, portal, app) = locking().await;
    assert_eq!(*machine.tokens.prompts().borrow(), 1);
    assert_eq!(machine.tokens.entries(), 0, "the token stays behind");
    assert_eq!(machine.tokens.entries_apart(), 1);
    assert_eq!(app.lock_setting().await.after_minutes, Some(5));

    // Another time asks nobody.
    let setting = app.lock_after(Some(60)).await.unwrap();
    assert_eq!(setting.after_minutes, Some(60));
    assert_eq!(*machine.tokens.prompts().borrow(), 1);

    let setting = app.lock_after(None).await.unwrap();
    assert_eq!(setting.after_minutes, None);
    assert_eq!(machine.tokens.entries(), 1);
    assert_eq!(machine.tokens.is_open(), None, "the place is left behind");
    assert!(machine.tokens.peek(&key(&portal)).is_some());
    let next = machine.app();
    assert!(shown_at_start(&next).is_some());
    assert_eq!(name(&next).await, "Ada Lovelace");
}

#[tokio::test]
async fn it_does_not_fall_when_it_is_turned_on_after_hours() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.signed_in(&portal).await;
    tokio::spawn(app.clone().watch_for_idleness());
    machine.clock.set(noon() + TimeDelta::hours(3));
    app.lock_after(Some(5)).await.unwrap();
    tokio::time::sleep(MANY_LOOKS).await;
    assert!(!is_locked(&app));
    machine
        .clock
        .set(noon() + TimeDelta::hours(3) + TimeDelta::minutes(5));
    falls(&app).await;
}

#[tokio::test]
async fn a_number_that_makes_for_no_lock_changes_nothing() {
    let (_machine, _portal, app) = locking().await;
    for minutes in [0, 1441] {
        let refused = app.lock_after(Some(minutes)).await;
        assert_eq!(code(refused), FailureCode::SettingsNotSaved);
    }
    assert_eq!(app.lock_setting().await.after_minutes, Some(5));
}

#[tokio::test]
async fn never_takes_the_place_of_a_choice_that_waits_for_the_keyring() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.signed_in(&portal).await;
    machine.tokens.set_answer(PromptAnswer::Awaited);
    let turning_on = tokio::spawn({
        let app = app.clone();
        async move { app.lock_after(Some(5)).await }
    });
    let mut prompts = machine.tokens.prompts();
    prompts.wait_for(|prompts| *prompts == 1).await.unwrap();
    app.lock_after(None).await.unwrap();
    machine.tokens.set_answer(PromptAnswer::Given);
    assert_eq!(code(turning_on.await.unwrap()), FailureCode::Locked);
    assert_eq!(app.lock_setting().await.after_minutes, None);
    assert_eq!(machine.tokens.entries(), 1);
}

#[tokio::test]
async fn turning_it_off_works_wholly_or_not_at_all() {
    let (machine, _portal, app) = locking().await;
    machine.store.set_fault(Fault::Failed);
    let unsaved = app.lock_after(None).await;
    assert_eq!(code(unsaved), FailureCode::SettingsNotSaved);
    machine.store.set_fault(Fault::None);
    assert_eq!(app.lock_setting().await.after_minutes, Some(5));
    assert_eq!(machine.tokens.entries(), 0, "no copy stays in the open");
    app.lock_now().await;
    assert_eq!(unlocked(&app).await, "Ada Lovelace");
    assert_eq!(name(&app).await, "Ada Lovelace");

    // Closed from outside, the keyring asks before anything is moved.
    machine.tokens.lock().await.unwrap();
    machine.tokens.set_answer(PromptAnswer::Declined);
    let declined = app.lock_after(None).await;
    assert_eq!(code(declined), FailureCode::UnlockDeclined);
    assert_eq!(app.lock_setting().await.after_minutes, Some(5));
    machine.tokens.set_answer(PromptAnswer::Given);
    app.lock_after(None).await.unwrap();
    assert_eq!(machine.tokens.entries(), 1);
}

#[tokio::test]
async fn without_its_keyring_it_can_be_turned_off_and_the_session_is_kept_later() {
    let (machine, _portal, app) = locking().await;
    machine.tokens.set_fault(Fault::Missing);
    app.lock_after(None).await.unwrap();
    assert_eq!(name(&app).await, "Ada Lovelace", "the session goes on");
    machine.tokens.set_fault(Fault::None);
    assert!(app.keyring_returned().await);
    assert_eq!(machine.tokens.entries(), 1);
    assert_eq!(name(&machine_next(&machine)).await, "Ada Lovelace");
}

#[tokio::test]
async fn what_is_turned_down_or_fails_leaves_all_as_it_was() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.signed_in(&portal).await;
    machine.tokens.set_answer(PromptAnswer::Declined);
    let declined = app.lock_after(Some(5)).await;
    assert_eq!(code(declined), FailureCode::UnlockDeclined);

    machine.tokens.set_answer(PromptAnswer::Given);
    machine.store.set_fault(Fault::Failed);
    let unsaved = app.lock_after(Some(5)).await;
    assert_eq!(code(unsaved), FailureCode::SettingsNotSaved);

    machine.store.set_fault(Fault::None);
    machine.tokens.set_fault(Fault::Missing);
    let missing = app.lock_after(Some(5)).await;
    assert_eq!(code(missing), FailureCode::KeyringUnavailable);
    assert_eq!(app.lock_setting().await.support, LockSupport::NoKeyring);

    machine.tokens.set_fault(Fault::None);
    assert_eq!(app.lock_setting().await.after_minutes, None);
    assert_eq!(machine.tokens.entries(), 1);
    app.lock_now().await;
    assert!(!is_locked(&app));
    assert_eq!(name(&machine_next(&machine)).await, "Ada Lovelace");
}

/// The next run on a machine, which begins with a profile.
fn machine_next(machine: &Machine) -> ProfileApp {
    let next = machine.app();
    assert!(shown_at_start(&next).is_some());
    next
}

#[tokio::test]
async fn it_falls_when_the_person_has_been_away_for_long_enough() {
    let (machine, _portal, app) = locking().await;
    tokio::spawn(app.clone().watch_for_idleness());
    for minutes in [4, 8, 12] {
        machine.clock.set(noon() + TimeDelta::minutes(minutes));
        tokio::time::sleep(MANY_LOOKS).await;
        assert!(!is_locked(&app), "in use until {minutes}");
        app.person_is_active();
    }
    // A clock that is set back makes it later by no more than that.
    machine.clock.set(noon());
    tokio::time::sleep(MANY_LOOKS).await;
    assert!(!is_locked(&app));
    machine.clock.set(noon() + TimeDelta::minutes(5));
    falls(&app).await;
}

#[tokio::test]
async fn whoever_comes_after_a_long_sleep_has_to_unlock_it() {
    let (machine, _portal, app) = locking().await;
    machine.clock.set(noon() + TimeDelta::hours(8));
    // Before anything watches: the first thing that happens after the sleep is their move of the mouse.
    app.person_is_active();
    falls(&app).await;
    app.person_is_active();
    assert!(is_locked(&app));
}

#[tokio::test]
async fn while_it_is_locked_nothing_is_shown_and_nobody_is_asked() {
    let (machine, portal, app) = locking().await;
    app.lock_now().await;
    assert_eq!(machine.tokens.is_open(), Some(false));
    assert_eq!(app.start(Vec::new()).stage, Stage::Locked);
    assert_eq!(app.start_at(&portal.id, Vec::new()).stage, Stage::Locked);
    assert!(app.next_start().is_none());
    assert!(app.accounts().await.is_empty());
    let switched = app.switch_account(&portal.id, "acc_1").await;
    assert_eq!(switched, Stage::Locked);
    for refused in [
        code(app.refresh_profile().await),
        code(app.notifications().await),
        code(app.sign_out().await),
        code(app.lock_after(None).await),
        code(app.remove_account(&portal.id, "acc_1").await),
        code(app.sign_in(&portal.id, EMAIL, PASSWORD.into()).await),
    ] {
        assert_eq!(refused, FailureCode::Locked);
    }
    assert!(app.keyring_returned().await);
    app.lock_now().await;
    assert_eq!(*machine.tokens.prompts().borrow(), 1, "when it was set up");
    assert_eq!(app.services().borrow().token_storage, None);
    assert_eq!(portal.account().sessions.len(), 1, "the session goes on");
}

#[tokio::test]
async fn it_opens_by_the_prompt_of_the_keyring_alone() {
    let (machine, _portal, app) = locking().await;
    app.lock_now().await;
    machine.tokens.set_answer(PromptAnswer::Declined);
    assert_eq!(code(app.unlock().await), FailureCode::UnlockDeclined);
    machine.tokens.set_fault(Fault::Failed);
    assert_eq!(code(app.unlock().await), FailureCode::KeyringUnavailable);
    assert!(is_locked(&app));

    machine.tokens.set_fault(Fault::None);
    machine.tokens.set_answer(PromptAnswer::Given);
    assert_eq!(unlocked(&app).await, "Ada Lovelace");
    assert!(!is_locked(&app));
    assert_eq!(*machine.tokens.prompts().borrow(), 3);
    assert_eq!(name(&app).await, "Ada Lovelace");
    // A second press has nothing to do.
    assert_eq!(unlocked(&app).await, "Ada Lovelace");
    assert_eq!(*machine.tokens.prompts().borrow(), 3);
}

#[tokio::test]
async fn asking_again_takes_the_place_of_a_question_that_nobody_answers() {
    let (machine, _portal, app) = locking().await;
    app.lock_now().await;
    machine.tokens.set_answer(PromptAnswer::Awaited);
    let first = unlocking(&machine, &app).await;
    let second = tokio::spawn({
        let app = app.clone();
        async move { app.unlock().await }
    });
    assert_eq!(code(first.await.unwrap()), FailureCode::Locked);
    machine.tokens.set_answer(PromptAnswer::Given);
    assert!(matches!(second.await.unwrap(), Ok(Stage::SignedIn { .. })));
}

#[tokio::test]
async fn a_start_begins_locked_and_draws_nothing_ahead() {
    let (machine, _portal, app) = locking().await;
    let frame = FirstFrame {
        drawn_from: "d".into(),
        markup: "<h1>Ada</h1>".into(),
    };
    app.keep_first_frame(frame).await;
    assert_eq!(machine.cached(), 1, "the profile alone");
    drop(app);
    let next = machine.app();
    assert_eq!(next.start(Vec::new()).stage, Stage::Locked);
    // An earlier run left it open, and that counts for nothing.
    assert_eq!(machine.tokens.is_open(), Some(true));
    machine.tokens.set_answer(PromptAnswer::Declined);
    assert_eq!(code(next.unlock().await), FailureCode::UnlockDeclined);
    assert_eq!(machine.tokens.is_open(), Some(false));
    machine.tokens.set_answer(PromptAnswer::Given);
    assert_eq!(unlocked(&next).await, "Ada Lovelace");
    assert_eq!(name(&next).await, "Ada Lovelace");
}

#[tokio::test]
async fn a_first_frame_from_before_the_lock_goes() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.signed_in(&portal).await;
    let frame = FirstFrame {
        drawn_from: "d".into(),
        markup: "<h1>Ada</h1>".into(),
    };
    app.keep_first_frame(frame).await;
    assert_eq!(machine.cached(), 2);
    app.lock_after(Some(5)).await.unwrap();
    assert_eq!(machine.cached(), 1);
}

#[tokio::test]
async fn a_start_without_a_session_is_unlocked_before_anybody_signs_in() {
    let (machine, portal, app) = locking().await;
    app.sign_out().await.unwrap();
    let next = machine.app();
    assert!(is_locked(&next));
    let stage = next.unlock().await.unwrap();
    assert!(matches!(stage, Stage::SignIn { email: Some(email), .. } if email == EMAIL));
    sign_in(&next, &portal).await;
    assert_eq!(machine.tokens.entries_apart(), 1);
    assert_eq!(*machine.tokens.prompts().borrow(), 2, "asked once each");
    // Or without the password.
    next.sign_out().await.unwrap();
    let next = machine.app();
    next.give_up_locked().await;
    assert_eq!(email_at_start(&next).as_deref(), Some(EMAIL));
    assert!(!is_locked(&machine.app()));
}

#[tokio::test]
async fn a_run_that_was_killed_while_it_was_turned_on_loses_nothing() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    drop(machine.signed_in(&portal).await);
    machine.store.set(LOCK_AFTER, json!(5)).unwrap();
    machine.tokens.keep_apart();
    machine.tokens.open(true).await.unwrap();
    let next = machine.app();
    assert_eq!(unlocked(&next).await, "Ada Lovelace");
    assert_eq!(name(&next).await, "Ada Lovelace");
    assert_eq!(machine.tokens.entries(), 0, "all are gathered");
}
