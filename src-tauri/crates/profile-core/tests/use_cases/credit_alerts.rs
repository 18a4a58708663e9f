//! Credits that run low are announced once for each time that they fell below what the person chose.

use std::time::Duration;

use axum::http::StatusCode;
use profile_core::announcements::Announcement;
use profile_core::app::ProfileApp;
use profile_core::failure::FailureCode;
use profile_core::memory::Fault;
use profile_core::preferences::Theme;
use serde_json::{Value, json};

use crate::fake_organizations::GLOBEX;
use crate::fake_portal::{FakePortal, fault};
use crate::holding::Hold;
use crate::machine::{Machine, announced, code, shown_at_start, sign_in};
use crate::organizations::switch;

/// The portal says that a transaction took the balance of an organization below 1,000.
fn crossed(organization: &str, crossing: u32) -> Value {
    json!({
        "organizationId": organization, "organizationName": format!("{organization} Robotics"),
        "threshold": "1000.000", "balance": "987.500", "crossing": crossing,
    })
}

fn low(organization: &str) -> Announcement {
    Announcement::CreditsLow {
        organization: format!("{organization} Robotics"),
        threshold: "1000.000".into(),
        balance: "987.500".into(),
    }
}

fn set_alerts(portal: &FakePortal, alerts: impl Into<Vec<Value>>) {
    portal.account().organizations.credit_alerts = alerts.into();
}

/// What was announced of credits so far. Whatever is announced later than that has been shown by then.
async fn told(machine: &Machine, app: &ProfileApp) -> Vec<Announcement> {
    let before = machine.notifier.shown().borrow().len();
    app.set_theme(Theme::Dark).await.unwrap();
    let dark = Announcement::ThemeChanged { theme: Theme::Dark };
    let mut shown = machine.notifier.shown();
    let after = shown.wait_for(|shown| shown[before..].contains(&dark));
    let after = tokio::time::timeout(Duration::from_secs(5), after).await;
    let after = after.expect("nothing is announced any more").unwrap();
    let low = |it: &&Announcement| matches!(it, Announcement::CreditsLow { .. });
    after.iter().filter(low).cloned().collect()
}

#[tokio::test]
async fn each_crossing_is_announced_once() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.signed_in(&portal).await;
    app.look_for_low_credits().await;
    assert_eq!(told(&machine, &app).await, []);

    set_alerts(&portal, [crossed("acme", 7), crossed("globex", 3)]);
    app.look_for_low_credits().await;
    app.look_for_low_credits().await;
    let both = [low("acme"), low("globex")];
    assert_eq!(told(&machine, &app).await, both);

    // Above again and out of sight for a while: what was said is not said again.
    set_alerts(&portal, [crossed("globex", 3)]);
    app.look_for_low_credits().await;
    set_alerts(&portal, [crossed("acme", 7), crossed("globex", 3)]);
    app.look_for_low_credits().await;
    assert_eq!(told(&machine, &app).await, both);

    set_alerts(&portal, [crossed("acme", 9), crossed("globex", 3)]);
    app.look_for_low_credits().await;
    app.look_for_low_credits().await;
    let again = [low("acme"), low("globex"), low("acme")];
    assert_eq!(told(&machine, &app).await, again);
}

#[tokio::test]
async fn a_restart_announces_nothing_again() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.signed_in(&portal).await;
    set_alerts(&portal, [crossed("acme", 7)]);
    app.look_for_low_credits().await;
    assert_eq!(told(&machine, &app).await, [low("acme")]);
    drop(app);

    let app = machine.app();
    shown_at_start(&app);
    // The keyring is for the profile to ask.
    app.look_for_low_credits().await;
    assert_eq!(portal.count("LookAtCreditAlerts"), 1);
    app.refresh_profile().await.unwrap();
    app.look_for_low_credits().await;
    assert_eq!(portal.count("LookAtCreditAlerts"), 2);
    assert_eq!(told(&machine, &app).await, [low("acme")]);
    app.sign_out().await.unwrap();
    sign_in(&app, &portal).await;
    app.look_for_low_credits().await;
    assert_eq!(told(&machine, &app).await, [low("acme")]);
}

#[tokio::test]
async fn each_person_is_told_of_their_own() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.signed_in(&portal).await;
    set_alerts(&portal, [crossed("acme", 7)]);
    app.look_for_low_credits().await;
    assert_eq!(told(&machine, &app).await.len(), 1);
    app.sign_out().await.unwrap();

    portal.account().id = "acc_2".into();
    set_alerts(&portal, []);
    sign_in(&app, &portal).await;
    app.look_for_low_credits().await;
    assert_eq!(told(&machine, &app).await.len(), 1);
    set_alerts(&portal, [crossed("acme", 7)]);
    app.look_for_low_credits().await;
    assert_eq!(told(&machine, &app).await.len(), 2);
    app.sign_out().await.unwrap();

    portal.account().id = "acc_1".into();
    sign_in(&app, &portal).await;
    app.look_for_low_credits().await;
    assert_eq!(told(&machine, &app).await.len(), 2);
}

