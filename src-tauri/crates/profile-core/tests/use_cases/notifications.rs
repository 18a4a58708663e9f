//! The notification centre: all that is announced, and what would have been.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use profile_core::announcements::{Announcement, ExportEnd, StatusAnnouncement};
use profile_core::app::ProfileApp;
use profile_core::failure::FailureCode;
use profile_core::memory::Fault;
use profile_core::notifications::Notification;
use profile_core::ports::Clock;
use profile_core::preferences::Theme;
use serde_json::json;

use crate::fake_portal::FakePortal;
use crate::machine::{Machine, sign_in};
use crate::status_updates::listeners;

/// Waits until there are so many, and answers them.
pub(crate) async fn kept(app: &ProfileApp, count: usize) -> Vec<Notification> {
    let mut news = app.portal_news().subscribe();
    let there = async {
        loop {
            news.borrow_and_update();
            let kept = app.notifications().await.unwrap();
            if kept.len() >= count {
                return kept;
            }
            news.changed().await.unwrap();
        }
    };
    let kept = tokio::time::timeout(Duration::from_secs(5), there).await;
    let kept = kept.expect("no more is kept");
    assert_eq!(kept.len(), count, "{kept:?}");
    kept
}

fn announcements(kept: &[Notification]) -> Vec<&Announcement> {
    kept.iter().map(|it| &it.announcement).collect()
}

#[tokio::test]
async fn what_is_not_shown_is_kept_as_well_across_restarts() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.signed_in(&portal).await;
    app.set_toast_notifications(false).await.unwrap();
    app.set_theme(Theme::Dark).await.unwrap();
    // Newest first, and nothing says that notifications are on.
    let dark = Announcement::ThemeChanged { theme: Theme::Dark };
    let before = kept(&app, 2).await;
    assert_eq!(announcements(&before)[0], &dark);
    assert!(matches!(
        announcements(&before)[1],
        Announcement::SignedIn { .. }
    ));
    assert!(before.iter().all(|it| it.is_read), "the person did it");
    drop(app);
    let app = machine.app();
    let _start = app.start(Vec::new());
    app.refresh_profile().await.unwrap();
    assert_eq!(kept(&app, 2).await, before);
}

#[tokio::test]
async fn what_happens_elsewhere_is_unread_and_leads_to_its_organization() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.signed_in(&portal).await;
    let following = tokio::spawn(app.clone().follow_status_updates());
    listeners(&portal, 1).await;
    portal.account().feed.happens(json!({
        "__typename": "ExportEnded", "organizationId": "org_2", "organizationName": "Borealis Foods",
        "exportId": "exp_1", "state": "READY", "firstDay": "2026-10-01", "lastDay": "2026-10-31",
        "timeZone": "Europe/Amsterdam",
    }));
    let all = kept(&app, 2).await;
    let ended = &all[0];
    assert!(matches!(
        ended.announcement,
        Announcement::Status(StatusAnnouncement::ExportEnded {
            end: ExportEnd::Ready,
            ..
        })
    ));
    assert_eq!(ended.organization.as_deref(), Some("org_2"));
    let at: DateTime<Utc> = "2026-11-23T10:30:00Z".parse().unwrap();
    assert_eq!((ended.at, ended.is_read), (at, false));
    let read = app.read_notifications(ended.id, ended.id).await.unwrap();
    assert!(read.iter().all(|it| it.is_read));
    following.abort();
}

#[tokio::test]
async fn the_person_alone_clears_them_and_what_came_meanwhile_stays() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.signed_in(&portal).await;
    for theme in [Theme::Dark, Theme::Light, Theme::System] {
        app.set_theme(theme).await.unwrap();
    }
    let all = kept(&app, 4).await;
    let rest = app.remove_notification(all[1].id).await.unwrap();
    assert_eq!(announcements(&rest).len(), 3);
    let rest = app.clear_notifications(all[2].id).await.unwrap();
    assert_eq!(rest, all[..1]);
    app.sign_out().await.unwrap();
    let ended = app.notifications().await.unwrap_err();
    assert_eq!(ended.code, FailureCode::NotSignedIn);
    sign_in(&app, &portal).await;
    // Signing out says so, and the next sign-in does.
    assert_eq!(kept(&app, 3).await[2], all[0]);
}

#[tokio::test]
async fn after_ninety_days_they_are_gone() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.signed_in(&portal).await;
    kept(&app, 1).await;
    machine.clock.set(machine.clock.now() + TimeDelta::days(90));
    assert_eq!(app.notifications().await.unwrap(), []);
    app.set_theme(Theme::Dark).await.unwrap();
    kept(&app, 1).await;
}

#[tokio::test]
async fn one_account_never_sees_what_another_was_told() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let other = FakePortal::start().await;
    let app = machine.signed_in(&portal).await;
    app.set_theme(Theme::Dark).await.unwrap();
    kept(&app, 2).await;
    app.sign_out().await.unwrap();
    app.connect(&other.id).await.unwrap();
    sign_in(&app, &other).await;
    let all = kept(&app, 1).await;
    assert!(matches!(
        announcements(&all)[0],
        Announcement::SignedIn { .. }
    ));
}

#[tokio::test]
async fn without_a_keyring_nothing_of_it_is_left_on_the_machine() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    machine.tokens.set_fault(Fault::Missing);
    let app = machine.signed_in(&portal).await;
    app.set_theme(Theme::Dark).await.unwrap();
    let all = kept(&app, 2).await;
    let rest = app.remove_notification(all[1].id).await.unwrap();
    assert_eq!(rest, all[..1]);
    assert!(!machine.cache.path().join("notifications").exists());
    // The next session begins anew.
    app.sign_out().await.unwrap();
    machine.tokens.set_fault(Fault::None);
    sign_in(&app, &portal).await;
    kept(&app, 1).await;
    assert!(machine.cache.path().join("notifications").exists());
}

#[tokio::test]
async fn an_organization_that_was_created_leads_to_itself() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.signed_in(&portal).await;
    app.create_organization("Initech", None).await.unwrap();
    let all = kept(&app, 2).await;
    assert_eq!(all[0].organization.as_deref(), Some("org_new_1"));
}
