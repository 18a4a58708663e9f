//! Replies that come when something else has happened meanwhile.

use profile_core::failure::FailureCode;
use profile_core::preferences::Theme;
use profile_core::remembered;

use crate::fake_portal::FakePortal;
use crate::holding::Hold;
use crate::machine::{Machine, code, email_at_start, key, shown_at_start, sign_in};

#[tokio::test]
async fn the_last_of_several_choices_wins() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.signed_in(&portal).await;
    let mut held = portal.hold("ChangePreferences", Hold::Request);
    let first = tokio::spawn({
        let app = app.clone();
        async move { app.set_theme(Theme::Dark).await }
    });
    held.arrived().await;
    let changes = async { tokio::join!(app.set_theme(Theme::System), app.set_theme(Theme::Light)) };
    let release = async { held.go_on() };
    let ((second, third), ()) = tokio::join!(changes, release);

    let theme =
        |snapshot: profile_core::profile::ProfileSnapshot| snapshot.profile.preferences.theme;
    assert_eq!(theme(first.await.unwrap().unwrap()), Theme::Dark);
    assert_eq!(theme(second.unwrap()), Theme::System);
    assert_eq!(theme(third.unwrap()), Theme::Light);
    assert_eq!(portal.account().theme, "LIGHT");
    assert_eq!(remembered::theme(&*machine.store), Theme::Light);
    assert_eq!(
        shown_at_start(&machine.app()).map(theme),
        Some(Theme::Light)
    );
}

#[tokio::test]
async fn a_refresh_from_before_a_change_does_not_undo_it() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.signed_in(&portal).await;
    let mut held = portal.hold("ViewerQuery", Hold::Reply);
    let refresh = tokio::spawn({
        let app = app.clone();
        async move { app.refresh_profile().await }
    });
    held.arrived().await;
    app.set_theme(Theme::Dark).await.unwrap();
    held.go_on();
    let snapshot = refresh.await.unwrap().unwrap();
    assert_eq!(snapshot.profile.preferences.theme, Theme::Dark);
    assert_eq!(shown_at_start(&machine.app()), Some(snapshot));
}

#[tokio::test]
async fn a_reply_of_a_replaced_session_does_not_touch_the_new_one() {
    let (machine, old, new) = (
        Machine::new(),
        FakePortal::start().await,
        FakePortal::start().await,
    );
    old.account().display_name = "Somebody Else".into();
    let app = machine.signed_in(&old).await;
    let mut held = old.hold("ViewerQuery", Hold::Reply);
    let refresh = tokio::spawn({
        let app = app.clone();
        async move { app.refresh_profile().await }
    });
    held.arrived().await;
    let snapshot = sign_in(&app, &new).await;
    held.go_on();
    assert_eq!(code(refresh.await.unwrap()), FailureCode::NotSignedIn);
    for app in [app, machine.app()] {
        assert_eq!(shown_at_start(&app), Some(snapshot.clone()));
    }
    assert_eq!(machine.cached(), 2, "each account's own");
}

#[tokio::test]
async fn the_end_of_a_replaced_session_does_not_end_the_new_one() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.signed_in(&portal).await;
    let mut held = portal.hold("ViewerQuery", Hold::Request);
    let refresh = tokio::spawn({
        let app = app.clone();
        async move { app.refresh_profile().await }
    });
    held.arrived().await;
    portal.account().sessions.clear();
    // The same account: its keyring entry and its file have the same names.
    sign_in(&app, &portal).await;
    held.go_on();
    assert_eq!(code(refresh.await.unwrap()), FailureCode::NotSignedIn);
    assert!(machine.tokens.peek(&key(&portal)).is_some());
    assert_eq!(machine.cached(), 1);
    app.refresh_profile().await.unwrap();
}

#[tokio::test]
async fn a_change_that_is_answered_after_the_sign_out_leaves_nothing() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.signed_in(&portal).await;
    let mut held = portal.hold("ChangePreferences", Hold::Reply);
    let change = tokio::spawn({
        let app = app.clone();
        async move { app.set_theme(Theme::Dark).await }
    });
    held.arrived().await;
    app.sign_out().await.unwrap();
    held.go_on();
    assert_eq!(code(change.await.unwrap()), FailureCode::NotSignedIn);
    assert_eq!(machine.cached(), 0);
    assert_eq!(remembered::theme(&*machine.store), Theme::System);
    email_at_start(&machine.app());
}
