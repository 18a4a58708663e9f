//! The icon in the tray, closing the window into it, and starting with the session.

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use portal_profile_tests::app::{App, PATIENCE};
use portal_profile_tests::exporting::{ask, export_row};
use portal_profile_tests::notifications::NotificationDaemon;
use portal_profile_tests::page::hook;
use portal_profile_tests::portal::ADA;
use portal_profile_tests::programs::program;
use portal_profile_tests::scene::{PROFILE, Scene};
use portal_profile_tests::tray::{Icon, Tray};
use portal_profile_tests::windows::Windows;
use tokio::process::Command;
use tokio::time::{Instant, sleep, timeout};

const TITLE: &str = "Portal Profile";
const OPEN: &str = "Open Portal Profile";
const NOTIFICATIONS: &str = "Notifications";
const QUIT: &str = "Quit";
const NO_EXPORTS: &str = "No exports are running";
const TOASTS_OFF: &str = "[data-test=toast-switch][aria-checked=false]:not([data-busy])";
const TOASTS_ON: &str = "[data-test=toast-switch][aria-checked=true]:not([data-busy])";
const STAYS: &str = "[data-test=close-to-tray][aria-checked=true]:not([data-busy])";
const AT_LOGIN: &str = "[data-test=start-at-login][aria-checked=true]:not([data-busy])";

/// More than is written while a person reads a menu.
const MANY: u32 = 300_000;

/// A desktop with a tray, and the app in it, whose person wants it to stay there.
async fn staying(scene: &Scene) -> Result<(Tray, Icon, App)> {
    let mut tray = Tray::start(&scene.desktop).await?;
    let app = scene.sign_in_at("first", ADA).await?;
    let icon = tray.next().await?;
    app.press(&hook("close-to-tray")).await?;
    app.see(STAYS).await?;
    Ok((tray, icon, app))
}

#[tokio::test]
async fn a_closed_window_comes_back_from_the_tray_which_also_quits() -> Result<()> {
    let scene = Scene::new().await?;
    let (_tray, icon, app) = staying(&scene).await?;
    let windows = Windows::on(&scene.desktop)?;
    windows.close(windows.see(TITLE).await?)?;
    windows.see_no(TITLE).await?;
    icon.choose(OPEN).await?;
    let window = windows.see(TITLE).await?;
    app.see(PROFILE).await?;

    // A second start brings it up as well.
    windows.close(window)?;
    windows.see_no(TITLE).await?;
    scene.start_again(&[]).await?;
    windows.see(TITLE).await?;

    icon.choose(QUIT).await?;
    windows.see_no(TITLE).await?;
    let deadline = Instant::now() + PATIENCE;
    while icon.menu().await.is_ok() {
        ensure!(Instant::now() < deadline, "the app goes on");
        sleep(Duration::from_millis(50)).await;
    }
    Ok(())
}

#[tokio::test]
async fn it_shows_notifications_and_exports_as_they_are_and_leads_there() -> Result<()> {
    let scene = Scene::new().await?;
    scene.much_is_put_out(MANY).await?;
    let mut tray = Tray::start(&scene.desktop).await?;
    let app = scene.start().await?;
    let icon = tray.next().await?;
    icon.see(NO_EXPORTS, |entry| !entry.enabled).await?;
    icon.see(NOTIFICATIONS, |entry| !entry.enabled).await?;
    app.connect(scene.portal.address()).await?;
    app.sign_in(ADA).await?;
    icon.see(NOTIFICATIONS, |entry| {
        entry.enabled && entry.ticked == Some(true)
    })
    .await?;
    icon.choose(NOTIFICATIONS).await?;
    app.see(TOASTS_OFF).await?;
    icon.see(NOTIFICATIONS, |entry| entry.ticked == Some(false))
        .await?;
    app.press(&hook("toast-switch")).await?;
    app.see(TOASTS_ON).await?;
    icon.see(NOTIFICATIONS, |entry| entry.ticked == Some(true))
        .await?;

    ask(&app, "yesterday", "csv").await?;
    app.see(&export_row("in_progress")).await?;
    let label = running(&icon).await?;
    app.press(&hook("nav-home")).await?;
    app.see("[data-test=home-page]").await?;
    choose_export(&icon, &label).await?;
    app.see("[data-test=exports-page]").await?;
    icon.see(NO_EXPORTS, |entry| !entry.enabled).await.map(drop)
}

/// Waits until the menu tells of an export, and answers how it begins.
async fn running(icon: &Icon) -> Result<String> {
    let deadline = Instant::now() + PATIENCE;
    loop {
        let menu = icon.menu().await?;
        let found = menu
            .iter()
            .find(|entry| entry.label.starts_with("Export of ") && entry.enabled);
        if let Some(entry) = found {
            let days = entry.label.split(':').next().unwrap_or_default();
            return Ok(days.to_owned());
        }
        ensure!(Instant::now() < deadline, "no export in {menu:?}");
        sleep(Duration::from_millis(20)).await;
    }
}

