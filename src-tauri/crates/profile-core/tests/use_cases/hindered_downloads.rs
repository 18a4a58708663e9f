//! Downloads that something is in the way of: the network, the portal, the disk.

use std::fs;

use profile_core::announcements::Announcement;
use profile_core::export_downloads::{DownloadFailure, DownloadState, PauseReason};

use crate::export_downloads::{
    NAME, begin, content, cut_after, is_paused, names, records, started, target, until,
};
use crate::fake_exports::{Delivery, sha256};
use crate::machine::announced;

#[tokio::test]
async fn a_download_that_is_cut_off_or_stalls_goes_on_where_it_was() {
    let (machine, portal, app) = started().await;
    let content = content(50_000);
    {
        let mut account = portal.account();
        let exports = &mut account.exports;
        exports.content.clone_from(&content);
        let over = Delivery {
            is_over: true,
            ..Delivery::default()
        };
        let stalled = Delivery {
            stall_after: Some(10_000),
            ..Delivery::default()
        };
        exports
            .deliveries
            .extend([cut_after(10_000), over, stalled, cut_after(0)]);
    }
    begin(&app).await;
    until(&app, DownloadState::is_over).await;
    assert_eq!(fs::read(target(&machine)).unwrap(), content);
    let ranges = portal.account().exports.ranges.clone();
    assert_eq!(ranges.len(), 4);
    assert_eq!(ranges[0], 0);
    assert!(ranges.is_sorted() && ranges[1] > 0, "{ranges:?}");
    // The link that was over, and those after each cut.
    assert_eq!(portal.account().exports.links, 5);
}

#[tokio::test]
async fn a_portal_without_parts_and_one_with_other_content_are_asked_for_all_of_it() {
    for is_whole in [true, false] {
        let (machine, portal, app) = started().await;
        let (before, after) = (content(20_000), content(30_000));
        {
            let mut account = portal.account();
            let exports = &mut account.exports;
            exports.content.clone_from(&before);
            let second = Delivery {
                is_whole,
                ..Delivery::default()
            };
            exports.deliveries.extend([cut_after(9_000), second]);
        }
        begin(&app).await;
        if !is_whole {
            until(&app, |it| matches!(it, DownloadState::Interrupted { .. })).await;
            let mut account = portal.account();
            account.exports.content.clone_from(&after);
            account.exports.etag = "\"two\"".into();
        }
        until(&app, DownloadState::is_over).await;
        let expected = if is_whole { before } else { after };
        let saved = fs::read(target(&machine)).unwrap();
        assert_eq!(sha256(&saved), sha256(&expected));
    }
}

#[tokio::test]
async fn what_is_not_what_it_should_be_is_fetched_once_more_and_then_given_up() {
    let (machine, portal, app) = started().await;
    {
        let mut account = portal.account();
        let exports = &mut account.exports;
        exports.content = content(5_000);
        let mut wrong = content(5_000);
        wrong[4_000] ^= 1;
        exports.sent = Some(wrong);
    }
    begin(&app).await;
    let state = until(&app, DownloadState::is_over).await;
    let reason = DownloadFailure::Damaged;
    assert_eq!(state, DownloadState::Failed { reason });
    assert_eq!(portal.account().exports.ranges, [0, 0]);
    assert_eq!(names(&machine), [""; 0]);
    assert_eq!(records(&machine), 0);
    announced(&machine, Announcement::ExportNotSaved { name: NAME.into() }).await;

    portal.account().exports.sent = None;
    begin(&app).await;
    let state = until(&app, DownloadState::is_over).await;
    assert!(matches!(state, DownloadState::Saved { .. }), "{state:?}");
}

#[tokio::test]
async fn more_than_there_should_be_is_no_file() {
    let (machine, portal, app) = started().await;
    portal.account().exports.sent = Some(content(60_000));
    begin(&app).await;
    let state = until(&app, DownloadState::is_over).await;
    assert!(matches!(state, DownloadState::Failed { .. }), "{state:?}");
    assert_eq!(names(&machine), [""; 0]);
}

#[tokio::test]
async fn an_export_that_is_gone_or_withdrawn_in_the_middle_ends_the_download() {
    for (state, withdrawn, reason) in [
        ("EXPIRED", None, DownloadFailure::Gone),
        ("READY", Some("FORBIDDEN"), DownloadFailure::AccessWithdrawn),
        (
            "READY",
            Some("ORGANIZATION_UNAVAILABLE"),
            DownloadFailure::AccessWithdrawn,
        ),
    ] {
        let (machine, portal, app) = started().await;
        portal.account().exports.content = content(20_000);
        portal
            .account()
            .exports
            .deliveries
            .extend([cut_after(9_000); 1_000]);
        begin(&app).await;
        until(&app, |it| matches!(it, DownloadState::Interrupted { .. })).await;
        {
            let mut account = portal.account();
            account.exports.state = state;
            account.exports.withdrawn = withdrawn;
        }
        let ended = until(&app, DownloadState::is_over).await;
        assert_eq!(ended, DownloadState::Failed { reason });
        assert_eq!(names(&machine), [""; 0]);
    }
}

