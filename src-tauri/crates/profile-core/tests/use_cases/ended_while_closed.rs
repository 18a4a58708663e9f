//! A purchase that comes to its end while the app is closed is announced at the next start, once.

use std::time::Duration;

use chrono::TimeDelta;
use profile_core::announcements::Announcement;
use profile_core::app::ProfileApp;
use profile_core::memory::Fault;
use profile_core::ports::LocalStore;
use profile_core::remembered::CREDIT_PURCHASES;
use serde_json::{Value, json};

use crate::awaited_purchases::{becomes, times};
use crate::buying_credits::{added, pack};
use crate::fake_organizations::{ACME, GLOBEX};
use crate::fake_portal::FakePortal;
use crate::machine::{Machine, announced, noon, shown_at_start, sign_in};
use crate::organizations::switch;

const LOOK: &str = "LookAtCreditPurchase";

fn declined() -> Announcement {
    Announcement::PaymentDeclined {
        organization: "ACME Robotics".into(),
        credits: "1000.000".into(),
    }
}

fn expired() -> Announcement {
    Announcement::PaymentExpired {
        organization: "ACME Robotics".into(),
        credits: "1000.000".into(),
    }
}

/// Begins a purchase, closes the app, and lets it come to an end.
async fn ends_while_closed(machine: &Machine, portal: &FakePortal, end: &'static str) {
    let app = machine.signed_in(portal).await;
    app.begin_credit_purchase(pack()).await.unwrap();
    drop(app);
    becomes(portal, end);
}

/// The app at its next start, with the profile on the page.
async fn started(machine: &Machine) -> ProfileApp {
    let app = machine.app();
    shown_at_start(&app);
    app.refresh_profile().await.unwrap();
    app.look_for_open_purchases().await;
    app
}

/// Waits until it is so.
async fn until(is_so: impl Fn() -> bool) {
    let waiting = async {
        while !is_so() {
            tokio::task::yield_now().await;
        }
    };
    let waiting = tokio::time::timeout(Duration::from_secs(5), waiting);
    waiting.await.expect("it does not come about");
}

/// Waits until the purchase that is awaited was looked at, and that look taken into account.
async fn looked_at(portal: &FakePortal) {
    let before = portal.count(LOOK);
    until(|| portal.count(LOOK) >= before + 2).await;
}

fn remembered(machine: &Machine) -> Option<Value> {
    machine.store.get(CREDIT_PURCHASES)
}

#[tokio::test]
async fn credits_that_came_are_announced_at_the_next_start_alone() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    ends_while_closed(&machine, &portal, "CREDITED").await;
    let app = started(&machine).await;
    announced(&machine, added()).await;
    assert_eq!(remembered(&machine), Some(json!([])));
    drop(app);
    let _app = started(&machine).await;
    assert_eq!(times(&machine, &added()), 1);
}

#[tokio::test]
async fn an_end_without_a_payment_is_announced_once_and_a_late_payment_after_it() {
    for (end, announcement) in [("DECLINED", declined()), ("EXPIRED", expired())] {
        let (machine, portal) = (Machine::new(), FakePortal::start().await);
        ends_while_closed(&machine, &portal, end).await;
        let app = started(&machine).await;
        announced(&machine, announcement.clone()).await;
        drop(app);
        let app = started(&machine).await;
        looked_at(&portal).await;
        drop(app);
        becomes(&portal, "CREDITED");
        let _app = started(&machine).await;
        announced(&machine, added()).await;
        assert_eq!(times(&machine, &announcement), 1);
        assert_eq!(times(&machine, &added()), 1);
        assert_eq!(remembered(&machine), Some(json!([])));
    }
}

#[tokio::test]
async fn what_ended_long_ago_is_looked_at_once_more() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    ends_while_closed(&machine, &portal, "EXPIRED").await;
    let app = started(&machine).await;
    announced(&machine, expired()).await;
    drop(app);
    machine.clock.set(noon() + TimeDelta::hours(2));
    let _app = started(&machine).await;
    until(|| remembered(&machine) == Some(json!([]))).await;
    assert_eq!(times(&machine, &expired()), 1);
}

#[tokio::test]
async fn what_the_person_gave_up_elsewhere_is_not_announced() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    ends_while_closed(&machine, &portal, "CANCELLED").await;
    let before = machine.notifier.shown().borrow().len();
    let _app = started(&machine).await;
    looked_at(&portal).await;
    becomes(&portal, "CREDITED");
    announced(&machine, added()).await;
    assert_eq!(machine.notifier.shown().borrow()[before..], [added()]);
}

#[tokio::test]
async fn nobody_else_is_told_and_no_other_organization_asked() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.signed_in(&portal).await;
    app.begin_credit_purchase(pack()).await.unwrap();
    app.sign_out().await.unwrap();
    becomes(&portal, "CREDITED");
    portal.account().organizations.get(GLOBEX).purchases.state = "CREDITED";

    portal.account().id = "acc_2".into();
    sign_in(&app, &portal).await;
    app.look_for_open_purchases().await;
    app.sign_out().await.unwrap();
    portal.account().id = "acc_1".into();
    sign_in(&app, &portal).await;
    switch(&app, GLOBEX).await;
    app.look_for_open_purchases().await;
    assert_eq!(times(&machine, &added()), 0);

    switch(&app, ACME).await;
    app.look_for_open_purchases().await;
    announced(&machine, added()).await;
    assert_eq!(times(&machine, &added()), 1);
    let account = portal.account();
    let named = account.organizations.named_in(LOOK);
    assert!(named.iter().all(|it| *it == Some(ACME)), "{named:?}");
}

#[tokio::test]
async fn a_purchase_that_is_not_there_any_more_is_forgotten() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    ends_while_closed(&machine, &portal, "CREDITED").await;
    portal.account().organizations.get(ACME).purchases.gone = true;
    let _app = started(&machine).await;
    until(|| remembered(&machine) == Some(json!([]))).await;
    assert_eq!(times(&machine, &added()), 0);
}

#[tokio::test]
async fn a_full_disk_costs_the_announcement_alone() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.signed_in(&portal).await;
    machine.store.set_fault(Fault::Failed);
    app.begin_credit_purchase(pack()).await.unwrap();
    drop(app);
    becomes(&portal, "CREDITED");
    let app = started(&machine).await;
    becomes(&portal, "PENDING");
    app.begin_credit_purchase(pack()).await.unwrap();
    assert_eq!(times(&machine, &added()), 0);
    becomes(&portal, "CREDITED");
    announced(&machine, added()).await;
    assert_eq!(remembered(&machine), None);
}

#[tokio::test]
async fn what_is_damaged_costs_no_later_announcement() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    for damaged in [json!("?"), json!([{ "id": 7 }])] {
        machine.store.set(CREDIT_PURCHASES, damaged).unwrap();
        becomes(&portal, "PENDING");
        let before = times(&machine, &added());
        ends_while_closed(&machine, &portal, "CREDITED").await;
        let _app = started(&machine).await;
        until(|| times(&machine, &added()) == before + 1).await;
    }
}
