//! Where the person is signed in.

use profile_core::announcements::Announcement;

use crate::fake_portal::FakePortal;
use crate::machine::Machine;

fn ids(sessions: &[profile_core::sessions::OpenSession]) -> Vec<&str> {
    sessions.iter().map(|session| session.id.as_str()).collect()
}

#[tokio::test]
async fn sessions_are_listed_and_ended() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.confirmed(&portal).await;
    portal.account().security.others = vec!["ses_1".into(), "ses_2".into(), "ses_3".into()];
    let sessions = app.sessions().await.unwrap();
    assert_eq!(ids(&sessions), ["ses_own", "ses_1", "ses_2", "ses_3"]);
    assert!(sessions[0].current && !sessions[1].current);

    let left = app.revoke_session("ses_2").await.unwrap();
    assert_eq!(ids(&left), ["ses_own", "ses_1", "ses_3"]);
    // Gone is gone.
    let left = app.revoke_session("ses_2").await.unwrap();
    assert_eq!(left.len(), 3);

    let others = app.revoke_other_sessions().await.unwrap();
    assert_eq!(others.count, 2);
    assert_eq!(ids(&others.sessions), ["ses_own"]);

    let mut shown = machine.notifier.shown();
    let all = Announcement::OtherSessionsRevoked { count: 2 };
    let shown = shown.wait_for(|shown| shown.contains(&all)).await.unwrap();
    let one = Announcement::SessionRevoked;
    assert_eq!(shown.iter().filter(|shown| **shown == one).count(), 1);
}
