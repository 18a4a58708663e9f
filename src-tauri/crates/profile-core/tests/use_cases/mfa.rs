//! Turning MFA on and off, and recovery codes.

use profile_core::announcements::Announcement;
use profile_core::mfa::{
    BeginEnrollmentOutcome, CompleteEnrollmentOutcome, DisableMfaOutcome, RecoveryCodesOutcome,
    VerifyEnrollmentOutcome,
};
use profile_core::second_factor::CodeRefusal;
use serde_json::json;

use crate::fake_portal::FakePortal;
use crate::fake_security::CODE;
use crate::machine::{Machine, shown_at_start};

#[tokio::test]
async fn mfa_is_turned_on_in_three_steps() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.confirmed(&portal).await;
    let begun = app.begin_mfa_enrollment().await.unwrap();
    let BeginEnrollmentOutcome::Begun { enrollment } = begun else {
        panic!("{begun:?}")
    };
    assert_eq!(enrollment.secret.expose(), "GEZD GNBV GY3T QOJQ");
    let code = enrollment.qr_code.expose();
    assert!(code.starts_with("data:image/svg+xml;base64,"));

    let wrong = app
        .verify_mfa_enrollment(&enrollment.id, "000000".into())
        .await
        .unwrap();
    assert!(matches!(
        wrong,
        VerifyEnrollmentOutcome::CodeRefused {
            reason: CodeRefusal::Wrong,
            clock_off_seconds: None
        }
    ));
    let verified = app.verify_mfa_enrollment(&enrollment.id, CODE.into()).await;
    let VerifyEnrollmentOutcome::Verified { recovery_codes } = verified.unwrap() else {
        panic!("not verified")
    };
    assert_eq!(recovery_codes.len(), 10);
    assert_eq!(recovery_codes[0].expose(), "abcd-efgh-0");
    // Left here, nothing has changed.
    let seen = app.refresh_profile().await.unwrap();
    assert_eq!(seen.profile.security.mfa.enabled_at, None);

    let enabled = app.complete_mfa_enrollment(&enrollment.id).await.unwrap();
    let CompleteEnrollmentOutcome::Enabled { snapshot } = enabled else {
        panic!("{enabled:?}")
    };
    assert!(snapshot.profile.security.mfa.enabled_at.is_some());
    assert_eq!(snapshot.profile.security.mfa.recovery_codes_left, 10);
    assert_eq!(shown_at_start(&machine.app()), Some(*snapshot));
    let mut shown = machine.notifier.shown();
    let on = |shown: &Vec<_>| shown.contains(&Announcement::MfaEnabled);
    shown.wait_for(on).await.unwrap();
}

#[tokio::test]
async fn mfa_that_is_on_already_is_shown() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.confirmed(&portal).await;
    portal.account().security.mfa = true;
    let already = json!({ "__typename": "MfaAlreadyEnabled", "since": "2026-11-23T12:00:00Z" });
    portal
        .account()
        .security
        .script("beginMfaEnrollment", already);
    let outcome = app.begin_mfa_enrollment().await.unwrap();
    let BeginEnrollmentOutcome::AlreadyEnabled { snapshot } = outcome else {
        panic!("{outcome:?}")
    };
    assert!(snapshot.profile.security.mfa.enabled_at.is_some());
    assert_eq!(shown_at_start(&app), Some(*snapshot));
}

#[tokio::test]
async fn an_enrollment_that_ended_begins_again() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.confirmed(&portal).await;
    let ended = json!({ "__typename": "EnrollmentEnded", "message": "late" });
    for field in ["verifyMfaEnrollment", "completeMfaEnrollment"] {
        portal.account().security.script(field, ended.clone());
    }
    let verified = app.verify_mfa_enrollment("enr_1", CODE.into()).await;
    assert!(matches!(verified.unwrap(), VerifyEnrollmentOutcome::Ended));
    assert_eq!(
        app.complete_mfa_enrollment("enr_1").await.unwrap(),
        CompleteEnrollmentOutcome::Ended
    );
}

