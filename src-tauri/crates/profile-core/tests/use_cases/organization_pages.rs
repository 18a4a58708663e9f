//! The pages of an organization: home, members, charts, and which of them opens first.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use profile_core::announcements::Announcement;
use profile_core::charts::{ChartCalculation, ChartRange, StarWorkspaceOutcome};
use profile_core::credits::{AmountRefusal, CreditKind, SetCreditThresholdOutcome};
use profile_core::failure::FailureCode;
use profile_core::members::{
    AddMemberOutcome, ChangeMemberRolesOutcome, RemoveMemberOutcome, RolesRefusal,
};
use profile_core::pages::{Page, PinPageOutcome, UnpinOutcome};
use profile_core::profile::Role;
use serde_json::json;

use crate::fake_organizations::{ACME, member};
use crate::fake_portal::{FakePortal, fault};
use crate::machine::{Machine, announced, code, shown_at_start};

#[tokio::test]
async fn home_is_seen() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.signed_in(&portal).await;
    let home = app.home().await.unwrap();
    assert_eq!(home.devices, None);
    assert_eq!(home.credits.unwrap().balance, ACME);
}

#[tokio::test]
async fn credits_are_seen_with_what_a_later_portal_knows() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.signed_in(&portal).await;
    let profile = shown_at_start(&machine.app()).unwrap().profile;
    assert!(profile.organization.sees_credits);
    let credits = app.credits("Europe/Berlin").await.unwrap().unwrap();
    assert_eq!(credits.balance, ACME);
    assert_eq!(credits.usage[0].date.to_string(), "2026-11-22");
    let estimate = credits.estimate.unwrap();
    assert_eq!((estimate.days, estimate.days_left), (3, Some(7)));
    let kinds: Vec<_> = credits.recent.iter().map(|it| it.kind).collect();
    assert_eq!(kinds, [Some(CreditKind::Usage), None]);
    assert_eq!(credits.recent[1].actor.as_deref(), Some("Grace Hopper"));
    assert_eq!(
        (credits.can_buy, credits.buyers),
        (false, vec!["Grace Hopper".to_owned()])
    );

    portal.account().organizations.get(ACME).on_credits = false;
    assert_eq!(app.credits("UTC").await.unwrap(), None);
}

#[tokio::test]
async fn a_threshold_is_chosen_refused_and_taken_away() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.signed_in(&portal).await;
    for threshold in [Some("1000.500"), None] {
        let outcome = app.set_credit_threshold(threshold).await.unwrap();
        let threshold = threshold.map(str::to_owned);
        let set = SetCreditThresholdOutcome::Set {
            threshold: threshold.clone(),
        };
        assert_eq!(outcome, set);
        let credits = app.credits("UTC").await.unwrap().unwrap();
        assert_eq!(credits.threshold, threshold);
    }
    for (name, expected) in [
        ("NOT_A_NUMBER", AmountRefusal::NotANumber),
        ("NOT_POSITIVE", AmountRefusal::NotPositive),
        ("TOO_PRECISE", AmountRefusal::TooPrecise),
        ("TOO_LARGE", AmountRefusal::TooLarge),
        ("PRIME", AmountRefusal::NotANumber),
    ] {
        let refused = json!({
            "__typename": "CreditThresholdRefused", "reason": name, "maximum": "1000000.000",
        });
        portal
            .account()
            .security
            .script("setCreditThreshold", refused);
        let outcome = app.set_credit_threshold(Some("?")).await.unwrap();
        let refused = SetCreditThresholdOutcome::Refused {
            reason: expected,
            maximum: "1000000.000".to_owned(),
        };
        assert_eq!(outcome, refused);
    }
    let unavailable = json!({ "__typename": "CreditsUnavailable", "message": "no" });
    portal
        .account()
        .security
        .script("setCreditThreshold", unavailable);
    let outcome = app.set_credit_threshold(Some("1")).await.unwrap();
    assert_eq!(outcome, SetCreditThresholdOutcome::Unavailable);
    let later = json!({ "__typename": "CreditsFrozen" });
    portal
        .account()
        .security
        .script("setCreditThreshold", later);
    let failed = app.set_credit_threshold(Some("1")).await;
    assert_eq!(code(failed), FailureCode::ReplyInvalid);
}

