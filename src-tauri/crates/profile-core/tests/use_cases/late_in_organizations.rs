//! Replies about an organization that is not in view any more.

use std::pin::Pin;
use std::time::Duration;

use profile_core::announcements::Announcement;
use profile_core::api_keys::{ApiKeyExpiry, ApiKeyOverlap, CreateApiKeyOutcome};
use profile_core::app::ProfileApp;
use profile_core::charts::ChartRange;
use profile_core::credit_history::CreditFilter;
use profile_core::failure::{Failure, FailureCode};
use profile_core::organizations::PictureChange;
use profile_core::pages::Page;
use profile_core::preferences::Theme;
use profile_core::profile::Role;
use serde_json::{Value, json};
use tokio::task::JoinHandle;

use crate::fake_organizations::{ACME, GLOBEX};
use crate::fake_portal::{Account, FakePortal};
use crate::holding::Hold;
use crate::machine::{Machine, announced, code, shown_at_start};
use crate::organizations::switch;

pub(crate) type Call = fn(ProfileApp) -> Pin<Box<dyn Future<Output = Result<(), Failure>> + Send>>;

macro_rules! call {
    ($app:ident => $call:expr) => {
        |$app| Box::pin(async move { $call.await.map(drop) })
    };
}

pub(crate) use call;

/// Everything that is asked about an organization.
const QUERIES: [(&str, Call); 18] = [
    ("ViewerQuery", call!(app => app.refresh_profile())),
    ("Organizations", call!(app => app.organizations())),
    (
        "LookAtOrganizationSettings",
        call!(app => app.organization_settings()),
    ),
    ("Members", call!(app => app.members("", None))),
    ("LookAtHome", call!(app => app.home())),
    ("LookAtCredits", call!(app => app.credits("UTC"))),
    (
        "CreditTransactions",
        call!(app => app.credit_transactions(CreditFilter::default(), None)),
    ),
    (
        "AddUpCredits",
        call!(app => app.credit_totals(CreditFilter::default())),
    ),
    ("LookAtCreditOffers", call!(app => app.credit_offers())),
    ("PriceCredits", call!(app => app.credit_price("100"))),
    (
        "LookAtCreditPurchase",
        call!(app => app.credit_purchase("pur_1")),
    ),
    ("CreditPurchases", call!(app => app.credit_purchases(None))),
    (
        "OpenCreditPurchases",
        call!(app => app.open_credit_purchases()),
    ),
    ("ChartWorkspaces", call!(app => app.chart_workspaces())),
    (
        "LookAtChartWorkspace",
        call!(app => app.chart_workspace("wsp_1")),
    ),
    (
        "LookAtChart",
        call!(app => app.chart_readings("cht_1", ChartRange::Year, None, "UTC")),
    ),
    ("ApiKeys", call!(app => app.api_keys())),
    (
        "Published",
        call!(app => app.try_api_key("portal_key_5ecret1".into())),
    ),
];

/// Everything that changes an organization and doesn't lead out of it.
const CHANGES: [(&str, Call); 13] = [
    (
        "UpdateOrganization",
        call!(app => app.update_organization("1", "Acme", &PictureChange::Keep)),
    ),
    (
        "SetMfaRequirement",
        call!(app => app.set_mfa_requirement("1", true)),
    ),
    (
        "AddMember",
        call!(app => app.add_member("grace", &[Role::Admin])),
    ),
    (
        "ChangeMemberRoles",
        call!(app => app.change_member_roles("grace", &[], &[Role::Admin])),
    ),
    ("RemoveMember", call!(app => app.remove_member("grace"))),
    (
        "StarChartWorkspace",
        call!(app => app.star_workspace("wsp_1", true)),
    ),
    ("PinPage", call!(app => app.pin_page(Page::Home, None))),
    ("UnpinPage", call!(app => app.unpin_page("home"))),
    ("RestorePin", call!(app => app.restore_pin("home"))),
    (
        "SetCreditThreshold",
        call!(app => app.set_credit_threshold(Some("1000"))),
    ),
    (
        "CreateApiKey",
        call!(app => app.create_api_key("CI", ApiKeyExpiry::Never)),
    ),
    (
        "RotateApiKey",
        call!(app => app.rotate_api_key("old", ApiKeyOverlap::None)),
    ),
    ("RevokeApiKey", call!(app => app.revoke_api_key("old"))),
];

