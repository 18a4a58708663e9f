//! Starting again.

use std::fs;

use profile_core::failure::FailureCode;
use profile_core::memory::Fault;
use profile_core::offline::FirstFrame;
use profile_core::portals::BUILT_IN;
use profile_core::ports::{LocalStore, TokenStore};
use profile_core::remembered;
use profile_core::session::TokenStorage;
use profile_core::start::{Notice, Stage};
use serde_json::json;

use crate::fake_portal::{EMAIL, FakePortal, PASSWORD};
use crate::holding::Hold;
use crate::machine::{Machine, code, email_at_start, key, shown_at_start};

#[tokio::test]
async fn the_first_start_asks_for_a_portal_and_hands_on_notices() {
    let notice = Notice::LocalStoreSetAside {
        path: "/somewhere".into(),
    };
    let start = Machine::new().app().start(vec![notice.clone()]);
    assert_eq!(start.stage, Stage::Connect);
    assert_eq!(start.notices, [notice]);
}

#[tokio::test]
async fn a_start_shows_the_last_profile_without_keyring_or_network() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let before = shown_at_start(&machine.signed_in(&portal).await);
    let asked = portal.account().asked.len();
    machine.tokens.set_fault(Fault::Failed);

    let app = machine.app();
    assert_eq!(shown_at_start(&app), before);
    assert_eq!(portal.account().asked.len(), asked);
    assert_eq!(app.services().borrow().token_storage, None);
}

#[tokio::test]
async fn a_refresh_after_a_restart_takes_the_session_from_the_keyring() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    machine.signed_in(&portal).await;
    portal.account().display_name = "Ada King".into();

    let app = machine.app();
    shown_at_start(&app);
    let snapshot = app.refresh_profile().await.unwrap();
    assert_eq!(snapshot.profile.account.display_name, "Ada King");
    assert_eq!(
        app.services().borrow().token_storage,
        Some(TokenStorage::Keyring)
    );
    assert_eq!(shown_at_start(&machine.app()), Some(snapshot));
}

#[tokio::test]
async fn a_session_that_left_the_keyring_has_ended() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    machine.signed_in(&portal).await;
    machine.tokens.delete(&key(&portal)).await.unwrap();

    let app = machine.app();
    shown_at_start(&app);
    assert_eq!(code(app.refresh_profile().await), FailureCode::SessionEnded);
    // Whoever asks later, such as another part of the page, is told the same.
    assert_eq!(code(app.refresh_profile().await), FailureCode::SessionEnded);
    assert_eq!(email_at_start(&app).as_deref(), Some(EMAIL));
    assert_eq!(machine.cached(), 0);
}

#[tokio::test]
async fn a_locked_keyring_can_be_unlocked_and_asked_again() {
    for fault in [Fault::Locked, Fault::Failed] {
        let (machine, portal) = (Machine::new(), FakePortal::start().await);
        machine.signed_in(&portal).await;
        machine.tokens.set_fault(fault);
        let app = machine.app();
        shown_at_start(&app);
        assert_eq!(
            code(app.refresh_profile().await),
            FailureCode::KeyringUnavailable
        );
        assert!(shown_at_start(&app).is_some());

        machine.tokens.set_fault(Fault::None);
        app.refresh_profile().await.unwrap();
    }
}

#[tokio::test]
async fn a_session_waits_for_its_keyring_to_come_back() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    machine.signed_in(&portal).await;
    machine.tokens.set_fault(Fault::Missing);
    let app = machine.app();
    shown_at_start(&app);
    assert_eq!(code(app.refresh_profile().await), FailureCode::SessionEnded);

    machine.tokens.set_fault(Fault::None);
    let app = machine.app();
    assert!(shown_at_start(&app).is_some());
    app.refresh_profile().await.unwrap();
}

#[tokio::test]
async fn an_unreachable_portal_leaves_the_last_profile() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    machine.signed_in(&portal).await;
    drop(portal);
    let app = machine.app();
    let shown = shown_at_start(&app);
    assert_eq!(
        code(app.refresh_profile().await),
        FailureCode::PortalUnreachable
    );
    assert!(shown.is_some());
    assert_eq!(shown_at_start(&app), shown);
    assert_eq!(machine.tokens.entries(), 1);
}

