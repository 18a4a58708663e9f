//! The organizations of a person: which there are, choosing, creating, changing and leaving them.

use profile_core::announcements::Announcement;
use profile_core::app::ProfileApp;
use profile_core::failure::FailureCode;
use profile_core::organizations::{
    CreateOrganizationOutcome, DeleteOrganizationOutcome, LeaveOrganizationOutcome,
    OrganizationNameRefusal, PictureChange, PictureRefusal, SwitchOrganizationOutcome,
    UpdateOrganizationOutcome,
};
use profile_core::pages::Page;
use profile_core::profile::ProfileSnapshot;
use serde_json::json;

use crate::fake_organizations::{ACME, GLOBEX, PERSONAL};
use crate::fake_portal::FakePortal;
use crate::machine::{Machine, announced, code, shown_at_start};

pub(crate) async fn switch(app: &ProfileApp, organization: &str) -> ProfileSnapshot {
    let outcome = app.switch_organization(organization).await.unwrap();
    let SwitchOrganizationOutcome::Switched { snapshot } = outcome else {
        panic!("{outcome:?}")
    };
    *snapshot
}

fn in_view(snapshot: &ProfileSnapshot) -> &str {
    &snapshot.profile.organization.id
}

#[tokio::test]
async fn the_organization_in_view_is_seen_whole() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    {
        let mut account = portal.account();
        let acme = account.organizations.get(ACME);
        acme.image_path = Some("/avatars/acme.png".into());
        acme.mfa_required = true;
        acme.pinned = Some(json!({
            "id": "charts.wsp_1", "page": "CHARTS", "workspace": "wsp_1", "workspaceName": "Line 4",
            "broken": "GONE",
        }));
    }
    let app = machine.signed_in(&portal).await;
    let profile = shown_at_start(&app).unwrap().profile;
    let organization = profile.organization;
    assert_eq!(organization.initials, "AR");
    assert!(organization.image.unwrap().starts_with("data:image/png;"));
    assert!(organization.mfa_required_since.is_some());
    assert!(organization.can_administer && organization.can_leave);
    assert_eq!(organization.pages.len(), 4, "those that the app has");
    assert_eq!(profile.pinned_page.unwrap().page, Page::Charts);
    // Neither another look nor another run downloads the picture again.
    app.refresh_profile().await.unwrap();
    let restarted = machine.app();
    shown_at_start(&restarted);
    let snapshot = restarted.refresh_profile().await.unwrap();
    assert!(snapshot.profile.organization.image.is_some());
    assert_eq!(portal.count("acme.png"), 1);
}

#[tokio::test]
async fn a_thousand_organizations_are_listed() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    portal.account().organizations.with_more(1_000);
    let app = machine.signed_in(&portal).await;
    let list = app.organizations().await.unwrap();
    assert_eq!(list.organizations.len(), 1_003);
    assert_eq!((list.owned, list.owned_limit), (1, 3));
    let in_view: Vec<_> = list
        .organizations
        .iter()
        .filter(|one| one.in_view)
        .collect();
    assert_eq!(in_view.len(), 1);
    assert_eq!(in_view[0].id, ACME);
    let account = portal.account();
    let named = account.organizations.named_in("Organizations");
    assert_eq!(named, [Some(ACME); 3]);
}

#[tokio::test]
async fn another_organization_is_chosen_and_kept() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.signed_in(&portal).await;
    let snapshot = switch(&app, GLOBEX).await;
    assert_eq!(in_view(&snapshot), GLOBEX);
    assert_eq!(shown_at_start(&machine.app()), Some(snapshot));
    app.home().await.unwrap();
    app.refresh_profile().await.unwrap();
    let account = portal.account();
    assert_eq!(account.organizations.named_in("LookAtHome"), [Some(GLOBEX)]);
    let named = account.organizations.named_in("ViewerQuery");
    assert_eq!(named, [Some(GLOBEX)]);
    // From wherever the session works.
    let named = account.organizations.named_in("SwitchOrganization");
    assert_eq!(named, [None]);
}

#[tokio::test]
async fn an_organization_that_is_not_there_is_not_chosen() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.signed_in(&portal).await;
    let outcome = app.switch_organization("org_gone").await.unwrap();
    assert_eq!(outcome, SwitchOrganizationOutcome::NotFound);
    assert_eq!(in_view(&shown_at_start(&app).unwrap()), ACME);
    app.home().await.unwrap();
    let account = portal.account();
    assert_eq!(account.organizations.named_in("LookAtHome"), [Some(ACME)]);
}

