//! Moves from organization to organization that cross each other, or whose answers are lost.

use profile_core::announcements::Announcement;
use profile_core::app::ProfileApp;
use profile_core::failure::{Failure, FailureCode};
use profile_core::organizations::{
    CreateOrganizationOutcome, LeaveOrganizationOutcome, SwitchOrganizationOutcome,
};
use serde_json::json;
use tokio::task::JoinHandle;

use crate::fake_organizations::{ACME, GLOBEX, PERSONAL};
use crate::fake_portal::FakePortal;
use crate::holding::Hold;
use crate::machine::{Machine, announced, code, shown_at_start};
use crate::organizations::switch;

fn switching(
    app: &ProfileApp,
    organization: &'static str,
) -> JoinHandle<Result<SwitchOrganizationOutcome, Failure>> {
    let app = app.clone();
    tokio::spawn(async move { app.switch_organization(organization).await })
}

fn in_view(app: &ProfileApp) -> String {
    shown_at_start(app).unwrap().profile.organization.id
}

/// Requests, the next start and the portal agree on `organization`.
async fn all_agree(machine: &Machine, portal: &FakePortal, app: &ProfileApp, organization: &str) {
    assert_eq!(in_view(app), organization);
    assert_eq!(in_view(&machine.app()), organization);
    assert_eq!(portal.account().organizations.chosen, organization);
    app.home().await.unwrap();
    let account = portal.account();
    let named = account.organizations.named_in("LookAtHome");
    assert_eq!(named.last(), Some(&Some(organization)));
}

#[tokio::test]
async fn the_last_of_several_choices_wins() {
    for at in [Hold::Request, Hold::Reply] {
        let (machine, portal) = (Machine::new(), FakePortal::start().await);
        let app = machine.signed_in(&portal).await;
        let mut held = portal.hold("SwitchOrganization", at);
        let first = switching(&app, GLOBEX);
        held.arrived().await;
        let release = async { held.go_on() };
        let (second, third, ()) = tokio::join!(
            app.switch_organization(ACME),
            app.switch_organization(PERSONAL),
            release
        );
        let changed = FailureCode::OrganizationChanged;
        assert_eq!(code(first.await.unwrap()), changed);
        assert_eq!(code(second), changed);
        let SwitchOrganizationOutcome::Switched { snapshot } = third.unwrap() else {
            panic!("not switched")
        };
        assert_eq!(snapshot.profile.organization.id, PERSONAL);
        all_agree(&machine, &portal, &app, PERSONAL).await;
        // The one in the middle was not worth asking for.
        assert_eq!(portal.count("SwitchOrganization"), 2);
    }
}

#[tokio::test]
async fn when_the_last_choice_comes_to_nothing_the_portal_is_called_back() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.signed_in(&portal).await;
    let mut held = portal.hold("SwitchOrganization", Hold::Reply);
    let first = switching(&app, GLOBEX);
    held.arrived().await;
    let release = async { held.go_on() };
    let (second, ()) = tokio::join!(app.switch_organization("org_gone"), release);
    assert_eq!(code(first.await.unwrap()), FailureCode::OrganizationChanged);
    assert_eq!(second.unwrap(), SwitchOrganizationOutcome::NotFound);
    all_agree(&machine, &portal, &app, ACME).await;
}

#[tokio::test]
async fn without_an_answer_the_person_stays() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.signed_in(&portal).await;
    let before = shown_at_start(&app);
    portal.lose("SwitchOrganization", 3);
    let outcome = app.switch_organization(GLOBEX).await;
    assert_eq!(code(outcome), FailureCode::PortalFailed);
    assert_eq!(portal.account().organizations.chosen, GLOBEX);
    assert_eq!(shown_at_start(&app), before);
    app.home().await.unwrap();
    let snapshot = app.refresh_profile().await.unwrap();
    assert_eq!(snapshot.profile.organization.id, ACME);
    {
        let account = portal.account();
        assert_eq!(account.organizations.named_in("LookAtHome"), [Some(ACME)]);
        let named = account.organizations.named_in("ViewerQuery");
        assert_eq!(named, [Some(ACME)]);
    }
    // The next start goes where the person wanted to be.
    let restarted = machine.app();
    assert_eq!(in_view(&restarted), ACME);
    let snapshot = restarted.refresh_profile().await.unwrap();
    assert_eq!(snapshot.profile.organization.id, GLOBEX);
}

#[tokio::test]
async fn a_choice_that_is_cut_off_cancels_nothing() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.signed_in(&portal).await;
    let mut held = portal.hold("LookAtHome", Hold::Reply);
    let home = tokio::spawn({
        let app = app.clone();
        async move { app.home().await }
    });
    held.arrived().await;
    portal.lose("SwitchOrganization", 3);
    app.switch_organization(GLOBEX).await.unwrap_err();
    held.go_on();
    let home = home.await.unwrap().unwrap();
    assert_eq!(home.credits.unwrap().balance, ACME);
}