#[tokio::test]
async fn the_built_in_portal_is_started_for_its_session() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    machine.built_in.run_at(Some(portal.origin()));
    machine
        .app()
        .sign_in(BUILT_IN, EMAIL, PASSWORD.into())
        .await
        .unwrap();
    let sessions = portal.account().sessions.clone();
    drop(portal);

    machine.built_in.run_at(None);
    let app = machine.app();
    assert!(shown_at_start(&app).is_some());
    assert_eq!(
        code(app.refresh_profile().await),
        FailureCode::BuiltInPortalFailed
    );

    let elsewhere = FakePortal::start().await;
    elsewhere.account().sessions = sessions;
    machine.built_in.run_at(Some(elsewhere.origin()));
    app.refresh_profile().await.unwrap();

    // Also when it moves during the run.
    let again = FakePortal::start().await;
    again.account().sessions = elsewhere.account().sessions.clone();
    machine.built_in.run_at(Some(again.origin()));
    app.refresh_profile().await.unwrap();
    assert_eq!(again.count("ViewerQuery"), 1);
}

#[tokio::test]
async fn a_damaged_profile_is_fetched_again() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    machine.signed_in(&portal).await;
    let profiles = machine.cache.path().join("profiles");
    let file = fs::read_dir(&profiles)
        .unwrap()
        .next()
        .unwrap()
        .unwrap()
        .path();
    fs::write(&file, "{\"format\":1,").unwrap();

    let app = machine.app();
    assert_eq!(shown_at_start(&app), None);
    assert!(!file.exists());
    let snapshot = app.refresh_profile().await.unwrap();
    assert_eq!(shown_at_start(&machine.app()), Some(snapshot));
}

#[tokio::test]
async fn remembered_values_that_cannot_be_read_cost_only_themselves() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    machine.signed_in(&portal).await;
    machine
        .store
        .set(remembered::PORTALS, json!("nonsense"))
        .unwrap();
    let Stage::SignedIn { portal: shown, .. } = machine.app().start(Vec::new()).stage else {
        panic!("the session is lost");
    };
    assert_eq!(shown.name, portal.id);

    machine
        .store
        .set(remembered::SESSION, json!(["nonsense"]))
        .unwrap();
    assert_eq!(machine.app().start(Vec::new()).stage, Stage::Connect);
}

fn frame(drawn_from: &str) -> FirstFrame {
    FirstFrame {
        drawn_from: drawn_from.into(),
        markup: "<h1>Ada</h1>".into(),
    }
}

#[tokio::test]
async fn a_first_frame_is_for_the_start_it_was_drawn_for() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    machine
        .signed_in(&portal)
        .await
        .keep_first_frame(frame("now"))
        .await;

    let app = machine.app();
    assert_eq!(app.first_frame("now"), None, "nobody is known yet");
    shown_at_start(&app);
    assert_eq!(app.first_frame("now").as_deref(), Some("<h1>Ada</h1>"));
    assert_eq!(app.first_frame("later"), None);
}

#[tokio::test]
async fn no_first_frame_outlives_its_session_or_is_kept_without_the_keyring() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.signed_in(&portal).await;
    app.keep_first_frame(frame("now")).await;
    app.sign_out().await.unwrap();
    assert_eq!(machine.cached(), 0);
    app.keep_first_frame(frame("now")).await;
    assert_eq!(machine.cached(), 0);

    machine.tokens.set_fault(Fault::Missing);
    let app = machine.signed_in(&portal).await;
    app.keep_first_frame(frame("now")).await;
    assert_eq!(machine.cached(), 0);
}

#[tokio::test]
async fn preparing_the_next_start_does_not_bring_back_a_session_that_is_being_ended() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.signed_in(&portal).await;
    assert_eq!(app.next_start(), Some(machine.app().start(Vec::new())));

    let mut held = portal.hold("SignOut", Hold::Request);
    let leaving = tokio::spawn({
        let app = app.clone();
        async move { app.sign_out().await }
    });
    held.arrived().await;
    assert_eq!(app.next_start(), None);
    held.go_on();
    leaving.await.unwrap().unwrap();
    assert_eq!(app.next_start(), None);
    assert_eq!(code(app.refresh_profile().await), FailureCode::NotSignedIn);
}