#[tokio::test]
async fn mfa_is_turned_off_unless_it_is_enforced() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.confirmed(&portal).await;
    portal.account().security.mfa = true;
    let requirement = json!({
        "organization": "org_1", "name": "ACME Robotics", "since": "2026-05-03T09:00:00Z",
        "contacts": ["Grace Hopper"], "viewerIsContact": true, "inView": true,
    });
    let required = json!({ "__typename": "MfaRequired", "requiredBy": [requirement] });
    portal.account().security.script("disableMfa", required);
    let outcome = app.disable_mfa().await.unwrap();
    let DisableMfaOutcome::Required { required_by } = outcome else {
        panic!("{outcome:?}")
    };
    assert_eq!(required_by[0].contacts, ["Grace Hopper"]);
    assert!(required_by[0].viewer_is_contact);

    let outcome = app.disable_mfa().await.unwrap();
    let DisableMfaOutcome::Disabled { snapshot } = outcome else {
        panic!("{outcome:?}")
    };
    assert_eq!(snapshot.profile.security.mfa.enabled_at, None);
    let mut shown = machine.notifier.shown();
    let off = |shown: &Vec<_>| shown.contains(&Announcement::MfaDisabled);
    shown.wait_for(off).await.unwrap();
}

#[tokio::test]
async fn recovery_codes_are_issued_anew_and_counted() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.confirmed(&portal).await;
    let off = json!({ "__typename": "MfaNotEnabled", "message": "off" });
    portal
        .account()
        .security
        .script("regenerateRecoveryCodes", off);
    let outcome = app.regenerate_recovery_codes().await.unwrap();
    assert!(matches!(outcome, RecoveryCodesOutcome::NotEnabled { .. }));

    let outcome = app.regenerate_recovery_codes().await.unwrap();
    let RecoveryCodesOutcome::Issued {
        recovery_codes,
        snapshot,
    } = outcome
    else {
        panic!("{outcome:?}")
    };
    assert_eq!(recovery_codes.len(), 10);
    assert_eq!(snapshot.profile.security.mfa.recovery_codes_left, 10);
    assert_eq!(shown_at_start(&machine.app()), Some(*snapshot));
}

#[tokio::test]
async fn recovery_codes_are_saved_whole_and_under_a_free_name() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.signed_in(&portal).await;
    for name in [
        "portal-profile-recovery-codes-2026-11-23.txt",
        "portal-profile-recovery-codes-2026-11-23 (2).txt",
    ] {
        let codes = vec!["abcd-efgh-0".into(), "abcd-efgh-1".into()];
        let saved = app.save_recovery_codes(codes).await.unwrap();
        assert_eq!(saved.name, name);
        assert!(saved.path.ends_with(name));
    }
    let files = machine.saved();
    assert_eq!(files.len(), 2);
    for (_, text) in files {
        assert_eq!(
            text,
            "ACME Portal\nada@acme.example\n2026-11-23\n\nabcd-efgh-0\nabcd-efgh-1\n"
        );
    }
}

#[tokio::test]
async fn an_enrollment_that_ended_because_mfa_is_on_says_so() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.confirmed(&portal).await;
    portal.account().security.mfa = true;
    let ended = json!({ "__typename": "EnrollmentEnded", "message": "late" });
    for field in ["verifyMfaEnrollment", "completeMfaEnrollment"] {
        portal.account().security.script(field, ended.clone());
    }
    let verified = app.verify_mfa_enrollment("enr_1", CODE.into()).await;
    let VerifyEnrollmentOutcome::AlreadyEnabled { snapshot } = verified.unwrap() else {
        panic!("MFA is on")
    };
    assert_eq!(shown_at_start(&app), Some(*snapshot));
    let completed = app.complete_mfa_enrollment("enr_1").await.unwrap();
    let CompleteEnrollmentOutcome::AlreadyEnabled { snapshot } = completed else {
        panic!("{completed:?}")
    };
    assert!(snapshot.profile.security.mfa.enabled_at.is_some());
}

#[tokio::test]
async fn a_lost_answer_to_the_last_step_is_asked_for_again() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.confirmed(&portal).await;
    portal.lose("CompleteMfaEnrollment", 1);
    let completed = app.complete_mfa_enrollment("enr_1").await.unwrap();
    assert!(matches!(
        completed,
        CompleteEnrollmentOutcome::Enabled { .. }
    ));
    assert_eq!(portal.count("CompleteMfaEnrollment"), 2);
}
