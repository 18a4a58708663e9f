//! What is announced, and what is not.

use profile_core::announcements::Announcement;
use profile_core::memory::Fault;
use profile_core::preferences::Theme;
use profile_core::services::ServiceState;

use crate::fake_portal::FakePortal;
use crate::machine::{Machine, sign_in};

fn signed_in() -> Announcement {
    Announcement::SignedIn {
        display_name: "Ada Lovelace".into(),
        portal: "ACME Portal".into(),
    }
}

#[tokio::test]
async fn every_completed_action_is_announced() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.signed_in(&portal).await;
    app.change_display_name("Ada King").await.unwrap();
    app.set_theme(Theme::Dark).await.unwrap();
    app.refresh_profile().await.unwrap();
    app.sign_out().await.unwrap();
    let expected = [
        signed_in(),
        Announcement::DisplayNameChanged {
            display_name: "Ada King".into(),
        },
        Announcement::ThemeChanged { theme: Theme::Dark },
        Announcement::SignedOut {
            portal: "ACME Portal".into(),
        },
    ];
    let mut shown = machine.notifier.shown();
    let shown = shown
        .wait_for(|shown| shown.len() == expected.len())
        .await
        .unwrap();
    assert_eq!(*shown, expected);
}

#[tokio::test]
async fn nothing_is_announced_while_notifications_are_off() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.signed_in(&portal).await;
    app.set_toast_notifications(false).await.unwrap();
    app.change_display_name("Ada King").await.unwrap();
    app.set_theme(Theme::Dark).await.unwrap();
    app.sign_out().await.unwrap();
    sign_in(&app, &portal).await;
    app.set_toast_notifications(true).await.unwrap();
    // Turning them on is the first to be announced again, so all before it would have been seen.
    let mut shown = machine.notifier.shown();
    let shown = shown
        .wait_for(|shown| shown.contains(&Announcement::NotificationsOn))
        .await
        .unwrap();
    assert_eq!(*shown, [signed_in(), Announcement::NotificationsOn]);
}

#[tokio::test]
async fn an_action_that_failed_is_not_announced() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.signed_in(&portal).await;
    app.change_display_name("").await.unwrap_err();
    app.set_theme(Theme::Light).await.unwrap();
    let mut shown = machine.notifier.shown();
    let light = Announcement::ThemeChanged {
        theme: Theme::Light,
    };
    let shown = shown
        .wait_for(|shown| shown.contains(&light))
        .await
        .unwrap();
    assert_eq!(*shown, [signed_in(), light]);
}

#[tokio::test]
async fn a_missing_notification_service_is_seen_and_fails_nothing() {
    for (fault, expected) in [
        (Fault::Missing, ServiceState::Missing),
        (Fault::Failed, ServiceState::Failed),
    ] {
        let (machine, portal) = (Machine::new(), FakePortal::start().await);
        machine.notifier.set_fault(fault);
        let app = machine.signed_in(&portal).await;
        let mut services = app.services();
        services
            .wait_for(|services| services.notifications == expected)
            .await
            .unwrap();

        machine.notifier.set_fault(Fault::None);
        app.set_theme(Theme::Dark).await.unwrap();
        let available = ServiceState::Available;
        services
            .wait_for(|services| services.notifications == available)
            .await
            .unwrap();
    }
}
