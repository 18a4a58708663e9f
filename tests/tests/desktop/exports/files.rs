//! The file of an export on its way to the person's machine.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use data_encoding::HEXLOWER;
use portal_profile_tests::app::PATIENCE;
use portal_profile_tests::exporting::{
    SAVE_DIALOG, ask, download, export_download, exports_in, see_ready,
};
use portal_profile_tests::file_manager::FileManager;
use portal_profile_tests::go_between::GoBetween;
use portal_profile_tests::much_output::yesterday;
use portal_profile_tests::notifications::NotificationDaemon;
use portal_profile_tests::page::hook;
use portal_profile_tests::portal::ADA;
use portal_profile_tests::scene::{PROFILE, Scene};
use portal_profile_tests::windows::Windows;
use portal_profile_tests::windows::keys::{ENTER, ESCAPE};
use portal_server::domain::ExportState;
use sha2::{Digest, Sha256};

/// Enough for a file of several megabytes.
const MANY: u32 = 60_000;

fn hash(file: &Path) -> Result<String> {
    Ok(HEXLOWER.encode(&Sha256::digest(fs::read(file)?)))
}

/// What the one export that is ready has to hash to.
async fn expected(scene: &Scene) -> Result<String> {
    let ready = exports_in(&scene.store().await?, ExportState::Ready).await?;
    let sha256 = ready.into_iter().next().and_then(|it| it.sha256);
    sha256.context("no export is ready")
}

fn saved(scene: &Scene, ending: &str) -> PathBuf {
    let name = format!("ACME Robotics {}.{ending}", yesterday());
    scene.desktop.home().join("Downloads").join(name)
}

#[tokio::test]
async fn it_is_asked_for_told_saved_and_shown_in_its_folder() -> Result<()> {
    let scene = Scene::new().await?;
    let mut daemon = NotificationDaemon::start(&scene.desktop).await?;
    let mut folders = FileManager::start(&scene.desktop).await?;
    let app = scene.sign_in_at("first", ADA).await?;
    daemon.next().await?;
    ask(&app, "yesterday", "csv").await?;
    see_ready(&app).await?;
    let told = daemon.next().await?;
    assert_eq!(told.summary, "Your chart data is ready");

    // Whoever thinks better of it can ask again.
    app.press(&hook("download-export")).await?;
    let windows = Windows::on(&scene.desktop)?;
    windows.press(windows.see(SAVE_DIALOG).await?, &[ESCAPE])?;
    windows.see_no(SAVE_DIALOG).await?;
    download(&scene, &app).await?;
    app.see(&export_download("saved")).await?;
    let file = saved(&scene, "csv");
    assert_eq!(hash(&file)?, expected(&scene).await?);
    let address = url::Url::from_file_path(&file).ok().context("no address")?;
    let saved = daemon.press_on_next("Show in folder").await?;
    assert_eq!(saved.summary, "Export saved");
    assert_eq!(folders.next().await?, [address.to_string()]);
    app.press(&hook("show-in-folder")).await?;
    assert_eq!(folders.next().await?, [address.to_string()]);

    let manifest = file.with_extension("csv.manifest.json");
    let manifest: serde_json::Value = serde_json::from_slice(&fs::read(manifest)?)?;
    assert_eq!(manifest["sha256"], hash(&file)?);
    assert_eq!(manifest["timeZone"], "Europe/Berlin");
    app.press(&hook("drop-download")).await?;
    app.see_no(&hook("export-download")).await?;
    assert!(file.is_file());
    assert_eq!(daemon.waiting(), []);
    Ok(())
}

/// The link is cut, the person puts it off, the app is killed, the portal too: what comes in the end is whole.
#[tokio::test]
async fn it_goes_on_after_a_cut_a_pause_and_a_restart() -> Result<()> {
    let mut scene = Scene::new().await?;
    scene.much_is_put_out(MANY).await?;
    let go_between = GoBetween::start(scene.portal.address()).await?;
    let app = scene.start().await?;
    app.connect(go_between.address()).await?;
    app.sign_in(ADA).await?;
    ask(&app, "yesterday", "json_lines").await?;
    see_ready(&app).await?;

    go_between.cut_replies_to("GET /exports/", 400_000);
    download(&scene, &app).await?;
    let (file, part) = (saved(&scene, "jsonl"), saved(&scene, "jsonl.part"));
    let first = grown_beyond(&part, 0).await?;
    app.press(&hook("pause-download")).await?;
    app.see(&export_download("paused")).await?;
    app.press(&hook("resume-download")).await?;
    let second = grown_beyond(&part, first).await?;
    app.kill().await?;
    scene.portal.kill().await?;
    assert!(!file.exists() && part.is_file());

    scene.restart_portal().await?;
    let app = scene.start().await?;
    app.see(PROFILE).await?;
    grown_beyond(&part, second).await?;
    go_between.let_replies_go();
    app.see(&export_download("saved")).await?;
    assert_eq!(hash(&file)?, expected(&scene).await?);
    assert!(!part.exists());
    // Each piece came once: what was here was not fetched again.
    let ranges = go_between.asked().matches("range: bytes=").count();
    ensure!(ranges >= 2, "{ranges}");
    Ok(())
}

/// Waits until a file is longer than so many octets, and answers how long it is.
async fn grown_beyond(file: &Path, octets: u64) -> Result<u64> {
    let deadline = tokio::time::Instant::now() + PATIENCE;
    loop {
        let length = fs::metadata(file).map_or(0, |found| found.len());
        if length > octets {
            return Ok(length);
        }
        ensure!(
            tokio::time::Instant::now() < deadline,
            "{} stays at {length} octets",
            file.display()
        );
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// Only whoever agrees to that loses what was saved before.
#[tokio::test]
async fn a_file_that_was_saved_before_is_replaced_once_the_person_agrees() -> Result<()> {
    let scene = Scene::new().await?;
    let file = saved(&scene, "csv");
    fs::create_dir_all(file.parent().context("no folder")?)?;
    fs::write(&file, "saved before")?;
    let app = scene.sign_in_at("first", ADA).await?;
    ask(&app, "yesterday", "csv").await?;
    see_ready(&app).await?;
    app.press(&hook("download-export")).await?;
    let windows = Windows::on(&scene.desktop)?;
    let dialog = windows.see(SAVE_DIALOG).await?;
    windows.press(dialog, &[ENTER])?;
    let question = windows.see_over(dialog).await?;
    windows.press(question, &[ESCAPE])?;
    windows.see_go(question).await?;
    assert_eq!(fs::read_to_string(&file)?, "saved before");
    windows.press(dialog, &[ENTER])?;
    windows.press(windows.see_over(dialog).await?, &[ENTER])?;
    windows.see_no(SAVE_DIALOG).await?;
    app.see(&export_download("saved")).await?;
    assert_eq!(hash(&file)?, expected(&scene).await?);
    let folder = fs::read_dir(file.parent().context("no folder")?)?;
    assert_eq!(folder.count(), 2, "the file and its manifest");
    Ok(())
}
