//! The machine sleeps and wakes.

use std::time::Duration;

use chrono::TimeDelta;
use profile_core::status_updates::PortalNews;

use crate::fake_portal::FakePortal;
use crate::machine::{Machine, noon};

/// There is one every 20 milliseconds.
const MANY_LOOKS: Duration = Duration::from_secs(1);

fn counted(news: &PortalNews) -> [u32; 4] {
    [
        news.profile,
        news.credits,
        news.deployments,
        news.ended_exports,
    ]
}

#[tokio::test]
async fn what_the_page_shows_is_looked_at_anew_after_a_sleep() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.signed_in(&portal).await;
    let in_view = app.refresh_profile().await.unwrap().profile.organization.id;
    let watching = tokio::spawn(app.clone().watch_for_sleep());
    let mut news = app.portal_news().subscribe();
    // A clock that is put right by a little says nothing.
    tokio::time::sleep(MANY_LOOKS).await;
    machine.clock.set(noon() + TimeDelta::seconds(15));
    tokio::time::sleep(MANY_LOOKS).await;
    assert_eq!(counted(&news.borrow_and_update()), [0; 4]);

    machine.clock.set(noon() + TimeDelta::minutes(10));
    let woke = tokio::time::timeout(Duration::from_secs(10), news.changed()).await;
    woke.expect("nobody noticed").unwrap();
    assert_eq!(counted(&news.borrow_and_update()), [1; 4]);
    tokio::time::sleep(MANY_LOOKS).await;
    assert_eq!(counted(&news.borrow_and_update()), [1; 4], "once");
    assert_eq!(news.borrow().exports.get(&in_view), Some(&1));

    drop(app);
    let over = tokio::time::timeout(Duration::from_secs(5), watching).await;
    over.expect("it goes on").unwrap();
}
