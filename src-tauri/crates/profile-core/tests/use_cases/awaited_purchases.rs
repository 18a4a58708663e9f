//! What comes of a purchase is announced wherever the person is, in every session that can see it.

use std::time::Duration;

use profile_core::announcements::Announcement;
use profile_core::app::ProfileApp;
use profile_core::credit_purchases::CancelPurchaseOutcome;
use profile_core::failure::FailureCode;
use serde_json::json;

use crate::buying_credits::{added, pack};
use crate::fake_organizations::{ACME, GLOBEX};
use crate::fake_portal::{FakePortal, fault};
use crate::holding::Hold;
use crate::machine::{Machine, announced, code, sign_in};
use crate::organizations::switch;

const OPEN: &str = "OpenCreditPurchases";

pub(crate) fn becomes(portal: &FakePortal, state: &'static str) {
    portal.account().organizations.get(ACME).purchases.state = state;
}

pub(crate) fn times(machine: &Machine, announcement: &Announcement) -> usize {
    let shown = machine.notifier.shown();
    let shown = shown.borrow();
    shown.iter().filter(|it| *it == announcement).count()
}

/// Begins a purchase in the background, and lets `meanwhile` come about before the answer to it arrives.
async fn begin_while(
    app: &ProfileApp,
    portal: &FakePortal,
    meanwhile: impl Future<Output = ()>,
) -> FailureCode {
    let mut held = portal.hold("BeginCreditPurchase", Hold::Reply);
    let beginning = {
        let app = app.clone();
        tokio::spawn(async move { app.begin_credit_purchase(pack()).await })
    };
    held.arrived().await;
    meanwhile.await;
    held.go_on();
    code(beginning.await.unwrap())
}

#[tokio::test]
async fn a_purchase_from_before_a_restart_is_waited_for_wherever_the_person_is() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.signed_in(&portal).await;
    app.begin_credit_purchase(pack()).await.unwrap();
    drop(app);

    let mut held = portal.hold(OPEN, Hold::Reply);
    let app = machine.app();
    let _ = app.start(Vec::new());
    tokio::spawn(app.clone().watch_purchases());
    app.refresh_profile().await.unwrap();
    held.arrived().await;
    held.go_on();
    becomes(&portal, "DECLINED");
    let declined = Announcement::PaymentDeclined {
        organization: "ACME Robotics".into(),
        credits: "1000.000".into(),
    };
    announced(&machine, declined).await;
}

#[tokio::test]
async fn purchases_from_before_are_looked_for_once_where_the_person_may_buy() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    portal.account().organizations.get(ACME).on_credits = false;
    portal.account().organizations.get(GLOBEX).viewer_roles = json!(["CHART_EDITOR"]);
    let app = machine.signed_in(&portal).await;
    app.look_for_open_purchases().await;
    switch(&app, GLOBEX).await;
    app.look_for_open_purchases().await;
    assert_eq!(portal.count(OPEN), 0);

    portal.account().organizations.get(ACME).on_credits = true;
    portal.account().organizations.get(GLOBEX).viewer_roles =
        json!(["CHART_EDITOR", "BILLING_ADMIN"]);
    for organization in [GLOBEX, ACME, GLOBEX] {
        switch(&app, organization).await;
        app.look_for_open_purchases().await;
        app.look_for_open_purchases().await;
    }
    let account = portal.account();
    let named = account.organizations.named_in(OPEN);
    assert_eq!(named, [Some(GLOBEX), Some(ACME)]);
}

#[tokio::test]
async fn the_keyring_is_not_asked_for_it() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    drop(machine.signed_in(&portal).await);
    let app = machine.app();
    let _ = app.start(Vec::new());
    app.look_for_open_purchases().await;
    assert_eq!(portal.count(OPEN), 0);
    app.refresh_profile().await.unwrap();
    app.look_for_open_purchases().await;
    assert_eq!(portal.count(OPEN), 1);
}

#[tokio::test]
async fn who_signs_out_and_in_again_is_told_once() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.signed_in(&portal).await;
    app.begin_credit_purchase(pack()).await.unwrap();
    app.sign_out().await.unwrap();
    sign_in(&app, &portal).await;
    app.look_for_open_purchases().await;
    becomes(&portal, "CREDITED");
    announced(&machine, added()).await;
    app.credit_purchase("pur_1").await.unwrap();
    assert_eq!(times(&machine, &added()), 1);
}