#[tokio::test]
async fn an_organization_created_before_another_choice_is_there_and_not_in_view() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.signed_in(&portal).await;
    let mut held = portal.hold("CreateOrganization", Hold::Reply);
    let creating = tokio::spawn({
        let app = app.clone();
        async move { app.create_organization("Initech", None).await }
    });
    held.arrived().await;
    let release = async { held.go_on() };
    let (switched, ()) = tokio::join!(switch(&app, GLOBEX), release);
    assert_eq!(switched.profile.organization.id, GLOBEX);
    assert_eq!(
        code(creating.await.unwrap()),
        FailureCode::OrganizationChanged
    );
    let name = "Initech".to_owned();
    announced(&machine, Announcement::OrganizationCreated { name }).await;
    all_agree(&machine, &portal, &app, GLOBEX).await;
}

#[tokio::test]
async fn a_refused_creation_before_which_another_choice_was_dropped_leaves_the_person_there() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.signed_in(&portal).await;
    let reached = json!({ "__typename": "OrganizationLimitReached", "owned": 3, "limit": 3 });
    portal
        .account()
        .security
        .script("createOrganization", reached);
    let mut held = portal.hold("SwitchOrganization", Hold::Reply);
    let dropped = switching(&app, GLOBEX);
    held.arrived().await;
    let release = async { held.go_on() };
    let (refused, ()) = tokio::join!(app.create_organization("Initech", None), release);
    let limit = CreateOrganizationOutcome::LimitReached { owned: 3, limit: 3 };
    assert_eq!(refused.unwrap(), limit);
    assert_eq!(
        code(dropped.await.unwrap()),
        FailureCode::OrganizationChanged
    );
    all_agree(&machine, &portal, &app, ACME).await;
}

#[tokio::test]
async fn whoever_leaves_and_chooses_another_works_there() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.signed_in(&portal).await;
    let mut held = portal.hold("LeaveOrganization", Hold::Request);
    let leaving = tokio::spawn({
        let app = app.clone();
        async move { app.leave_organization().await }
    });
    held.arrived().await;
    let release = async { held.go_on() };
    let (switched, ()) = tokio::join!(switch(&app, GLOBEX), release);
    assert_eq!(switched.profile.organization.id, GLOBEX);
    assert_eq!(
        code(leaving.await.unwrap()),
        FailureCode::OrganizationChanged
    );
    assert!(!portal.account().organizations.has(ACME));
    let name = "ACME Robotics".to_owned();
    announced(&machine, Announcement::OrganizationLeft { name }).await;
    all_agree(&machine, &portal, &app, GLOBEX).await;
}

#[tokio::test]
async fn whoever_chooses_another_and_leaves_leaves_the_one_they_saw() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.signed_in(&portal).await;
    let mut held = portal.hold("SwitchOrganization", Hold::Reply);
    let dropped = switching(&app, GLOBEX);
    held.arrived().await;
    let release = async { held.go_on() };
    let (left, ()) = tokio::join!(app.leave_organization(), release);
    assert!(matches!(
        left.unwrap(),
        LeaveOrganizationOutcome::Left { .. }
    ));
    assert_eq!(
        code(dropped.await.unwrap()),
        FailureCode::OrganizationChanged
    );
    assert!(portal.account().organizations.has(GLOBEX));
    assert!(!portal.account().organizations.has(ACME));
    all_agree(&machine, &portal, &app, PERSONAL).await;
}

#[tokio::test]
async fn a_switch_of_an_ended_session_touches_no_later_one() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.signed_in(&portal).await;
    let mut held = portal.hold("SwitchOrganization", Hold::Reply);
    let late = switching(&app, GLOBEX);
    held.arrived().await;
    app.sign_out().await.unwrap();
    held.go_on();
    assert_eq!(code(late.await.unwrap()), FailureCode::NotSignedIn);
    assert_eq!(machine.cached(), 0);
}

/// Two windows' worth of sessions in two organizations, each moving to and fro.
#[tokio::test]
async fn sessions_of_two_machines_never_cross() {
    let portal = FakePortal::start().await;
    let machines = [Machine::new(), Machine::new()];
    let apps = [
        machines[0].signed_in(&portal).await,
        machines[1].signed_in(&portal).await,
    ];
    for round in 0..10 {
        let there = if round % 2 == 0 {
            [GLOBEX, ACME]
        } else {
            [ACME, GLOBEX]
        };
        for (app, organization) in apps.iter().zip(there) {
            switch(app, organization).await;
        }
        for (app, organization) in apps.iter().zip(there) {
            let home = app.home().await.unwrap();
            assert_eq!(home.credits.unwrap().balance, organization);
        }
    }
}