#[tokio::test]
async fn a_download_ends_where_exports_are_turned_off() {
    let (_machine, portal, app) = started().await;
    portal.account().exports.content = content(20_000);
    let cuts = [cut_after(9_000); 1_000];
    portal.account().exports.deliveries.extend(cuts);
    begin(&app).await;
    until(&app, |it| matches!(it, DownloadState::Interrupted { .. })).await;
    portal.account().exports.is_offered = false;
    let ended = until(&app, DownloadState::is_over).await;
    let reason = DownloadFailure::AccessWithdrawn;
    assert_eq!(ended, DownloadState::Failed { reason });
}

#[tokio::test]
async fn a_file_that_new_links_do_not_lead_to_is_given_up() {
    let (machine, portal, app) = started().await;
    let over = Delivery {
        is_over: true,
        ..Delivery::default()
    };
    {
        let mut account = portal.account();
        account.exports.content = content(20_000);
        account.exports.deliveries.push_back(cut_after(9_000));
        account.exports.deliveries.extend([over; 1_000]);
    }
    begin(&app).await;
    let ended = until(&app, DownloadState::is_over).await;
    let reason = DownloadFailure::AccessWithdrawn;
    assert_eq!(ended, DownloadState::Failed { reason });
    assert_eq!(portal.account().exports.links, 3);
    assert_eq!(names(&machine), [""; 0]);
    assert_eq!(records(&machine), 0);
}

#[tokio::test]
async fn a_download_waits_until_the_person_has_the_mfa_that_is_required() {
    let (machine, portal, app) = started().await;
    let content = content(20_000);
    {
        let mut account = portal.account();
        account.exports.content.clone_from(&content);
        account.exports.withdrawn = Some("MFA_ENROLLMENT_REQUIRED");
    }
    begin(&app).await;
    let state = until(&app, is_paused).await;
    let reason = PauseReason::MfaRequired;
    let paused = DownloadState::Paused {
        done: 0,
        reason: reason.clone(),
    };
    assert_eq!(state, paused);
    let name = NAME.to_owned();
    announced(&machine, Announcement::ExportPaused { name, reason }).await;
    portal.account().exports.withdrawn = None;
    app.resume_export_download("exp_1").await;
    until(&app, DownloadState::is_over).await;
    assert_eq!(fs::read(target(&machine)).unwrap(), content);
}

#[tokio::test]
async fn a_disk_that_fills_up_keeps_what_is_here_until_there_is_room() {
    let (machine, portal, app) = started().await;
    let content = content(20_000);
    portal.account().exports.content.clone_from(&content);
    portal
        .account()
        .exports
        .deliveries
        .extend([cut_after(9_000), cut_after(0), cut_after(0)]);
    begin(&app).await;
    until(&app, |it| matches!(it, DownloadState::Interrupted { .. })).await;
    machine.disk.set_room(5_000);
    let state = until(&app, is_paused).await;
    let DownloadState::Paused { done, reason } = state else {
        panic!("{state:?}")
    };
    assert!(done > 0);
    let missing = 20_000 - done - 5_000;
    assert_eq!(reason, PauseReason::DiskFull { missing });
    let name = NAME.to_owned();
    announced(&machine, Announcement::ExportPaused { name, reason }).await;
    machine.disk.set_room(u64::MAX);
    app.resume_export_download("exp_1").await;
    until(&app, DownloadState::is_over).await;
    assert_eq!(fs::read(target(&machine)).unwrap(), content);
}

#[tokio::test]
async fn a_folder_that_goes_away_keeps_the_download_until_it_is_back() {
    let (machine, portal, app) = started().await;
    portal.account().exports.content = content(20_000);
    portal
        .account()
        .exports
        .deliveries
        .extend([cut_after(9_000); 2]);
    let folder = machine.downloads.path().join("Downloads");
    begin(&app).await;
    until(&app, |it| matches!(it, DownloadState::Interrupted { .. })).await;
    fs::rename(&folder, folder.with_file_name("elsewhere")).unwrap();
    let state = until(&app, is_paused).await;
    assert!(
        matches!(
            &state,
            DownloadState::Paused {
                reason: PauseReason::TargetUnusable { .. },
                ..
            }
        ),
        "{state:?}"
    );
    fs::rename(folder.with_file_name("elsewhere"), &folder).unwrap();
    app.resume_export_download("exp_1").await;
    let state = until(&app, DownloadState::is_over).await;
    assert!(matches!(state, DownloadState::Saved { .. }), "{state:?}");
}
