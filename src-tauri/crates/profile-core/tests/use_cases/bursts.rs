//! What happens by itself in a burst is gathered into one notification.

use std::time::Duration;

use profile_core::announcements::Announcement;
use profile_core::app::ProfileApp;
use profile_core::notifications::Told;
use profile_core::outside_requests::PressedNotification;
use profile_core::preferences::Theme;

use crate::fake_portal::FakePortal;
use crate::machine::{Machine, announced, key};
use crate::notifications::kept;
use crate::status_updates::{Following, deployed, follow, happens, listeners, of_version};

/// Time enough for all that happens at once, also on a machine with much to do.
fn machine() -> Machine {
    Machine {
        burst: Duration::from_secs(3),
        ..Machine::new()
    }
}

/// Waits until there were so many notifications, and answers them.
async fn shown(machine: &Machine, count: usize) -> Vec<Vec<Told>> {
    let mut shown = machine.notifier.notifications();
    let there = shown.wait_for(|shown| shown.len() >= count);
    let there = tokio::time::timeout(Duration::from_secs(10), there).await;
    let there = there.expect("there are no more").unwrap();
    assert_eq!(there.len(), count, "{there:?}");
    there.clone()
}

/// So many things happen at once, while the app listens.
async fn burst(app: &ProfileApp, portal: &FakePortal, count: u32) -> Following {
    let following = follow(app);
    listeners(portal, 1).await;
    for version in 1..=count {
        happens(portal, deployed(version));
    }
    following
}

fn announcements(told: &[Told]) -> Vec<Announcement> {
    told.iter().map(|it| it.announcement.clone()).collect()
}

#[tokio::test]
async fn the_first_is_shown_at_once_and_the_others_together() {
    let (machine, portal) = (machine(), FakePortal::start().await);
    let app = machine.signed_in(&portal).await;
    let _following = burst(&app, &portal, 4).await;
    // After the sign-in.
    let all = shown(&machine, 3).await;
    assert_eq!(announcements(&all[1]), [of_version(1)]);
    assert_eq!(announcements(&all[2]), [2, 3, 4].map(of_version));
    let leads_to = |told| PressedNotification::of(told).map(|it| (it.place, it.organization));
    use profile_core::notifications::Place::{Home, Notifications};
    assert_eq!(leads_to(&all[1]), Some((Home, Some("org_1".into()))));
    assert_eq!(leads_to(&all[2]), Some((Notifications, None)));

    // What comes while they are shown waits as well; it stays alone.
    happens(&portal, deployed(5));
    let all = shown(&machine, 4).await;
    assert_eq!(announcements(&all[3]), [of_version(5)]);
}

#[tokio::test]
async fn what_the_person_does_waits_for_nothing_and_keeps_the_order() {
    let (machine, portal) = (machine(), FakePortal::start().await);
    let app = machine.signed_in(&portal).await;
    let _following = burst(&app, &portal, 3).await;
    kept(&app, 4).await;
    app.set_theme(Theme::Dark).await.unwrap();
    let all = shown(&machine, 4).await;
    let dark = Announcement::ThemeChanged { theme: Theme::Dark };
    let before: Vec<_> = all[1..3].iter().map(|told| announcements(told)).collect();
    assert_eq!(before, [vec![of_version(1)], [2, 3].map(of_version).into()]);
    assert_eq!(announcements(&all[3]), [dark]);
}

#[tokio::test]
async fn what_was_seen_on_the_desktop_is_read_by_that_account_alone() {
    let (machine, portal) = (machine(), FakePortal::start().await);
    let app = machine.signed_in(&portal).await;
    let _following = burst(&app, &portal, 3).await;
    announced(&machine, of_version(3)).await;
    let unread = async || {
        let all = app.notifications().await.unwrap();
        all.iter().filter(|it| !it.is_read).count()
    };
    assert_eq!(unread().await, 3);
    let told = shown(&machine, 3).await.pop().unwrap();
    let news = app.portal_news().borrow().notifications;
    let of_another = told.iter().cloned().map(|mut it| {
        it.account.account = "another".into();
        it
    });
    app.read_told(of_another.collect()).await.unwrap();
    assert_eq!(unread().await, 3);
    assert_eq!(told[0].account, key(&portal));
    app.read_told(told).await.unwrap();
    assert_eq!(unread().await, 1, "the first one was not pressed");
    assert!(app.portal_news().borrow().notifications > news);
}

#[tokio::test]
async fn what_waits_is_not_for_who_turned_notifications_off_or_is_gone() {
    for leaves in [false, true] {
        let (machine, portal) = (machine(), FakePortal::start().await);
        let app = machine.signed_in(&portal).await;
        let _following = burst(&app, &portal, 3).await;
        shown(&machine, 2).await;
        kept(&app, 4).await;
        if leaves {
            portal.account().feed.cut();
            app.sign_out().await.unwrap();
            // What was told before is told before the farewell.
            let all = shown(&machine, 4).await;
            assert_eq!(announcements(&all[2]), [2, 3].map(of_version));
        } else {
            app.set_toast_notifications(false).await.unwrap();
            tokio::time::sleep(Duration::from_secs(4)).await;
            shown(&machine, 2).await;
        }
    }
}

#[tokio::test]
async fn what_waits_is_shown_before_the_app_ends() {
    let (machine, portal) = (machine(), FakePortal::start().await);
    let app = machine.signed_in(&portal).await;
    let _following = burst(&app, &portal, 3).await;
    kept(&app, 4).await;
    app.leave_notifications().await;
    let all = shown(&machine, 3).await;
    assert_eq!(announcements(&all[2]), [2, 3].map(of_version));
}
