//! What is about the person themselves goes on while they move from one organization to another.

use profile_core::preferences::Theme;
use profile_core::second_factor::SecondFactor;
use serde_json::json;

use crate::fake_organizations::GLOBEX;
use crate::fake_portal::{EMAIL, FakePortal, PASSWORD};
use crate::fake_security::CODE;
use crate::holding::Hold;
use crate::late_in_organizations::{Call, call, soon, start};
use crate::machine::{Machine, shown_at_start};
use crate::organizations::switch;

/// Changes of the person's own part, and what the portal is asked.
const ACCOUNT_CHANGES: [(&str, Call); 5] = [
    (
        "ChangeDisplayName",
        call!(app => app.change_display_name("Ada King")),
    ),
    (
        "ChangePreferences",
        call!(app => app.set_theme(Theme::Dark)),
    ),
    (
        "CompleteMfaEnrollment",
        call!(app => app.complete_mfa_enrollment("enr_1")),
    ),
    ("DisableMfa", call!(app => app.disable_mfa())),
    (
        "ChangePassword",
        call!(app => app.change_password("a".into(), None, "b".into(), false)),
    ),
];

#[tokio::test]
async fn a_change_of_the_person_counts_wherever_they_work_by_then() {
    for (operation, call) in ACCOUNT_CHANGES {
        let (machine, portal) = (Machine::new(), FakePortal::start().await);
        {
            let mut account = portal.account();
            account.security.mfa = operation == "DisableMfa";
            account.security.required_by = vec![json!({
                "organization": GLOBEX, "name": "Globex", "since": "2026-11-01T12:00:00Z",
                "contacts": [], "viewerIsContact": true,
            })];
            account.security.confirmed = true;
        }
        let app = machine.app();
        app.sign_in(&portal.id, EMAIL, PASSWORD.into())
            .await
            .unwrap();
        if operation == "DisableMfa" {
            let code = CODE.into();
            let completed = app.complete_sign_in(SecondFactor::Code { code }).await;
            completed.unwrap();
        }
        let mut held = portal.hold(operation, Hold::Request);
        let changing = start(&app, call);
        held.arrived().await;
        let switched = switch(&app, GLOBEX).await.profile;
        held.go_on();
        soon(changing, operation).await.unwrap().unwrap();
        let shown = shown_at_start(&app).unwrap();
        assert_eq!(
            shown_at_start(&machine.app()),
            Some(shown.clone()),
            "{operation}"
        );
        let profile = shown.profile;
        assert_eq!(profile.organization, switched.organization, "{operation}");
        assert_eq!(profile.pinned_page, switched.pinned_page, "{operation}");
        assert!(profile.security.mfa.required_by[0].in_view, "{operation}");
        assert!(
            profile.account != switched.account
                || profile.preferences != switched.preferences
                || profile.security != switched.security,
            "{operation} counts"
        );
    }
}

#[tokio::test]
async fn an_answer_to_a_switch_does_not_undo_what_the_person_changed_meanwhile() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.signed_in(&portal).await;
    let mut held = portal.hold("SwitchOrganization", Hold::Reply);
    let switching = start(&app, call!(app => app.switch_organization(GLOBEX)));
    held.arrived().await;
    app.change_display_name("Ada King").await.unwrap();
    app.set_theme(Theme::Dark).await.unwrap();
    held.go_on();
    switching.await.unwrap().unwrap();
    let profile = shown_at_start(&app).unwrap().profile;
    assert_eq!(profile.organization.id, GLOBEX);
    assert_eq!(profile.account.display_name, "Ada King");
    assert_eq!(profile.preferences.theme, Theme::Dark);
}

#[tokio::test]
async fn what_is_about_the_account_alone_goes_on_through_a_switch() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.signed_in(&portal).await;
    let calls: [(&str, Call); 3] = [
        ("Sessions", call!(app => app.sessions())),
        ("SecurityLog", call!(app => app.security_log(&[], None))),
        (
            "ConfirmIdentity",
            call!(app => app.confirm_identity(PASSWORD.into(), None)),
        ),
    ];
    for (operation, call) in calls {
        let mut held = portal.hold(operation, Hold::Request);
        let asked = start(&app, call);
        held.arrived().await;
        switch(&app, GLOBEX).await;
        held.go_on();
        soon(asked, operation).await.unwrap().unwrap();
        let account = portal.account();
        assert_eq!(account.organizations.named_in(operation), [None]);
    }
}