#[tokio::test]
async fn members_are_added_changed_and_removed() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.signed_in(&portal).await;
    let page = app.members("  ", None).await.unwrap();
    assert_eq!(page.members[0].roles, [Role::Owner]);
    assert_eq!(page.grantable_roles[0].role, Role::Admin);

    let roles = [Role::ChartEditor, Role::BillingAdmin];
    let added = app.add_member(" grace@acme.example ", &roles).await;
    let AddMemberOutcome::Added { member } = added.unwrap() else {
        panic!("not added")
    };
    assert_eq!(member.email, "grace@acme.example");
    assert_eq!(member.roles, roles);
    let display_name = member.display_name.clone();
    announced(&machine, Announcement::MemberAdded { display_name }).await;

    let changed = app.change_member_roles(&member.id, &roles, &[Role::Admin]);
    let ChangeMemberRolesOutcome::Changed { member } = changed.await.unwrap() else {
        panic!("not changed")
    };
    let display_name = member.display_name.clone();
    announced(&machine, Announcement::MemberRolesChanged { display_name }).await;

    let removed = app.remove_member(&member.id).await.unwrap();
    assert_eq!(removed, RemoveMemberOutcome::Removed);
    let organization = "ACME Robotics".to_owned();
    announced(&machine, Announcement::MemberRemoved { organization }).await;
    assert!(portal.account().organizations.get(ACME).members.is_empty());
}

#[tokio::test]
async fn what_stands_against_a_membership_is_an_outcome() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.signed_in(&portal).await;
    let scripted = |field, result| portal.account().security.script(field, result);
    let grace = member("grace", &json!(["ADMIN"]));
    let refusal = json!({ "__typename": "RolesRefused", "reason": "OWNER_GRANTED" });
    let reason = RolesRefusal::OwnerGranted;

    scripted("addMember", refusal.clone());
    let outcome = app.add_member("grace", &[Role::Owner]).await.unwrap();
    assert_eq!(outcome, AddMemberOutcome::RolesRefused { reason });
    scripted(
        "addMember",
        json!({ "__typename": "TooManyAttempts", "retryAfterSeconds": 60 }),
    );
    let outcome = app.add_member("grace", &[]).await.unwrap();
    let retry_after_seconds = 60;
    let expected = AddMemberOutcome::TooManyAttempts {
        retry_after_seconds,
    };
    assert_eq!(outcome, expected);
    scripted(
        "addMember",
        json!({ "__typename": "AlreadyMember", "member": grace }),
    );
    let outcome = app.add_member("grace", &[]).await.unwrap();
    assert!(matches!(outcome, AddMemberOutcome::AlreadyMember { .. }));
    let later = json!({ "__typename": "RolesRefused", "reason": "FULL_MOON" });
    scripted("addMember", later);
    let outcome = app.add_member("grace", &[]).await.unwrap();
    assert_eq!(outcome, AddMemberOutcome::Unsupported);

    scripted("changeMemberRoles", refusal);
    let outcome = app.change_member_roles("grace", &[], &[]).await.unwrap();
    assert_eq!(outcome, ChangeMemberRolesOutcome::RolesRefused { reason });
    let meanwhile = json!({ "__typename": "MemberChangedMeanwhile", "member": grace });
    scripted("changeMemberRoles", meanwhile);
    let outcome = app.change_member_roles("grace", &[], &[]).await.unwrap();
    assert!(matches!(
        outcome,
        ChangeMemberRolesOutcome::ChangedMeanwhile { .. }
    ));
    scripted(
        "removeMember",
        json!({ "__typename": "OwnerStays", "message": "no" }),
    );
    let outcome = app.remove_member("grace").await.unwrap();
    assert_eq!(outcome, RemoveMemberOutcome::OwnerStays);
    portal.account().refusal = Some(fault("FORBIDDEN"));
    assert_eq!(code(app.members("", None).await), FailureCode::NotAllowed);
}

