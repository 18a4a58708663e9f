//! What happens on the portal is announced once on this machine, however it comes there.

use std::time::Duration;

use chrono::NaiveDate;
use profile_core::announcements::{Announcement, ExportEnd, StatusAnnouncement};
use profile_core::app::ProfileApp;
use profile_core::memory::Fault;
use profile_core::ports::LocalStore;
use profile_core::preferences::Theme;
use profile_core::remembered::STATUS_POSITIONS;
use serde_json::{Value, json};
use tokio::task::JoinHandle;

use crate::fake_feed::Streams;
use crate::fake_portal::FakePortal;
use crate::machine::{Machine, announced, shown_at_start, sign_in};

/// A workflow is deployed in this version.
pub(crate) fn deployed(version: u32) -> Value {
    json!({
        "__typename": "WorkflowDeployed", "organizationId": "org_1",
        "organizationName": "ACME Robotics", "workflow": "Weld", "version": version,
        "device": "Press 2", "devices": 1,
    })
}

pub(crate) fn of_version(version: u32) -> Announcement {
    Announcement::Status(StatusAnnouncement::WorkflowDeployed {
        organization: "ACME Robotics".into(),
        workflow: "Weld".into(),
        version,
        device: Some("Press 2".into()),
        devices: 1,
    })
}

/// The versions that were announced so far, in order. Whatever is announced later than that has been shown by then.
async fn versions(machine: &Machine, app: &ProfileApp) -> Vec<u32> {
    let before = machine.notifier.shown().borrow().len();
    app.set_theme(Theme::Dark).await.unwrap();
    let dark = Announcement::ThemeChanged { theme: Theme::Dark };
    let mut shown = machine.notifier.shown();
    let after = shown.wait_for(|shown| shown[before..].contains(&dark));
    let after = tokio::time::timeout(Duration::from_secs(5), after).await;
    let after = after.expect("nothing is announced any more").unwrap();
    let versions = after.iter().filter_map(|announcement| match announcement {
        Announcement::Status(StatusAnnouncement::WorkflowDeployed { version, .. }) => {
            Some(*version)
        }
        _ => None,
    });
    versions.collect()
}

/// Follows what happens until the test ends.
pub(crate) struct Following(JoinHandle<()>);

impl Drop for Following {
    fn drop(&mut self) {
        self.0.abort();
    }
}

pub(crate) fn follow(app: &ProfileApp) -> Following {
    Following(tokio::spawn(app.clone().follow_status_updates()))
}

/// Cuts the one who listens off, and waits until they are back.
async fn reconnected(portal: &FakePortal) {
    portal.account().feed.cut();
    listeners(portal, 0).await;
    listeners(portal, 1).await;
}

/// Waits until so many listen.
pub(crate) async fn listeners(portal: &FakePortal, number: usize) {
    let there = async {
        while portal.account().feed.listeners() != number {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    let there = tokio::time::timeout(Duration::from_secs(10), there).await;
    let found = portal.account().feed.listeners();
    assert!(there.is_ok(), "{found} listen, not {number}");
}

pub(crate) fn happens(portal: &FakePortal, update: Value) {
    portal.account().feed.happens(update);
}

fn position(machine: &Machine) -> Value {
    let positions = machine.store.get(STATUS_POSITIONS).unwrap_or_default();
    positions[0]["cursor"].clone()
}

#[tokio::test]
async fn what_happens_is_announced_as_it_comes() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    happens(&portal, deployed(1));
    let app = machine.signed_in(&portal).await;
    let _following = follow(&app);
    listeners(&portal, 1).await;
    for version in [2, 3] {
        happens(&portal, deployed(version));
        announced(&machine, of_version(version)).await;
    }
    assert_eq!(
        versions(&machine, &app).await,
        [2, 3],
        "not what was before"
    );
    assert_eq!(position(&machine), "seen-3");
    assert_eq!(portal.count("LookAtStatusUpdates"), 0);
}

#[tokio::test]
async fn a_lost_connection_loses_and_repeats_nothing() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.signed_in(&portal).await;
    let _following = follow(&app);
    listeners(&portal, 1).await;
    happens(&portal, deployed(1));
    announced(&machine, of_version(1)).await;
    for version in [2, 4] {
        portal.account().feed.streams = Streams::Down;
        portal.account().feed.cut();
        listeners(&portal, 0).await;
        happens(&portal, deployed(version));
        happens(&portal, deployed(version + 1));
        portal.account().feed.streams = Streams::Work;
        app.follow_now();
        announced(&machine, of_version(version + 1)).await;
    }
    assert_eq!(versions(&machine, &app).await, [1, 2, 3, 4, 5]);
}