#[tokio::test]
async fn what_falls_while_notifications_are_off_is_not_made_up_for() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.signed_in(&portal).await;
    app.set_toast_notifications(false).await.unwrap();
    set_alerts(&portal, [crossed("acme", 7)]);
    app.look_for_low_credits().await;
    app.set_toast_notifications(true).await.unwrap();
    app.look_for_low_credits().await;
    assert_eq!(told(&machine, &app).await, []);
    set_alerts(&portal, [crossed("acme", 8)]);
    app.look_for_low_credits().await;
    assert_eq!(told(&machine, &app).await, [low("acme")]);
}

#[tokio::test]
async fn without_an_answer_nothing_is_announced_and_no_session_ended() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.signed_in(&portal).await;
    set_alerts(&portal, [crossed("acme", 7)]);
    portal.account().refuse_with = Some(StatusCode::NOT_FOUND);
    app.look_for_low_credits().await;
    portal.account().refuse_with = None;
    assert_eq!(told(&machine, &app).await, []);

    // What the person does next says that the session has ended.
    portal.account().refusal = Some(fault("UNAUTHENTICATED"));
    app.look_for_low_credits().await;
    let ended = app.refresh_profile().await;
    assert_eq!(code(ended), FailureCode::SessionEnded);
    portal.account().refusal = None;
    app.look_for_low_credits().await;
    sign_in(&app, &portal).await;
    app.look_for_low_credits().await;
    assert_eq!(told(&machine, &app).await, [low("acme")]);
}

#[tokio::test]
async fn an_answer_that_comes_after_the_session_is_told_in_the_next_one() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.signed_in(&portal).await;
    set_alerts(&portal, [crossed("acme", 7)]);
    let mut held = portal.hold("LookAtCreditAlerts", Hold::Reply);
    let late = {
        let app = app.clone();
        tokio::spawn(async move { app.look_for_low_credits().await })
    };
    held.arrived().await;
    app.sign_out().await.unwrap();
    held.go_on();
    late.await.unwrap();
    sign_in(&app, &portal).await;
    assert_eq!(told(&machine, &app).await, []);
    app.look_for_low_credits().await;
    assert_eq!(told(&machine, &app).await, [low("acme")]);
}

#[tokio::test]
async fn another_organization_in_view_changes_nothing() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.signed_in(&portal).await;
    set_alerts(&portal, [crossed("acme", 7)]);
    let mut held = portal.hold("LookAtCreditAlerts", Hold::Reply);
    let late = {
        let app = app.clone();
        tokio::spawn(async move { app.look_for_low_credits().await })
    };
    held.arrived().await;
    switch(&app, GLOBEX).await;
    held.go_on();
    late.await.unwrap();
    app.look_for_low_credits().await;
    assert_eq!(told(&machine, &app).await, [low("acme")]);
    let account = portal.account();
    let named = account.organizations.named_in("LookAtCreditAlerts");
    assert_eq!(named, [None, None]);
}

#[tokio::test]
async fn a_full_disk_repeats_nothing_in_this_run() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.signed_in(&portal).await;
    machine.store.set_fault(Fault::Failed);
    set_alerts(&portal, [crossed("acme", 7)]);
    app.look_for_low_credits().await;
    app.look_for_low_credits().await;
    assert_eq!(told(&machine, &app).await, [low("acme")]);
}

#[tokio::test]
async fn a_look_follows_whatever_makes_for_one() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.app();
    let watch = tokio::spawn(app.clone().watch_credits());
    set_alerts(&portal, [crossed("signed-in", 1)]);
    sign_in(&app, &portal).await;
    announced(&machine, low("signed-in")).await;
    set_alerts(&portal, [crossed("credits", 1)]);
    app.credits("UTC").await.unwrap();
    announced(&machine, low("credits")).await;
    set_alerts(&portal, [crossed("profile", 1)]);
    app.refresh_profile().await.unwrap();
    announced(&machine, low("profile")).await;
    watch.abort();
}

#[tokio::test]
async fn a_look_follows_at_regular_intervals_until_the_app_is_gone() {
    let (mut machine, portal) = (Machine::new(), FakePortal::start().await);
    machine.credit_alerts = Duration::from_millis(5);
    let app = machine.signed_in(&portal).await;
    let watch = tokio::spawn(app.clone().watch_credits());
    for organization in ["acme", "globex"] {
        set_alerts(&portal, [crossed(organization, 1)]);
        announced(&machine, low(organization)).await;
    }
    drop(app);
    let over = tokio::time::timeout(Duration::from_secs(5), watch).await;
    over.expect("it goes on").unwrap();
}
