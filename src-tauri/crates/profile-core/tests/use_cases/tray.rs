//! What the icon in the tray tells of the person who is signed in.

use std::time::Duration;

use chrono::NaiveDate;
use profile_core::app::ProfileApp;
use profile_core::tray::{RunningExport, TrayState};
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::fake_portal::FakePortal;
use crate::machine::{Machine, sign_in};
use crate::status_updates::{follow, listeners};

/// Follows what the tray tells until the test ends.
struct Tray {
    state: watch::Receiver<TrayState>,
    following: JoinHandle<()>,
}

impl Tray {
    fn of(app: &ProfileApp) -> Self {
        let (sender, state) = watch::channel(TrayState::default());
        let following = tokio::spawn(app.clone().follow_for_tray(sender));
        Self { state, following }
    }

    async fn tells(&mut self, notifications: Option<bool>, percents: &[Option<u8>]) {
        let expected = state(notifications, percents);
        let told = self.state.wait_for(|it| *it == expected);
        let told = tokio::time::timeout(Duration::from_secs(5), told).await;
        let told = told.map(|told| told.expect("it ended").clone());
        assert_eq!(told.ok(), Some(expected));
    }
}

fn state(notifications: Option<bool>, percents: &[Option<u8>]) -> TrayState {
    let day = |day| NaiveDate::from_ymd_opt(2026, 10, day).unwrap();
    let exports = percents.iter().map(|percent| RunningExport {
        first_day: day(1),
        last_day: day(31),
        percent: *percent,
    });
    TrayState {
        notifications,
        exports: exports.collect(),
    }
}

#[tokio::test]
async fn it_follows_the_person_what_they_choose_and_how_far_their_exports_are() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.app();
    let mut tray = Tray::of(&app);
    let _following = follow(&app);
    tray.tells(None, &[]).await;

    let in_view = sign_in(&app, &portal).await.profile.organization.id;
    listeners(&portal, 1).await;
    tray.tells(Some(true), &[]).await;
    app.set_toast_notifications(false).await.unwrap();
    tray.tells(Some(false), &[]).await;

    // One that waits and runs, as the portal tells of it.
    for (rows, percent) in [(0.0, 0), (42.0, 42), (100.0, 99)] {
        {
            let account = &mut portal.account();
            (account.exports.state, account.exports.rows) = ("IN_PROGRESS", rows);
            account.feed.exports_change(&in_view);
        }
        tray.tells(Some(false), &[Some(percent)]).await;
    }
    {
        let account = &mut portal.account();
        account.exports.state = "READY";
        account.feed.exports_change(&in_view);
    }
    tray.tells(Some(false), &[]).await;

    app.sign_out().await.unwrap();
    tray.tells(None, &[]).await;
    drop(app);
}

#[tokio::test]
async fn nothing_is_asked_while_nothing_happens() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.signed_in(&portal).await;
    let mut tray = Tray::of(&app);
    tray.tells(Some(true), &[]).await;
    let asked = portal.count("LookAtExports");
    // What the page fetches anew makes for no other look.
    for _ in 0..3 {
        app.refresh_profile().await.unwrap();
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert_eq!(portal.count("LookAtExports"), asked);
}

#[tokio::test]
async fn a_session_from_before_tells_without_the_keyring_and_all_of_it_ends_with_the_app() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    drop(machine.signed_in(&portal).await);
    portal.account().exports.state = "IN_PROGRESS";
    portal.account().exports.rows = 7.0;
    let app = machine.app();
    let _start = app.start(Vec::new());
    let mut tray = Tray::of(&app);
    tray.tells(Some(true), &[]).await;
    assert_eq!(portal.count("LookAtExports"), 0);
    app.refresh_profile().await.unwrap();
    tray.tells(Some(true), &[Some(7)]).await;

    drop(app);
    let over = tokio::time::timeout(Duration::from_secs(5), tray.following).await;
    over.expect("it goes on").unwrap();
}
