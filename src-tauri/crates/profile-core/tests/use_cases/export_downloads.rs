//! Downloads of exports: where they go, how they go on, and how they end.

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use profile_core::announcements::Announcement;
use profile_core::app::ProfileApp;
use profile_core::export_downloads::{
    DownloadExportOutcome, DownloadState, PauseReason, TargetRefusal,
};
use profile_core::memory::SaveAnswer;
use serde_json::Value;

use crate::fake_exports::{Delivery, sha256};
use crate::fake_portal::FakePortal;
use crate::machine::{Machine, announced, sign_in};

pub(crate) const NAME: &str = "ACME Robotics 2026-10-01 to 2026-10-31.csv";

/// Content in which every place is told from its neighbours.
pub(crate) fn content(length: usize) -> Vec<u8> {
    (0..length).map(|at| (at * 7 + at / 251) as u8).collect()
}

pub(crate) fn cut_after(octets: usize) -> Delivery {
    Delivery {
        cut_after: Some(octets),
        ..Delivery::default()
    }
}

/// The state of the one download, once it is as wanted.
pub(crate) async fn until(
    app: &ProfileApp,
    wanted: impl Fn(&DownloadState) -> bool,
) -> DownloadState {
    let waiting = async {
        let mut seen = None;
        loop {
            let now = app.export_downloads(seen).await;
            seen = Some(now.version);
            if let Some(download) = now.downloads.first()
                && wanted(&download.state)
            {
                return download.state.clone();
            }
        }
    };
    tokio::time::timeout(Duration::from_secs(20), waiting)
        .await
        .expect("the download never came so far")
}

pub(crate) async fn begin(app: &ProfileApp) {
    let outcome = app.download_export("exp_1").await.unwrap();
    assert_eq!(outcome, DownloadExportOutcome::Begun);
}

pub(crate) fn is_paused(state: &DownloadState) -> bool {
    matches!(state, DownloadState::Paused { .. })
}

/// Where the file is saved unless the person says otherwise.
pub(crate) fn target(machine: &Machine) -> PathBuf {
    machine.downloads.path().join("Downloads").join(NAME)
}