#[tokio::test]
async fn what_happened_while_the_app_was_closed_is_announced_once() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.signed_in(&portal).await;
    let following = follow(&app);
    listeners(&portal, 1).await;
    happens(&portal, deployed(1));
    announced(&machine, of_version(1)).await;
    drop((app, following));
    listeners(&portal, 0).await;
    happens(&portal, deployed(2));

    let app = machine.app();
    let _following = follow(&app);
    shown_at_start(&app);
    app.follow_now();
    tokio::task::yield_now().await;
    // The keyring is for the profile to ask.
    assert_eq!(portal.count("FollowStatusUpdates"), 1);
    app.refresh_profile().await.unwrap();
    announced(&machine, of_version(2)).await;
    app.sign_out().await.unwrap();
    listeners(&portal, 0).await;
    happens(&portal, deployed(3));
    sign_in(&app, &portal).await;
    announced(&machine, of_version(3)).await;
    assert_eq!(versions(&machine, &app).await, [1, 2, 3]);
}

#[tokio::test]
async fn the_position_is_kept_before_anything_is_announced() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.signed_in(&portal).await;
    let _following = follow(&app);
    listeners(&portal, 1).await;
    for version in 1..=20 {
        happens(&portal, deployed(version));
        announced(&machine, of_version(version)).await;
        assert_eq!(position(&machine), format!("seen-{version}"));
    }
}

#[tokio::test]
async fn without_a_stream_the_portal_is_asked() {
    for streams in [Streams::OtherWords, Streams::Silent, Streams::Down] {
        let (mut machine, portal) = (Machine::new(), FakePortal::start().await);
        machine.status_updates = Duration::from_millis(20);
        machine.first_tick = Duration::from_millis(100);
        portal.account().feed.streams = streams;
        let app = machine.signed_in(&portal).await;
        let _following = follow(&app);
        // Where the portal is at the first look.
        let asked = async {
            while portal.count("LookAtStatusUpdates") == 0 {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        };
        tokio::time::timeout(Duration::from_secs(10), asked)
            .await
            .expect("it is not asked");
        let all = 1..=5;
        for version in all.clone() {
            happens(&portal, deployed(version));
        }
        announced(&machine, of_version(5)).await;
        // The stream is back, and goes on where that was.
        portal.account().feed.streams = Streams::Work;
        app.follow_now();
        listeners(&portal, 1).await;
        happens(&portal, deployed(6));
        announced(&machine, of_version(6)).await;
        let told = versions(&machine, &app).await;
        assert_eq!(told, Vec::from_iter(1..=6), "{streams:?}");
    }
}

#[tokio::test]
async fn what_happens_while_notifications_are_off_is_not_made_up_for() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.signed_in(&portal).await;
    let _following = follow(&app);
    listeners(&portal, 1).await;
    app.set_toast_notifications(false).await.unwrap();
    happens(&portal, deployed(1));
    let noted = async {
        while position(&machine) != "seen-1" {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    let noted = tokio::time::timeout(Duration::from_secs(5), noted).await;
    noted.expect("it was not noted");
    app.set_toast_notifications(true).await.unwrap();
    happens(&portal, deployed(2));
    announced(&machine, of_version(2)).await;
    assert_eq!(versions(&machine, &app).await, [2]);
}

#[tokio::test]
async fn a_portal_that_was_restored_is_followed_from_now_on() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.signed_in(&portal).await;
    let _following = follow(&app);
    listeners(&portal, 1).await;
    happens(&portal, deployed(1));
    announced(&machine, of_version(1)).await;
    portal.account().feed.is_restored = true;
    reconnected(&portal).await;
    happens(&portal, deployed(2));
    announced(&machine, of_version(2)).await;
    assert_eq!(versions(&machine, &app).await, [1, 2]);
}

#[tokio::test]
async fn another_token_is_used_at_once() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.confirmed(&portal).await;
    let _following = follow(&app);
    listeners(&portal, 1).await;
    let outcome = app.confirm_identity(crate::fake_portal::PASSWORD.into(), None);
    outcome.await.unwrap();
    reconnected(&portal).await;
    happens(&portal, deployed(1));
    announced(&machine, of_version(1)).await;
}