pub(crate) fn start(app: &ProfileApp, call: Call) -> JoinHandle<Result<(), Failure>> {
    tokio::spawn(call(app.clone()))
}

pub(crate) async fn soon<T>(what: impl Future<Output = T>, name: &str) -> T {
    let outcome = tokio::time::timeout(Duration::from_secs(5), what).await;
    outcome.unwrap_or_else(|_| panic!("{name} goes on"))
}

fn not_saved() -> Announcement {
    let organization = "ACME Robotics".into();
    Announcement::ChangeNotSaved { organization }
}

#[tokio::test]
async fn what_was_asked_about_the_old_organization_is_dropped_at_once() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.signed_in(&portal).await;
    for (operation, call) in QUERIES {
        for at in [Hold::Request, Hold::Reply] {
            switch(&app, ACME).await;
            let mut held = portal.hold(operation, at);
            let asked = start(&app, call);
            held.arrived().await;
            let snapshot = switch(&app, GLOBEX).await;
            // The answer was never given.
            let outcome = soon(asked, operation).await.unwrap();
            assert_eq!(
                code(outcome),
                FailureCode::OrganizationChanged,
                "{operation}"
            );
            held.forget();
            assert_eq!(shown_at_start(&app), Some(snapshot), "{operation}");
        }
    }
    assert_eq!(shown_at_start(&machine.app()), shown_at_start(&app));
}

#[tokio::test]
async fn each_query_and_change_names_the_organization_in_view() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.confirmed(&portal).await;
    portal.account().security.api_keys.names.push("old".into());
    switch(&app, GLOBEX).await;
    for (operation, call) in QUERIES.into_iter().chain(CHANGES) {
        // Whether it comes about is not the question here.
        let _ = start(&app, call).await.unwrap();
        let account = portal.account();
        let named = account.organizations.named_in(operation);
        // The published call stands for its key's organization.
        let expected = (operation != "Published").then_some(GLOBEX);
        assert_eq!(named, [expected], "{operation}");
    }
}

#[tokio::test]
async fn a_change_of_the_old_organization_is_made_there_and_not_shown_in_the_new_one() {
    for (operation, call) in CHANGES {
        let (machine, portal) = (Machine::new(), FakePortal::start().await);
        let app = machine.confirmed(&portal).await;
        portal.account().security.api_keys.names.push("old".into());
        let mut held = portal.hold(operation, Hold::Request);
        let changing = start(&app, call);
        held.arrived().await;
        let snapshot = switch(&app, GLOBEX).await;
        held.go_on();
        let outcome = soon(changing, operation).await.unwrap();
        assert_eq!(
            code(outcome),
            FailureCode::OrganizationChanged,
            "{operation}"
        );
        assert_eq!(shown_at_start(&app), Some(snapshot.clone()), "{operation}");
        assert_eq!(
            shown_at_start(&machine.app()),
            Some(snapshot),
            "{operation}"
        );
        {
            let account = portal.account();
            let named = account.organizations.named_in(operation);
            assert_eq!(named, [Some(ACME)], "{operation}");
        }
        // It came about: the next announcement is another one.
        app.set_theme(Theme::Dark).await.unwrap();
        let theme = Theme::Dark;
        announced(&machine, Announcement::ThemeChanged { theme }).await;
        let shown = machine.notifier.shown();
        assert!(!shown.borrow().contains(&not_saved()), "{operation}");
    }
}