#[tokio::test]
async fn a_payment_that_comes_after_the_end_is_told() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.signed_in(&portal).await;
    app.begin_credit_purchase(pack()).await.unwrap();
    let outcome = app.cancel_credit_purchase("pur_1").await.unwrap();
    assert!(matches!(outcome, CancelPurchaseOutcome::Cancelled { .. }));
    becomes(&portal, "CREDITED");
    announced(&machine, added()).await;
}

#[tokio::test]
async fn a_purchase_that_expired_and_is_paid_after_all_is_told_of_twice() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.signed_in(&portal).await;
    app.begin_credit_purchase(pack()).await.unwrap();
    becomes(&portal, "EXPIRED");
    let expired = Announcement::PaymentExpired {
        organization: "ACME Robotics".into(),
        credits: "1000.000".into(),
    };
    announced(&machine, expired.clone()).await;
    becomes(&portal, "PAID");
    app.credit_purchase("pur_1").await.unwrap();
    becomes(&portal, "CREDITED");
    announced(&machine, added()).await;
    assert_eq!(times(&machine, &expired), 1);
}

#[tokio::test]
async fn a_purchase_that_the_person_may_not_see_is_waited_for_no_more_until_they_may() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.signed_in(&portal).await;
    app.look_for_open_purchases().await;
    for (round, refused) in [None, Some(fault("FORBIDDEN"))].into_iter().enumerate() {
        let mut held = portal.hold("LookAtCreditPurchase", Hold::Request);
        app.begin_credit_purchase(pack()).await.unwrap();
        held.arrived().await;
        let gone = refused.is_none();
        portal.account().organizations.get(ACME).purchases.gone = gone;
        portal.account().refusal = refused;
        let mut answered = portal.hold("LookAtCreditPurchase", Hold::Reply);
        held.go_on();
        answered.arrived().await;
        portal.account().organizations.get(ACME).purchases.gone = false;
        portal.account().refusal = None;
        assert_eq!(portal.count(OPEN), round + 1);
        answered.go_on();
        let again = async {
            while portal.count(OPEN) == round + 1 {
                app.look_for_open_purchases().await;
                tokio::task::yield_now().await;
            }
        };
        let again = tokio::time::timeout(Duration::from_secs(5), again).await;
        again.expect("it is waited for still");
    }
    becomes(&portal, "CREDITED");
    announced(&machine, added()).await;
    assert_eq!(times(&machine, &added()), 1);
}

#[tokio::test]
async fn without_an_answer_it_is_asked_again_and_no_session_ended() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.signed_in(&portal).await;
    let mut held = portal.hold("LookAtCreditPurchase", Hold::Reply);
    app.begin_credit_purchase(pack()).await.unwrap();
    portal.account().refusal = Some(fault("UNAUTHENTICATED"));
    held.arrived().await;
    let mut next = portal.hold("LookAtCreditPurchase", Hold::Request);
    held.go_on();
    next.arrived().await;
    portal.account().refusal = None;
    becomes(&portal, "CREDITED");
    next.go_on();
    announced(&machine, added()).await;
    app.refresh_profile().await.unwrap();
}

#[tokio::test]
async fn what_was_begun_in_the_organization_before_is_paid_and_told_there() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.signed_in(&portal).await;
    let left = async {
        switch(&app, GLOBEX).await;
    };
    let outcome = begin_while(&app, &portal, left).await;
    assert_eq!(outcome, FailureCode::OrganizationChanged);
    let opened = machine.browser.opened();
    assert_eq!(opened.len(), 1, "{opened:?}");
    becomes(&portal, "CREDITED");
    announced(&machine, added()).await;
    let organization = "ACME Robotics".into();
    let not_saved = Announcement::ChangeNotSaved { organization };
    assert_eq!(times(&machine, &not_saved), 0);
}

#[tokio::test]
async fn a_page_that_does_not_open_is_told_also_in_another_organization() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.signed_in(&portal).await;
    machine.browser.set_missing(true);
    let left = async {
        switch(&app, GLOBEX).await;
    };
    begin_while(&app, &portal, left).await;
    let organization = "ACME Robotics".into();
    announced(&machine, Announcement::CheckoutNotOpened { organization }).await;
}

#[tokio::test]
async fn nothing_opens_for_somebody_who_signed_out_meanwhile() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.signed_in(&portal).await;
    let out = async {
        app.sign_out().await.unwrap();
    };
    let outcome = begin_while(&app, &portal, out).await;
    assert_eq!(outcome, FailureCode::NotSignedIn);
    assert_eq!(machine.browser.opened(), []);
}
