//! Changing the password.

use profile_core::announcements::Announcement;
use profile_core::app::ProfileApp;
use profile_core::password::{ChangePasswordOutcome, PasswordRefusal};
use profile_core::second_factor::{CodeRefusal, SecondFactor};
use serde_json::json;

use crate::fake_portal::{FakePortal, PASSWORD};
use crate::fake_security::CODE;
use crate::machine::{Machine, shown_at_start};

async fn change(app: &ProfileApp, current: &str, code: Option<&str>) -> ChangePasswordOutcome {
    let proof = code.map(|code| SecondFactor::Code { code: code.into() });
    let (current, next) = (current.to_owned().into(), "battery staple".into());
    let changed = app.change_password(current, proof, next, true).await;
    changed.unwrap()
}

#[tokio::test]
async fn a_password_is_changed_after_the_identity_is_confirmed() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.signed_in(&portal).await;
    let outcome = change(&app, PASSWORD, None).await;
    let ChangePasswordOutcome::Changed {
        sessions_ended: 2,
        snapshot,
    } = outcome
    else {
        panic!("{outcome:?}")
    };
    assert!(snapshot.profile.security.password_changed_at.is_some());
    assert_eq!(shown_at_start(&machine.app()), Some(*snapshot));
    assert_eq!(portal.count("ConfirmIdentity"), 1);
    app.refresh_profile().await.unwrap();
    let mut shown = machine.notifier.shown();
    let changed = |shown: &Vec<_>| shown.contains(&Announcement::PasswordChanged);
    shown.wait_for(changed).await.unwrap();
}

#[tokio::test]
async fn what_is_not_confirmed_changes_nothing() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.signed_in(&portal).await;
    assert_eq!(
        change(&app, "wrong", None).await,
        ChangePasswordOutcome::WrongCredentials
    );
    portal.account().security.mfa = true;
    assert_eq!(
        change(&app, PASSWORD, None).await,
        ChangePasswordOutcome::SecondFactorMissing
    );
    assert_eq!(
        change(&app, PASSWORD, Some("000000")).await,
        ChangePasswordOutcome::CodeRefused {
            reason: CodeRefusal::Wrong,
            clock_off_seconds: None
        }
    );
    let many = json!({ "__typename": "TooManyAttempts", "retryAfterSeconds": 30 });
    portal.account().security.script("confirmIdentity", many);
    assert_eq!(
        change(&app, PASSWORD, Some(CODE)).await,
        ChangePasswordOutcome::TooManyAttempts {
            retry_after_seconds: 30
        }
    );
    let seen = shown_at_start(&app).unwrap();
    assert_eq!(seen.profile.security.password_changed_at, None);
}

#[tokio::test]
async fn a_code_is_not_asked_of_again_after_a_refused_password() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.signed_in(&portal).await;
    portal.account().security.mfa = true;
    let refused = json!({
        "__typename": "PasswordRefused", "reason": "COMMON", "minimumLength": 8, "maximumLength": 128,
    });
    portal.account().security.script("changePassword", refused);
    let outcome = change(&app, PASSWORD, Some(CODE)).await;
    assert!(matches!(outcome, ChangePasswordOutcome::Refused { .. }));
    let outcome = change(&app, PASSWORD, None).await;
    assert!(matches!(outcome, ChangePasswordOutcome::Changed { .. }));
    assert_eq!(portal.count("ConfirmIdentity"), 1);
}

#[tokio::test]
async fn a_password_that_can_not_be_used_says_why() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.signed_in(&portal).await;
    for (contract, expected) in [
        ("TOO_SHORT", Some(PasswordRefusal::TooShort)),
        ("TOO_LONG", Some(PasswordRefusal::TooLong)),
        ("COMMON", Some(PasswordRefusal::Common)),
        ("UNCHANGED", Some(PasswordRefusal::Unchanged)),
        ("UNFASHIONABLE", None),
    ] {
        let refused = json!({
            "__typename": "PasswordRefused", "reason": contract, "minimumLength": 8, "maximumLength": 128,
        });
        portal.account().security.script("changePassword", refused);
        let expected = expected.map_or(ChangePasswordOutcome::Unsupported, |reason| {
            ChangePasswordOutcome::Refused {
                reason,
                minimum_length: 8,
                maximum_length: 128,
            }
        });
        assert_eq!(change(&app, PASSWORD, None).await, expected);
    }
    let seen = shown_at_start(&app).unwrap();
    assert_eq!(seen.profile.security.password_changed_at, None);
}