/// What lies in the folder for downloads, by name.
pub(crate) fn names(machine: &Machine) -> Vec<String> {
    let entries = fs::read_dir(machine.downloads.path().join("Downloads"));
    let mut names: Vec<_> = entries
        .into_iter()
        .flatten()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

pub(crate) fn records(machine: &Machine) -> usize {
    fs::read_dir(machine.cache.path().join("downloads")).map_or(0, Iterator::count)
}

pub(crate) async fn started() -> (Machine, FakePortal, ProfileApp) {
    let (machine, portal) = (Machine::new(), FakePortal::start().await);
    let app = machine.signed_in(&portal).await;
    (machine, portal, app)
}

#[tokio::test]
async fn a_file_is_saved_where_the_person_wants_it_and_said_so() {
    let (machine, portal, app) = started().await;
    let content = content(700_000);
    portal.account().exports.content.clone_from(&content);
    begin(&app).await;
    let state = until(&app, DownloadState::is_over).await;
    let path = target(&machine);
    let saved = DownloadState::Saved {
        path: path.display().to_string(),
    };
    assert_eq!(state, saved);
    assert_eq!(fs::read(&path).unwrap(), content);
    let manifest = format!("{NAME}.manifest.json");
    assert_eq!(names(&machine), [NAME.to_owned(), manifest.clone()]);
    let manifest = fs::read_to_string(path.with_file_name(manifest)).unwrap();
    assert!(
        manifest.contains(&format!("\"file\": \"{NAME}\"")),
        "{manifest}"
    );
    assert_eq!(records(&machine), 0);
    let announcement = Announcement::ExportSaved {
        name: NAME.into(),
        path: path.display().to_string(),
    };
    announced(&machine, announcement).await;

    assert!(app.show_exported_file("exp_1").await);
    assert_eq!(machine.file_view.shown(), std::slice::from_ref(&path));
    machine.file_view.set_missing(true);
    assert!(!app.show_exported_file("exp_1").await);
    app.drop_export_download("exp_1").await;
    assert!(path.exists());
    assert_eq!(app.export_downloads(None).await.downloads, []);
}

#[tokio::test]
async fn what_the_person_agreed_to_is_replaced_and_nothing_else_is() {
    let (machine, portal, app) = started().await;
    let path = target(&machine);
    let saved = async |text: &[u8]| {
        {
            let mut account = portal.account();
            account.exports.content = text.to_vec();
            account.exports.etag = format!("\"{}\"", sha256(text));
        }
        begin(&app).await;
        let state = until(&app, DownloadState::is_over).await;
        let DownloadState::Saved { path } = state else {
            panic!("{state:?}")
        };
        app.drop_export_download("exp_1").await;
        PathBuf::from(path)
    };
    assert_eq!(saved(b"one").await, path);
    // The system's dialog asks whether it may be.
    assert_eq!(saved(b"two").await, path);
    assert_eq!(fs::read(&path).unwrap(), b"two");
    let manifest = format!("{NAME}.manifest.json");
    assert_eq!(names(&machine), [NAME.to_owned(), manifest]);

    let second = path.with_file_name("ACME Robotics 2026-10-01 to 2026-10-31 (2).csv");
    machine.save_dialog.set_answer(SaveAnswer::Missing);
    assert_eq!(saved(b"three").await, second, "nobody was asked");
    // The ending that was left out makes another name of it than the one that was asked about.
    let typed = path.with_file_name("typed");
    fs::write(&typed, "typed").unwrap();
    fs::write(path.with_file_name("typed.csv"), "other").unwrap();
    machine.save_dialog.set_answer(SaveAnswer::At(typed));
    let third = path.with_file_name("typed (2).csv");
    assert_eq!(saved(b"four").await, third);
    assert_eq!(fs::read(&path).unwrap(), b"two");
}

/// A machine whose app ended while a file was on its way, the portal that cuts each delivery, and what the file is.
async fn left_behind() -> (Machine, FakePortal, Vec<u8>) {
    let (machine, portal, app) = started().await;
    let content = content(20_000);
    portal.account().exports.content.clone_from(&content);
    let cuts = [cut_after(9_000); 1_000];
    portal.account().exports.deliveries.extend(cuts);
    begin(&app).await;
    until(&app, |it| matches!(it, DownloadState::Interrupted { .. })).await;
    app.leave_downloads().await;
    (machine, portal, content)
}

#[tokio::test]
async fn a_file_that_had_its_name_when_the_app_was_killed_is_not_fetched_again() {
    let (machine, portal, content) = left_behind().await;

    let folder = machine.downloads.path().join("Downloads");
    let named = folder.join("named (2).csv");
    fs::write(folder.join(NAME), "of another").unwrap();
    fs::write(&named, &content).unwrap();
    fs::remove_file(folder.join(format!("{NAME}.part"))).unwrap();
    let mut records = fs::read_dir(machine.cache.path().join("downloads")).unwrap();
    let record = records.next().unwrap().unwrap().path();
    let mut kept: Value = serde_json::from_slice(&fs::read(&record).unwrap()).unwrap();
    kept["named"] = named.display().to_string().into();
    fs::write(&record, kept.to_string()).unwrap();

    let asked = portal.account().exports.ranges.len();
    let app = machine.app();
    drop(app.start(Vec::new()));
    app.refresh_profile().await.unwrap();
    let state = until(&app, DownloadState::is_over).await;
    let path = named.display().to_string();
    assert_eq!(state, DownloadState::Saved { path });
    assert_eq!(portal.account().exports.ranges.len(), asked);
}

#[cfg(unix)]
#[tokio::test]
async fn what_is_here_of_a_file_is_for_this_person_alone() {
    use std::os::unix::fs::PermissionsExt;

    let (machine, portal, app) = started().await;
    let stalled = Delivery {
        stall_after: Some(4),
        ..Delivery::default()
    };
    portal.account().exports.deliveries.extend([stalled; 50]);
    begin(&app).await;
    until(&app, |it| {
        matches!(it, DownloadState::Interrupted { done: 4 })
    })
    .await;
    let part = machine
        .downloads
        .path()
        .join("Downloads")
        .join(format!("{NAME}.part"));
    assert_eq!(
        fs::metadata(part).unwrap().permissions().mode() & 0o777,
        0o600
    );
    app.drop_export_download("exp_1").await;
}

#[tokio::test]
async fn two_clicks_begin_one_download() {
    let (machine, portal, app) = started().await;
    machine.save_dialog.set_answer(SaveAnswer::Open);
    let asking = {
        let app = app.clone();
        tokio::spawn(async move { app.download_export("exp_1").await })
    };
    machine.save_dialog.opened().await;
    let second = app.download_export("exp_1").await.unwrap();
    assert_eq!(second, DownloadExportOutcome::UnderWay);
    asking.abort();
    let _ = asking.await;

    machine.save_dialog.set_answer(SaveAnswer::Proposed);
    portal
        .account()
        .exports
        .deliveries
        .extend([cut_after(4); 3]);
    begin(&app).await;
    let third = app.download_export("exp_1").await.unwrap();
    assert_eq!(third, DownloadExportOutcome::UnderWay);
    until(&app, DownloadState::is_over).await;
    assert_eq!(machine.save_dialog.asked().len(), 2);
    assert_eq!(names(&machine).len(), 2);
}

#[tokio::test]
async fn what_the_person_says_to_the_dialog_counts() {
    let (machine, portal, app) = started().await;
    machine.save_dialog.set_answer(SaveAnswer::Dismissed);
    let outcome = app.download_export("exp_1").await.unwrap();
    assert_eq!(outcome, DownloadExportOutcome::Dismissed);
    assert_eq!(names(&machine), [""; 0]);
    for state in ["IN_PROGRESS", "EXPIRED"] {
        portal.account().exports.state = state;
        let outcome = app.download_export("exp_1").await.unwrap();
        assert!(
            matches!(outcome, DownloadExportOutcome::NotReady { .. }),
            "{outcome:?}"
        );
    }
    let outcome = app.download_export("gone").await.unwrap();
    assert_eq!(outcome, DownloadExportOutcome::NotFound);
    assert_eq!(machine.save_dialog.asked().len(), 1);

    portal.account().exports.state = "READY";
    machine.save_dialog.set_answer(SaveAnswer::Missing);
    begin(&app).await;
    until(&app, DownloadState::is_over).await;
    assert!(names(&machine).contains(&NAME.to_owned()));
}

#[tokio::test]
async fn a_place_where_no_file_can_be_is_refused() {
    let (machine, portal, app) = started().await;
    let folder = machine.downloads.path().to_owned();
    fs::create_dir_all(folder.join("folder.csv")).unwrap();
    let refused = async |path: PathBuf, expected: TargetRefusal| {
        machine.save_dialog.set_answer(SaveAnswer::At(path));
        let outcome = app.download_export("exp_1").await.unwrap();
        let DownloadExportOutcome::TargetRefused { reason, .. } = outcome else {
            panic!("{outcome:?}")
        };
        assert_eq!(reason, expected);
    };
    refused(folder.join("folder.csv"), TargetRefusal::IsFolder).await;
    refused(folder.join("missing/a.csv"), TargetRefusal::FolderMissing).await;
    // Where nobody can write, not even who may do everything else.
    #[cfg(target_os = "linux")]
    refused("/sys/a.csv".into(), TargetRefusal::ReadOnly).await;
    let size = portal.account().exports.content.len() as u64;
    machine.disk.set_room(size - 1);
    refused(folder.join("a.csv"), TargetRefusal::DiskFull { missing: 1 }).await;
    assert_eq!(app.export_downloads(None).await.downloads, []);
    assert!(!folder.join("a.csv.part").exists());
}

#[tokio::test]
async fn a_download_that_is_put_off_waits_also_over_a_restart() {
    let (machine, portal, app) = started().await;
    let content = content(20_000);
    portal.account().exports.content.clone_from(&content);
    portal
        .account()
        .exports
        .deliveries
        .extend([cut_after(9_000); 2]);
    begin(&app).await;
    until(&app, |it| matches!(it, DownloadState::Interrupted { .. })).await;
    app.pause_export_download("exp_1").await;
    let state = until(&app, is_paused).await;
    let reason = PauseReason::ByPerson;
    assert!(matches!(&state, DownloadState::Paused { reason: found, .. } if *found == reason));
    app.leave_downloads().await;
    drop(app);

    let app = machine.app();
    let asked = portal.account().exports.links;
    drop(app.start(Vec::new()));
    app.refresh_profile().await.unwrap();
    assert_eq!(until(&app, |_| true).await, state);
    assert_eq!(portal.account().exports.links, asked);
    app.resume_export_download("exp_1").await;
    until(&app, DownloadState::is_over).await;
    assert_eq!(fs::read(target(&machine)).unwrap(), content);
}

#[tokio::test]
async fn one_that_is_asked_for_again_right_after_a_restart_goes_on() {
    let (machine, portal, content) = left_behind().await;
    portal.account().exports.deliveries.clear();

    let app = machine.app();
    drop(app.start(Vec::new()));
    let outcome = app.download_export("exp_1").await.unwrap();
    assert_eq!(outcome, DownloadExportOutcome::UnderWay);
    until(&app, DownloadState::is_over).await;
    assert_eq!(fs::read(target(&machine)).unwrap(), content);
    assert_eq!(names(&machine).len(), 2, "{:?}", names(&machine));
}

#[tokio::test]
async fn a_download_that_is_given_up_leaves_nothing() {
    let (machine, portal, app) = started().await;
    portal.account().exports.content = content(20_000);
    portal
        .account()
        .exports
        .deliveries
        .extend([cut_after(9_000); 1_000]);
    begin(&app).await;
    until(&app, |it| matches!(it, DownloadState::Interrupted { .. })).await;
    app.drop_export_download("exp_1").await;
    assert_eq!(names(&machine), [""; 0]);
    assert_eq!(records(&machine), 0);
    assert_eq!(app.export_downloads(None).await.downloads, []);
}

#[tokio::test]
async fn a_download_waits_for_its_person_and_goes_on_by_itself_when_they_are_back() {
    let (machine, portal, app) = started().await;
    let content = content(20_000);
    portal.account().exports.content.clone_from(&content);
    portal
        .account()
        .exports
        .deliveries
        .extend([cut_after(9_000); 2]);
    begin(&app).await;
    until(&app, |it| matches!(it, DownloadState::Interrupted { .. })).await;
    app.sign_out().await.unwrap();
    assert_eq!(app.export_downloads(None).await.downloads, []);
    assert_eq!(records(&machine), 1);
    sign_in(&app, &portal).await;
    until(&app, DownloadState::is_over).await;
    assert_eq!(fs::read(target(&machine)).unwrap(), content);
    assert_eq!(records(&machine), 0);
}

#[tokio::test]
async fn an_empty_file_is_a_file() {
    let (machine, portal, app) = started().await;
    portal.account().exports.content = Vec::new();
    begin(&app).await;
    let state = until(&app, DownloadState::is_over).await;
    assert!(matches!(state, DownloadState::Saved { .. }), "{state:?}");
    assert_eq!(fs::read(target(&machine)).unwrap(), b"");
}
