//! Seeing the profile and changing it.

use axum::http::StatusCode;
use chrono::Duration;
use profile_core::failure::FailureCode;
use profile_core::ports::LocalStore;
use profile_core::preferences::Theme;
use profile_core::remembered;

use crate::fake_portal::FakePortal;
use crate::machine::{Machine, code, noon, shown_at_start, sign_in};

#[tokio::test]
async fn a_refresh_says_when_the_portal_said_so() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.signed_in(&portal).await;
    let later = noon() + Duration::minutes(5);
    machine.clock.set(later);
    assert_eq!(app.refresh_profile().await.unwrap().fetched_at, later);
    // A changed preference says nothing about the age of the rest.
    machine.clock.set(later + Duration::minutes(5));
    assert_eq!(app.set_theme(Theme::Dark).await.unwrap().fetched_at, later);
}

#[tokio::test]
async fn a_new_display_name_is_shown_and_kept() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.signed_in(&portal).await;
    let snapshot = app.change_display_name("Grace Hopper").await.unwrap();
    assert_eq!(snapshot.profile.account.display_name, "Grace Hopper");
    assert_eq!(snapshot.profile.account.initials, "GH");
    assert_eq!(shown_at_start(&machine.app()), Some(snapshot));
}

#[tokio::test]
async fn a_refused_display_name_has_its_own_code() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.signed_in(&portal).await;
    for (name, expected) in [
        ("", FailureCode::DisplayNameEmpty),
        (&*"x".repeat(101), FailureCode::DisplayNameTooLong),
        ("\u{7}", FailureCode::DisplayNameInvalid),
        ("later", FailureCode::DisplayNameInvalid),
    ] {
        assert_eq!(code(app.change_display_name(name).await), expected);
    }
    assert_eq!(
        shown_at_start(&app).unwrap().profile.account.display_name,
        "Ada Lovelace"
    );
}

#[tokio::test]
async fn preferences_are_saved_to_the_profile_and_seen_elsewhere() {
    let (machine, elsewhere, portal) = (Machine::new(), Machine::new(), FakePortal::start().await);
    let app = machine.signed_in(&portal).await;
    app.set_toast_notifications(false).await.unwrap();
    app.set_theme(Theme::Dark).await.unwrap();
    assert_eq!(remembered::theme(&*machine.store), Theme::Dark);

    let seen = sign_in(&elsewhere.app(), &portal).await;
    assert!(!seen.profile.preferences.toast_notifications);
    assert_eq!(seen.profile.preferences.theme, Theme::Dark);
    assert_eq!(remembered::theme(&*elsewhere.store), Theme::Dark);
}

#[tokio::test]
async fn a_preference_that_fails_to_save_stays_as_it_was() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.signed_in(&portal).await;
    let before = shown_at_start(&app);
    for (status, expected) in [
        (StatusCode::INTERNAL_SERVER_ERROR, FailureCode::PortalFailed),
        (StatusCode::TOO_MANY_REQUESTS, FailureCode::TooManyRequests),
        (StatusCode::FOUND, FailureCode::PortalRedirects),
        (StatusCode::NOT_FOUND, FailureCode::ReplyInvalid),
    ] {
        portal.account().refuse_with = Some(status);
        assert_eq!(code(app.set_theme(Theme::Dark).await), expected);
        assert_eq!(code(app.set_toast_notifications(false).await), expected);
        assert_eq!(shown_at_start(&app), before);
        assert_eq!(remembered::theme(&*machine.store), Theme::System);
    }
}

#[tokio::test]
async fn a_change_before_the_profile_was_seen_shows_all_of_it() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    machine.signed_in(&portal).await;
    std::fs::remove_dir_all(machine.cache.path().join("profiles")).unwrap();
    let app = machine.app();
    assert_eq!(shown_at_start(&app), None);
    let snapshot = app.set_theme(Theme::Light).await.unwrap();
    assert_eq!(snapshot.profile.account.display_name, "Ada Lovelace");
    assert_eq!(snapshot.profile.preferences.theme, Theme::Light);
}

#[tokio::test]
async fn a_picture_is_downloaded_once() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    portal.account().avatar_path = Some("/avatars/ada.png".into());
    let app = machine.app();
    let picture = sign_in(&app, &portal).await.profile.account.avatar;
    // "ada.png", which is what this portal's pictures hold.
    assert_eq!(
        picture.as_deref(),
        Some("data:image/png;base64,YWRhLnBuZw==")
    );
    app.refresh_profile().await.unwrap();
    app.change_display_name("Ada King").await.unwrap();
    let app = machine.app();
    shown_at_start(&app);
    assert_eq!(
        app.refresh_profile().await.unwrap().profile.account.avatar,
        picture
    );
    assert_eq!(portal.count("ada.png"), 1);

    portal.account().avatar_path = Some("/avatars/new.png".into());
    assert_ne!(
        app.refresh_profile().await.unwrap().profile.account.avatar,
        picture
    );
    portal.account().avatar_path = None;
    assert_eq!(
        app.refresh_profile().await.unwrap().profile.account.avatar,
        None
    );
}

#[tokio::test]
async fn a_picture_that_cannot_be_had_is_left_out() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    for path in ["/avatars/missing.png", "//elsewhere.example/ada.png"] {
        portal.account().avatar_path = Some(path.into());
        let snapshot = sign_in(&machine.app(), &portal).await;
        assert_eq!(snapshot.profile.account.avatar, None);
    }
}

#[tokio::test]
async fn nobody_signed_in_is_no_panic() {
    let machine = Machine::new();
    let app = machine.app();
    assert_eq!(code(app.refresh_profile().await), FailureCode::NotSignedIn);
    assert_eq!(
        code(app.change_display_name("Ada").await),
        FailureCode::NotSignedIn
    );
    assert_eq!(
        code(app.set_theme(Theme::Dark).await),
        FailureCode::NotSignedIn
    );
    assert_eq!(code(app.sign_out().await), FailureCode::NotSignedIn);
    assert_eq!(machine.store.get(remembered::SESSION), None);
}