#[tokio::test]
async fn at_the_start_the_portal_says_where_the_person_works() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    machine.signed_in(&portal).await;
    portal.account().organizations.chosen = GLOBEX.into();
    let app = machine.app();
    assert_eq!(in_view(&shown_at_start(&app).unwrap()), ACME);
    // Until then whatever the person does is about what they see.
    app.home().await.unwrap();
    let snapshot = app.refresh_profile().await.unwrap();
    assert_eq!(in_view(&snapshot), GLOBEX);
    app.refresh_profile().await.unwrap();
    let account = portal.account();
    assert_eq!(account.organizations.named_in("LookAtHome"), [Some(ACME)]);
    let named = account.organizations.named_in("ViewerQuery");
    assert_eq!(named, [None, Some(GLOBEX)]);
}

#[tokio::test]
async fn without_a_profile_at_hand_the_portal_is_asked_first() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    machine.signed_in(&portal).await;
    std::fs::remove_dir_all(machine.cache.path().join("profiles")).unwrap();
    let app = machine.app();
    assert_eq!(shown_at_start(&app), None);
    app.home().await.unwrap();
    let account = portal.account();
    assert_eq!(account.organizations.named_in("ViewerQuery"), [None]);
    assert_eq!(account.organizations.named_in("LookAtHome"), [Some(ACME)]);
}

#[tokio::test]
async fn from_an_organization_that_is_gone_a_refresh_leads_to_where_the_portal_puts_the_person() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.signed_in(&portal).await;
    portal.account().organizations.remove(ACME);
    let unavailable = FailureCode::OrganizationUnavailable;
    assert_eq!(code(app.home().await), unavailable);
    assert_eq!(code(app.organizations().await), unavailable);
    assert_eq!(code(app.unpin_page("home").await), unavailable);
    assert_eq!(in_view(&shown_at_start(&app).unwrap()), ACME);
    let snapshot = app.refresh_profile().await.unwrap();
    assert_eq!(in_view(&snapshot), PERSONAL);
    assert_eq!(shown_at_start(&machine.app()), Some(snapshot));
    app.home().await.unwrap();
    let account = portal.account();
    let named = account.organizations.named_in("ViewerQuery");
    assert_eq!(named, [Some(ACME), None]);
}

/// Whatever a portal does, nothing of one organization is taken for another's.
#[tokio::test]
async fn an_answer_about_another_organization_than_was_named_is_not_taken() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.signed_in(&portal).await;
    let mut viewer = portal.account().viewer();
    viewer["organization"]["id"] = json!(GLOBEX);
    portal.account().refusal = Some(json!({ "data": { "viewer": viewer } }));
    assert_eq!(code(app.refresh_profile().await), FailureCode::ReplyInvalid);
    assert_eq!(in_view(&shown_at_start(&app).unwrap()), ACME);
}

#[tokio::test]
async fn an_organization_is_created_and_worked_in() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.signed_in(&portal).await;
    let picture = "data:image/png;base64,iVBORw0KGgo=";
    let outcome = app.create_organization("Initech", Some(picture)).await;
    let CreateOrganizationOutcome::Created { snapshot } = outcome.unwrap() else {
        panic!("not created")
    };
    assert_eq!(in_view(&snapshot), "org_new_1");
    assert!(snapshot.profile.organization.image.is_some());
    announced(
        &machine,
        Announcement::OrganizationCreated {
            name: "Initech".into(),
        },
    )
    .await;
    app.home().await.unwrap();
    let account = portal.account();
    let named = account.organizations.named_in("LookAtHome");
    assert_eq!(named, [Some("org_new_1")]);
}

#[tokio::test]
async fn an_organization_whose_answer_was_lost_is_not_created_twice() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.signed_in(&portal).await;
    portal.lose("CreateOrganization", 3);
    let outcome = app.create_organization("Initech", None).await;
    assert_eq!(code(outcome), FailureCode::PortalFailed);
    assert_eq!(in_view(&shown_at_start(&app).unwrap()), ACME);
    app.create_organization("Initech", None).await.unwrap();
    assert!(!portal.account().organizations.has("org_new_2"));
    // The same once more is another wish.
    app.create_organization("Initech", None).await.unwrap();
    assert!(portal.account().organizations.has("org_new_2"));
}

#[tokio::test]
async fn what_stands_against_a_new_organization_is_an_outcome() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.signed_in(&portal).await;
    for (answer, expected) in [
        (
            json!({ "__typename": "OrganizationNameRefused", "reason": "EMPTY", "maximumLength": 100 }),
            CreateOrganizationOutcome::NameRefused {
                reason: OrganizationNameRefusal::Empty,
                maximum_length: 100,
            },
        ),
        (
            json!({ "__typename": "PictureRefused", "reason": "TOO_LARGE" }),
            CreateOrganizationOutcome::PictureRefused {
                reason: PictureRefusal::TooLarge,
            },
        ),
        (
            json!({ "__typename": "OrganizationLimitReached", "owned": 3, "limit": 3 }),
            CreateOrganizationOutcome::LimitReached { owned: 3, limit: 3 },
        ),
        (
            json!({ "__typename": "OrganizationOnProbation" }),
            CreateOrganizationOutcome::Unsupported,
        ),
    ] {
        portal
            .account()
            .security
            .script("createOrganization", answer);
        let outcome = app.create_organization("Initech", None).await.unwrap();
        assert_eq!(outcome, expected);
    }
    // What was not prepared is not even sent.
    let sent = portal.count("CreateOrganization");
    let outcome = app.create_organization("Initech", Some("data:image/svg+xml,<svg/>"));
    let reason = PictureRefusal::NotAPicture;
    let refused = CreateOrganizationOutcome::PictureRefused { reason };
    assert_eq!(outcome.await.unwrap(), refused);
    assert_eq!(portal.count("CreateOrganization"), sent);
}