#[tokio::test]
async fn a_change_of_the_old_organization_that_fails_is_announced() {
    for (operation, call) in CHANGES {
        let (machine, portal) = (Machine::new(), FakePortal::start().await);
        let app = machine.confirmed(&portal).await;
        portal.account().security.api_keys.names.push("old".into());
        let mut held = portal.hold(operation, Hold::Reply);
        // Those that may be repeated are.
        let changing = start(&app, call);
        held.arrived().await;
        switch(&app, GLOBEX).await;
        portal.lose(operation, 2);
        held.lose();
        let outcome = soon(changing, operation).await.unwrap();
        assert_eq!(
            code(outcome),
            FailureCode::OrganizationChanged,
            "{operation}"
        );
        announced(&machine, not_saved()).await;
    }
}

#[tokio::test]
async fn a_change_of_the_old_organization_that_is_refused_is_announced() {
    let refused = |name: &str| json!({ "__typename": name, "message": "no" });
    let refusals: [(&str, &'static str, Value); 4] = [
        (
            "SetCreditThreshold",
            "setCreditThreshold",
            refused("CreditsUnavailable"),
        ),
        ("PinPage", "pinPage", refused("PageUnavailable")),
        (
            "StarChartWorkspace",
            "starChartWorkspace",
            refused("ChartWorkspaceNotFound"),
        ),
        ("AddMember", "addMember", refused("AccountNotFound")),
    ];
    for (operation, field, refusal) in refusals {
        let (machine, portal) = (Machine::new(), FakePortal::start().await);
        let app = machine.confirmed(&portal).await;
        portal.account().security.script(field, refusal);
        let mut held = portal.hold(operation, Hold::Request);
        let (_, call) = CHANGES
            .into_iter()
            .find(|(name, _)| *name == operation)
            .unwrap();
        let changing = start(&app, call);
        held.arrived().await;
        switch(&app, GLOBEX).await;
        held.go_on();
        let outcome = soon(changing, operation).await.unwrap();
        assert_eq!(
            code(outcome),
            FailureCode::OrganizationChanged,
            "{operation}"
        );
        announced(&machine, not_saved()).await;
    }
}

#[tokio::test]
async fn a_change_that_waits_is_made_where_the_person_made_it() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.signed_in(&portal).await;
    let mut held = portal.hold("PinPage", Hold::Request);
    let first = start(&app, call!(app => app.pin_page(Page::Home, None)));
    held.arrived().await;
    let second = start(&app, call!(app => app.pin_page(Page::Profile, None)));
    tokio::task::yield_now().await;
    switch(&app, GLOBEX).await;
    // What the person does in the new one waits for nothing of the old one.
    app.pin_page(Page::Charts, Some("wsp_1")).await.unwrap();
    held.go_on();
    for change in [first, second] {
        let outcome = soon(change, "a change").await.unwrap();
        assert_eq!(code(outcome), FailureCode::OrganizationChanged);
    }
    let mut account = portal.account();
    let pinned = |organization: &str, account: &mut Account| {
        account
            .organizations
            .get(organization)
            .pinned
            .clone()
            .unwrap()["page"]
            .clone()
    };
    assert_eq!(pinned(ACME, &mut account), "PROFILE");
    assert_eq!(pinned(GLOBEX, &mut account), "CHARTS");
}

#[tokio::test]
async fn a_key_of_the_old_organization_is_issued_once_and_seen_when_asked_for_again() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.confirmed(&portal).await;
    let mut held = portal.hold("CreateApiKey", Hold::Reply);
    let creating = start(
        &app,
        call!(app => app.create_api_key("CI", ApiKeyExpiry::Never)),
    );
    held.arrived().await;
    switch(&app, GLOBEX).await;
    held.go_on();
    assert_eq!(
        code(creating.await.unwrap()),
        FailureCode::OrganizationChanged
    );
    switch(&app, ACME).await;
    let outcome = app.create_api_key("CI", ApiKeyExpiry::Never).await.unwrap();
    assert!(matches!(outcome, CreateApiKeyOutcome::Issued { .. }));
    assert_eq!(portal.account().security.api_keys.names, ["CI"]);
}