/// What it has come to changes what it reads.
async fn choose_export(icon: &Icon, days: &str) -> Result<()> {
    let menu = icon.menu().await?;
    let found = menu.iter().find(|entry| entry.label.starts_with(days));
    let label = found.with_context(|| format!("no {days:?} in {menu:?}"))?;
    icon.press(label).await
}

#[tokio::test]
async fn without_a_tray_closing_quits_and_a_tray_that_goes_gives_the_window_back() -> Result<()> {
    let scene = Scene::new().await?;
    let (tray, icon, app) = staying(&scene).await?;
    let windows = Windows::on(&scene.desktop)?;
    windows.close(windows.see(TITLE).await?)?;
    windows.see_no(TITLE).await?;
    drop(tray);
    // The last connection to its name goes with the icon.
    drop(icon);
    windows.see(TITLE).await?;
    let reason = "return [...document.querySelectorAll('.reason')].some(it => it.innerText.includes('no icons'))";
    app.comes_true(reason, serde_json::Value::Null).await?;

    // One that comes back is used at once.
    let mut tray = Tray::start(&scene.desktop).await?;
    tray.next().await?;
    app.comes_true(
        &reason.replace("return ", "return !"),
        serde_json::Value::Null,
    )
    .await?;
    drop(tray);
    app.comes_true(reason, serde_json::Value::Null).await?;
    windows.close(windows.see(TITLE).await?)?;
    windows.see_no(TITLE).await
}

#[tokio::test]
async fn notifications_go_on_while_the_window_is_closed() -> Result<()> {
    let scene = Scene::new().await?;
    let mut daemon = NotificationDaemon::start(&scene.desktop).await?;
    let (_tray, _icon, _app) = staying(&scene).await?;
    daemon.next().await?;
    let windows = Windows::on(&scene.desktop)?;
    windows.close(windows.see(TITLE).await?)?;
    windows.see_no(TITLE).await?;
    let deploy = ["workflow", "deploy", "Weld and watch", "--organization"];
    scene
        .operate(&[&deploy[..], &["ACME Robotics"]].concat())
        .await?;
    let told = daemon.open_next().await?;
    ensure!(told.summary.contains("Weld and watch"), "{told:?}");
    // Who presses it wants to see more of it.
    windows.see(TITLE).await.map(drop)
}

/// What starts with the person's session.
fn entry(scene: &Scene) -> Result<Option<PathBuf>> {
    let folder = scene.desktop.directory().join("home/.config/autostart");
    let Ok(mut entries) = fs::read_dir(folder) else {
        return Ok(None);
    };
    Ok(entries.next().transpose()?.map(|entry| entry.path()))
}

#[tokio::test]
async fn it_starts_with_the_session_in_the_tray_or_with_its_window() -> Result<()> {
    let scene = Scene::new().await?;
    let (mut tray, first, app) = staying(&scene).await?;
    app.press(&hook("start-at-login")).await?;
    app.see(AT_LOGIN).await?;
    let file = entry(&scene)?.context("nothing starts with the session")?;
    app.kill().await?;
    drop(first);

    // As the session does.
    let text = fs::read_to_string(&file)?;
    let command = text.lines().find_map(|line| line.strip_prefix("Exec="));
    let command = command.context("nothing is started")?;
    ensure!(command.contains("--at-login"), "{command}");
    let mut shell = Command::from(scene.desktop.command("sh"));
    shell.args(["-c", &format!("exec {command}")]);
    let mut started = shell.kill_on_drop(true).spawn()?;
    let icon = tray.next().await?;
    icon.see(NOTIFICATIONS, |entry| entry.enabled).await?;
    let windows = Windows::on(&scene.desktop)?;
    windows.see_no(TITLE).await?;
    icon.choose(OPEN).await?;
    windows.see(TITLE).await?;
    icon.choose(QUIT).await?;
    timeout(PATIENCE, started.wait()).await??;

    // Without a tray nobody could open the window.
    drop((tray, icon));
    let mut start = Command::from(scene.desktop.command(program("portal-profile")?));
    start.arg("--data-dir").arg(scene.data("first"));
    let mut started = start.arg("--at-login").kill_on_drop(true).spawn()?;
    windows.see(TITLE).await?;
    started.kill().await?;

    let app = scene.start().await?;
    app.see(AT_LOGIN).await?;
    app.press(&hook("start-at-login")).await?;
    app.see_no(AT_LOGIN).await?;
    ensure!(entry(&scene)?.is_none(), "it still starts with the session");
    Ok(())
}
