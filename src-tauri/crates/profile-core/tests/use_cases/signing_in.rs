//! Signing in.

use profile_core::memory::Fault;
use profile_core::preferences::Theme;
use profile_core::remembered;
use profile_core::session::{SignInOutcome, TokenStorage};
use secrecy::ExposeSecret;
use serde_json::json;

use crate::fake_portal::{EMAIL, FakePortal, PASSWORD};
use crate::holding::Hold;
use crate::machine::{Machine, email_at_start, key, noon, shown_at_start, sign_in};

#[tokio::test]
async fn a_sign_in_shows_the_profile_and_keeps_the_token_in_the_keyring() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    portal.account().theme = "DARK".into();
    let app = machine.app();
    let snapshot = sign_in(&app, &portal).await;
    assert_eq!(snapshot.fetched_at, noon());
    assert_eq!(snapshot.profile.account.display_name, "Ada Lovelace");
    assert_eq!(snapshot.profile.account.initials, "AL");
    assert_eq!(snapshot.profile.organization.name, "ACME Robotics");

    assert_eq!(
        app.services().borrow().token_storage,
        Some(TokenStorage::Keyring)
    );
    assert_eq!(
        machine.tokens.peek(&key(&portal)).unwrap().expose_secret(),
        "acc_1-token-1"
    );
    assert_eq!(remembered::theme(&*machine.store), Theme::Dark);
    assert_eq!(machine.cached(), 1);
    assert_eq!(shown_at_start(&app), Some(snapshot));
}

#[tokio::test]
async fn no_file_but_the_keyring_holds_the_token() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    machine.signed_in(&portal).await;
    for value in [remembered::SESSION, remembered::PORTALS] {
        assert!(
            !profile_core::ports::LocalStore::get(&*machine.store, value)
                .unwrap()
                .to_string()
                .contains("token-1")
        );
    }
    let files = std::fs::read_dir(machine.cache.path().join("profiles")).unwrap();
    let texts: Vec<_> = files
        .map(|file| std::fs::read_to_string(file.unwrap().path()).unwrap())
        .collect();
    assert_eq!(texts.len(), 1);
    assert!(texts[0].contains(EMAIL) && !texts[0].contains("token-1"));
}

#[tokio::test]
async fn refusals_are_outcomes_and_leave_nothing_behind() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.app();
    let wrong = app
        .sign_in(&portal.id, EMAIL, "wrong".into())
        .await
        .unwrap();
    assert_eq!(wrong, SignInOutcome::WrongCredentials);

    let refusal = json!({ "__typename": "TooManyAttempts", "retryAfterSeconds": 30 });
    portal.account().sign_in_result = Some(refusal);
    let many = app
        .sign_in(&portal.id, EMAIL, PASSWORD.into())
        .await
        .unwrap();
    assert_eq!(
        many,
        SignInOutcome::TooManyAttempts {
            retry_after_seconds: 30
        }
    );

    portal.account().sign_in_result = Some(json!({ "__typename": "SecondStepRequired" }));
    let later = app
        .sign_in(&portal.id, EMAIL, PASSWORD.into())
        .await
        .unwrap();
    assert_eq!(later, SignInOutcome::Unsupported);

    assert_eq!(machine.tokens.entries() + machine.cached(), 0);
    assert_eq!(app.services().borrow().token_storage, None);
    assert_eq!(remembered::session(&*machine.store), None);
}

#[tokio::test]
async fn without_a_usable_keyring_the_session_lives_in_memory_only() {
    for (fault, storage) in [
        (Fault::Missing, TokenStorage::MemoryNoKeyring),
        (Fault::Locked, TokenStorage::MemoryKeyringLocked),
        (Fault::Failed, TokenStorage::MemoryKeyringFailed),
    ] {
        let (machine, portal) = (Machine::new(), FakePortal::start().await);
        machine.tokens.set_fault(fault);
        let app = machine.signed_in(&portal).await;
        assert_eq!(app.services().borrow().token_storage, Some(storage));
        app.refresh_profile().await.unwrap();
        app.set_theme(Theme::Light).await.unwrap();
        // A page that is loaded again is still signed in.
        assert!(shown_at_start(&app).is_some());

        assert_eq!(machine.tokens.entries() + machine.cached(), 0);
        assert_eq!(email_at_start(&machine.app()).as_deref(), Some(EMAIL));
    }
}

#[tokio::test]
async fn a_full_disk_does_not_fail_a_sign_in() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    machine.store.set_fault(Fault::Failed);
    // A file in the place of the directory: nothing can be written below it.
    std::fs::write(machine.cache.path().join("profiles"), "").unwrap();
    let app = machine.signed_in(&portal).await;
    app.set_theme(Theme::Dark).await.unwrap();
    assert_eq!(
        shown_at_start(&app).unwrap().profile.preferences.theme,
        Theme::Dark
    );
}

#[tokio::test]
async fn a_new_session_of_the_account_in_view_takes_the_place_of_the_first() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.signed_in(&portal).await;
    let mut revoked = portal.hold("SignOut", Hold::Reply);
    sign_in(&app, &portal).await;
    revoked.arrived().await;
    assert_eq!(portal.account().sessions.len(), 1);
    revoked.go_on();
    assert!(machine.tokens.peek(&key(&portal)).is_some());
    assert_eq!((machine.tokens.entries(), machine.cached()), (1, 1));
    app.refresh_profile().await.unwrap();
}