#[tokio::test]
async fn a_session_that_is_refused_is_left_to_the_person() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.signed_in(&portal).await;
    portal.account().sessions.clear();
    let _following = follow(&app);
    let refused = async {
        while portal.count("FollowStatusUpdates") == 0 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(5), refused)
        .await
        .expect("it was not tried");
    // Signing in again is what it takes, and enough.
    sign_in(&app, &portal).await;
    listeners(&portal, 1).await;
    // Once more for the sign-in that came before it.
    assert!(portal.count("FollowStatusUpdates") <= 3);
    assert_eq!(portal.count("LookAtStatusUpdates"), 0);
}

#[tokio::test]
async fn a_full_disk_repeats_nothing_in_this_run() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.signed_in(&portal).await;
    let _following = follow(&app);
    listeners(&portal, 1).await;
    machine.store.set_fault(Fault::Failed);
    happens(&portal, deployed(1));
    announced(&machine, of_version(1)).await;
    reconnected(&portal).await;
    happens(&portal, deployed(2));
    announced(&machine, of_version(2)).await;
    assert_eq!(versions(&machine, &app).await, [1, 2]);
}

#[tokio::test]
async fn the_page_hears_of_what_it_shows() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.signed_in(&portal).await;
    let _following = follow(&app);
    listeners(&portal, 1).await;
    let in_view = app.refresh_profile().await.unwrap().profile.organization.id;
    let at = |organization: &str, mut update: Value| {
        update["organizationId"] = organization.into();
        update["organizationName"] = "ACME Robotics".into();
        update
    };
    let roles = json!({ "__typename": "RolesChanged", "roles": ["ADMIN", "JANITOR"] });
    let low = json!({ "__typename": "CreditsLow", "threshold": "10.000", "balance": "9.000" });
    let later = json!({ "__typename": "MoonLanded" });
    for update in [
        at("elsewhere", low.clone()),
        later,
        at(&in_view, low),
        at("elsewhere", roles),
        at("elsewhere", deployed(1)),
        at(&in_view, deployed(2)),
    ] {
        happens(&portal, update);
    }
    announced(&machine, of_version(2)).await;
    let news = app.portal_news().borrow().clone();
    let counted = [news.profile, news.credits, news.deployments];
    assert_eq!(counted, [1, 1, 1]);
    assert!(news.exports.is_empty());
}

fn ended(organization: &str, state: &str) -> Value {
    json!({
        "__typename": "ExportEnded", "exportId": "exp_1", "organizationId": organization,
        "organizationName": "ACME Robotics", "firstDay": "2026-10-01", "lastDay": "2026-10-31",
        "timeZone": "Europe/Amsterdam", "state": state,
    })
}

#[tokio::test]
async fn what_changes_of_one_organizations_exports_hides_nothing_of_anothers() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.signed_in(&portal).await;
    let _following = follow(&app);
    listeners(&portal, 1).await;
    let in_view = app.refresh_profile().await.unwrap().profile.organization.id;
    for organization in ["elsewhere", &in_view, "elsewhere"] {
        portal.account().feed.exports_change(organization);
    }
    happens(&portal, ended("elsewhere", "READY"));
    happens(&portal, ended(&in_view, "EXPIRED"));
    happens(&portal, deployed(1));
    announced(&machine, of_version(1)).await;
    let news = app.portal_news().borrow().clone();
    let exports = [("elsewhere".to_owned(), 3), (in_view, 2)];
    assert_eq!(news.exports, exports.into());
    assert_eq!(news.ended_exports, 1, "of the one in view");
}

#[tokio::test]
async fn each_end_of_an_export_is_announced() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.signed_in(&portal).await;
    let _following = follow(&app);
    listeners(&portal, 1).await;
    for (state, end) in [
        ("READY", ExportEnd::Ready),
        ("TIMED_OUT", ExportEnd::TimedOut),
        ("FAILED", ExportEnd::Failed),
        ("CANCELLED", ExportEnd::Cancelled),
    ] {
        happens(&portal, ended("org_1", state));
        let day = |day| NaiveDate::from_ymd_opt(2026, 10, day).unwrap();
        let expected = StatusAnnouncement::ExportEnded {
            organization: "ACME Robotics".into(),
            first_day: day(1),
            last_day: day(31),
            end,
        };
        announced(&machine, Announcement::Status(expected)).await;
    }
}

#[tokio::test]
async fn following_ends_with_the_app() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.signed_in(&portal).await;
    let following = tokio::spawn(app.clone().follow_status_updates());
    listeners(&portal, 1).await;
    drop(app);
    let over = tokio::time::timeout(Duration::from_secs(5), following).await;
    over.expect("it goes on").unwrap();
    listeners(&portal, 0).await;
}