#[tokio::test]
async fn a_changed_organization_is_shown_and_a_second_change_is_told() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.confirmed(&portal).await;
    let settings = app.organization_settings().await.unwrap().unwrap();
    assert_eq!(settings.version, "1");
    assert_eq!(settings.deletion.unwrap().devices, 12);
    let keep = PictureChange::Keep;
    let outcome = app.update_organization("1", "ACME", &keep).await.unwrap();
    let UpdateOrganizationOutcome::Updated { settings, snapshot } = outcome else {
        panic!("{outcome:?}")
    };
    assert_eq!(settings.version, "2");
    assert_eq!(snapshot.profile.organization.name, "ACME");
    assert_eq!(shown_at_start(&app), Some(*snapshot));

    let outcome = app.update_organization("1", "Acme", &keep).await.unwrap();
    let UpdateOrganizationOutcome::ChangedMeanwhile { settings } = outcome else {
        panic!("{outcome:?}")
    };
    assert_eq!(settings.name, "ACME");
    let outcome = app.set_mfa_requirement("2", true).await.unwrap();
    let UpdateOrganizationOutcome::Updated { snapshot, .. } = outcome else {
        panic!("{outcome:?}")
    };
    assert!(snapshot.profile.organization.mfa_required_since.is_some());
    announced(
        &machine,
        Announcement::MfaRequired {
            organization: "ACME".into(),
        },
    )
    .await;
    let odd = PictureChange::Replace {
        picture: "<svg/>".into(),
    };
    let outcome = app.update_organization("3", "ACME", &odd).await.unwrap();
    let reason = PictureRefusal::NotAPicture;
    let refused = UpdateOrganizationOutcome::PictureRefused { reason };
    assert_eq!(outcome, refused);
}

#[tokio::test]
async fn who_may_not_change_an_organization_sees_no_settings() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.signed_in(&portal).await;
    portal.account().refusal = Some(json!({ "data": { "organizationSettings": null } }));
    assert_eq!(app.organization_settings().await.unwrap(), None);
}

#[tokio::test]
async fn who_leaves_an_organization_works_in_the_personal_account() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.signed_in(&portal).await;
    let stays = json!({ "__typename": "OwnerStays", "message": "no" });
    portal.account().security.script("leaveOrganization", stays);
    let outcome = app.leave_organization().await.unwrap();
    assert_eq!(outcome, LeaveOrganizationOutcome::OwnerStays);
    assert_eq!(in_view(&shown_at_start(&app).unwrap()), ACME);

    let outcome = app.leave_organization().await.unwrap();
    let LeaveOrganizationOutcome::Left { snapshot } = outcome else {
        panic!("{outcome:?}")
    };
    assert_eq!(in_view(&snapshot), PERSONAL);
    let name = "ACME Robotics".to_owned();
    announced(&machine, Announcement::OrganizationLeft { name }).await;
    app.home().await.unwrap();
    let account = portal.account();
    let named = account.organizations.named_in("LookAtHome");
    assert_eq!(named, [Some(PERSONAL)]);
    let named = account.organizations.named_in("LeaveOrganization");
    assert_eq!(named, [Some(ACME); 2]);
}

#[tokio::test]
async fn an_organization_is_deleted_by_its_name_once_the_identity_is_confirmed() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.signed_in(&portal).await;
    let outcome = app.delete_organization("ACME Robotics").await;
    assert_eq!(code(outcome), FailureCode::ConfirmationRequired);
    portal.account().security.confirmed = true;
    let mismatch = json!({ "__typename": "OrganizationNameMismatch", "message": "no" });
    portal
        .account()
        .security
        .script("deleteOrganization", mismatch);
    let outcome = app.delete_organization("ACME").await.unwrap();
    assert_eq!(outcome, DeleteOrganizationOutcome::NameMismatch);
    let outcome = app.delete_organization("ACME Robotics").await.unwrap();
    let DeleteOrganizationOutcome::Deleted { snapshot } = outcome else {
        panic!("{outcome:?}")
    };
    assert_eq!(in_view(&snapshot), PERSONAL);
    assert_eq!(shown_at_start(&machine.app()), Some(*snapshot));
    let name = "ACME Robotics".to_owned();
    announced(&machine, Announcement::OrganizationDeleted { name }).await;
}