#[tokio::test]
async fn workspaces_are_listed_opened_and_starred() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.signed_in(&portal).await;
    let workspaces = app.chart_workspaces().await.unwrap();
    assert!(!workspaces[0].starred);
    let workspace = app.chart_workspace("wsp_1").await.unwrap().unwrap();
    assert_eq!(workspace.name, "ACME Robotics");
    let outcome = app.star_workspace("wsp_1", true).await.unwrap();
    assert!(matches!(
        outcome,
        StarWorkspaceOutcome::Starred { workspace } if workspace.starred
    ));
    let readings = app
        .chart_readings("cht_1", ChartRange::Day, Some(ChartCalculation::Sum), "UTC")
        .await
        .unwrap()
        .unwrap();
    assert_eq!(readings.series[0].values, [Some(1.5)]);
}

#[tokio::test]
async fn a_page_is_pinned_unpinned_and_pinned_again() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.signed_in(&portal).await;
    let outcome = app.pin_page(Page::Charts, Some("wsp_1")).await.unwrap();
    let PinPageOutcome::Pinned { snapshot } = outcome else {
        panic!("{outcome:?}")
    };
    let pinned = snapshot.profile.pinned_page.clone().unwrap();
    assert_eq!(pinned.workspace_name.as_deref(), Some("Line 4"));
    assert_eq!(shown_at_start(&machine.app()), Some(*snapshot));
    let (page, workspace) = (Page::Charts, Some("Line 4".to_owned()));
    announced(&machine, Announcement::PagePinned { page, workspace }).await;

    let outcome = app.unpin_page(&pinned.id).await.unwrap();
    let UnpinOutcome::Done { snapshot } = outcome else {
        panic!("{outcome:?}")
    };
    assert_eq!(snapshot.profile.pinned_page, None);
    announced(&machine, Announcement::PageUnpinned).await;
    let outcome = app.restore_pin(&pinned.id).await.unwrap();
    let UnpinOutcome::Done { snapshot } = outcome else {
        panic!("{outcome:?}")
    };
    assert_eq!(snapshot.profile.pinned_page, Some(pinned));

    let unavailable = json!({ "__typename": "PageUnavailable", "message": "no" });
    portal.account().security.script("pinPage", unavailable);
    let outcome = app.pin_page(Page::Members, None).await.unwrap();
    assert_eq!(outcome, PinPageOutcome::Unavailable);
}

#[tokio::test]
async fn a_pin_that_another_took_the_place_of_stays_and_is_shown() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.signed_in(&portal).await;
    let outcome = app.pin_page(Page::Home, None).await.unwrap();
    let PinPageOutcome::Pinned { snapshot } = outcome else {
        panic!("{outcome:?}")
    };
    let seen = snapshot.profile.pinned_page.unwrap().id;
    let elsewhere = json!({
        "id": "members", "page": "MEMBERS", "workspace": null, "workspaceName": null, "broken": null,
    });
    portal.account().organizations.get(ACME).pinned = Some(elsewhere);
    let restored = app.restore_pin(&seen).await;
    for outcome in [app.unpin_page(&seen).await, restored] {
        let UnpinOutcome::ChangedMeanwhile { snapshot } = outcome.unwrap() else {
            panic!("the pin was changed")
        };
        assert_eq!(shown_at_start(&machine.app()), Some((*snapshot).clone()));
        assert_eq!(snapshot.profile.pinned_page.unwrap().page, Page::Members);
    }
}

#[tokio::test]
async fn what_a_chart_shows_is_saved_and_overwrites_nothing() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.signed_in(&portal).await;
    let name = "../Line 4: throughput";
    for expected in ["-Line 4- throughput.csv", "-Line 4- throughput (2).csv"] {
        let saved = app.save_chart_table(name, "a,b\n1,2\n".into()).await;
        assert_eq!(saved.unwrap().name, expected);
    }
    let png = STANDARD.encode(b"\x89PNG\r\n\x1a\nrest");
    let saved = app.save_chart_picture("", &png).await.unwrap();
    assert_eq!(saved.name, "chart.png");
    for odd in ["%%%".to_owned(), STANDARD.encode("<svg/>")] {
        let outcome = app.save_chart_picture("chart", &odd).await;
        assert_eq!(code(outcome), FailureCode::FileNotSaved);
    }
    let folder = machine.downloads.path().join("Downloads");
    assert_eq!(std::fs::read_dir(folder).unwrap().count(), 3);
}
