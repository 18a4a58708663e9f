//! What happened to the account's security.

use axum::http::StatusCode;
use profile_core::failure::FailureCode;
use profile_core::security_log::{
    EventCategory, SecurityActor, SecurityCategory, SecurityEventKind,
};

use crate::fake_portal::FakePortal;
use crate::machine::{Machine, code};

#[tokio::test]
async fn the_log_is_read_by_the_page() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.signed_in(&portal).await;
    portal.account().security.events = 51;
    let categories = [SecurityCategory::ApiKeys];
    let page = app.security_log(&categories, None).await.unwrap();
    assert_eq!(page.events.len(), 50);
    let event = &page.events[0];
    assert_eq!(event.kind, SecurityEventKind::ApiKeyCreated);
    assert_eq!(event.category, EventCategory::Known(categories[0]));
    assert_eq!(event.actor, SecurityActor::Oneself);
    let last = app
        .security_log(&categories, page.cursor.as_deref())
        .await
        .unwrap();
    assert_eq!((last.events.len(), last.cursor), (1, None));
    assert_eq!(last.kept_for_days, Some(400));
}

#[tokio::test]
async fn the_whole_log_is_saved() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.signed_in(&portal).await;
    for (events, pages) in [(0, 1), (250, 3)] {
        portal.account().security.events = events;
        let before = portal.count("SecurityLog");
        let saved = app.save_security_log(&[]).await.unwrap();
        assert_eq!(portal.count("SecurityLog") - before, pages);
        let text = std::fs::read_to_string(saved.path).unwrap();
        let lines: Vec<_> = text.split_terminator("\r\n").collect();
        assert_eq!(lines.len(), events + 1);
        assert_eq!(
            lines[0],
            "time_utc,event,category,actor,subject,client,address"
        );
        for (number, line) in lines[1..].iter().enumerate() {
            assert_eq!(
                *line,
                format!(
                    "2026-11-23T12:00:00Z,api_key_created,api_keys,self,'=key{number},,192.0.2.7"
                )
            );
        }
    }
    assert_eq!(machine.saved().len(), 2);
}

#[tokio::test]
async fn a_log_that_breaks_off_leaves_no_file() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.signed_in(&portal).await;
    portal.account().refuse_with = Some(StatusCode::NOT_FOUND);
    let outcome = app.save_security_log(&[]).await;
    assert_eq!(code(outcome), FailureCode::ReplyInvalid);
    assert_eq!(machine.saved(), []);
}

#[tokio::test]
async fn a_folder_that_can_not_be_written_says_why() {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.signed_in(&portal).await;
    std::fs::write(machine.downloads.path().join("Downloads"), "a file").unwrap();
    let log = app.save_security_log(&[]).await.unwrap_err();
    let codes = app
        .save_recovery_codes(vec!["abcd-efgh-0".into()])
        .await
        .unwrap_err();
    for failure in [log, codes] {
        assert_eq!(failure.code, FailureCode::FileNotSaved);
        assert!(!failure.detail.is_empty());
        assert!(!failure.detail.contains("abcd"));
    }
}
