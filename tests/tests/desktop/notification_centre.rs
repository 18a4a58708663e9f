//! The notification centre: all that the person was told on this machine, until they clear it.

use std::os::unix::fs::PermissionsExt;

use anyhow::{Context, Result, ensure};
use portal_profile_tests::app::App;
use portal_profile_tests::notifications::NotificationDaemon;
use portal_profile_tests::page::{error, hook};
use portal_profile_tests::portal::{ADA, GRACE};
use portal_profile_tests::scene::{PROFILE, Scene};
use serde_json::Value;

const READY: &str = "[data-test=notifications-page][data-state=ready]";
const FIRST: &str = "[data-test=notification]:first-child";

async fn deploy(scene: &Scene) -> Result<()> {
    let step = [
        "workflow",
        "deploy",
        "Weld and watch",
        "--organization",
        "ACME Robotics",
    ];
    scene.operate(&step).await
}

async fn open(app: &App) -> Result<()> {
    app.press(&hook("nav-notifications")).await?;
    app.see(READY).await.map(drop)
}

/// Waits until there are so many.
async fn count(app: &App, count: usize) -> Result<()> {
    let rows =
        "return document.querySelectorAll('[data-test=notification]').length === arguments[0]";
    app.comes_true(rows, Value::from(count)).await
}

#[tokio::test]
async fn what_happens_while_notifications_are_off_is_found_there_and_leads_on() -> Result<()> {
    let scene = Scene::new().await?;
    let app = scene.sign_in_at("first", ADA).await?;
    app.press(&hook("toast-switch")).await?;
    app.see("[data-test=toast-switch][aria-checked=false]:not([data-busy])")
        .await?;
    deploy(&scene).await?;
    app.read(&hook("unread-notifications"), "1").await?;
    app.kill().await?;

    let app = scene.start().await?;
    app.read(&hook("unread-notifications"), "1").await?;
    open(&app).await?;
    // The deployment, and the sign-in before it.
    count(&app, 2).await?;
    let said = app.text(FIRST).await?;
    ensure!(said.contains("Weld and watch is deployed"), "{said}");
    app.see_no(&hook("unread-notifications")).await?;
    app.press(&format!("{FIRST} [data-test=open-notification]"))
        .await?;
    app.see(&hook("home-page")).await?;
    app.kill().await?;

    let app = scene.start().await?;
    app.see(PROFILE).await?;
    app.see_no(&hook("unread-notifications")).await?;
    open(&app).await?;
    app.press(&format!("{FIRST} [data-test=remove-notification]"))
        .await?;
    count(&app, 1).await?;
    app.press(&hook("clear-notifications")).await?;
    app.see(&hook("notifications-empty")).await?;
    app.load_again().await?;
    open(&app).await?;
    app.see(&hook("notifications-empty")).await.map(drop)
}

#[tokio::test]
async fn a_press_on_a_notification_leads_to_what_it_tells_of() -> Result<()> {
    let scene = Scene::new().await?;
    let mut daemon = NotificationDaemon::start(&scene.desktop).await?;
    let app = scene.sign_in_at("first", ADA).await?;
    app.press(&hook("nav-members")).await?;
    app.see(&hook("members-page")).await?;
    daemon.open_next().await?;
    app.see(&hook("sessions-page")).await?;
    deploy(&scene).await?;
    app.see(&hook("unread-notifications")).await?;
    let told = daemon.open_next().await?;
    assert_eq!(told.summary, "Weld and watch is deployed");
    app.see(&hook("home-page")).await?;
    app.see_no(&hook("unread-notifications")).await?;
    app.kill().await?;

    for _ in 0..3 {
        deploy(&scene).await?;
    }
    let app = scene.start().await?;
    let first = daemon.next().await?;
    assert_eq!(first.summary, "Weld and watch is deployed");
    let others = daemon.open_next().await?;
    assert_eq!(others.summary, "2 new notifications");
    let named = ["Weld and watch is deployed"; 2].join("\n");
    assert_eq!(others.body, named);
    app.see(READY).await?;
    count(&app, 5).await?;
    assert_eq!(daemon.waiting(), []);
    Ok(())
}

#[tokio::test]
async fn nobody_finds_what_another_person_was_told() -> Result<()> {
    let scene = Scene::new().await?;
    let app = scene.sign_in_at("first", ADA).await?;
    deploy(&scene).await?;
    app.see(&hook("unread-notifications")).await?;
    app.press(&hook("log-out")).await?;
    app.press(&hook("confirm-log-out")).await?;
    app.see(&hook("sign-in-page")).await?;
    app.enter_credentials(GRACE.email, GRACE.password).await?;
    app.see(PROFILE).await?;
    app.see_no(&hook("unread-notifications")).await?;
    open(&app).await?;
    count(&app, 1).await?;
    let said = app.text(FIRST).await?;
    ensure!(said.contains(GRACE.display_name), "{said}");
    Ok(())
}

#[tokio::test]
async fn a_damaged_file_is_set_aside_and_what_is_sound_in_it_is_shown() -> Result<()> {
    let scene = Scene::new().await?;
    let app = scene.sign_in_at("first", ADA).await?;
    for unread in ["1", "2"] {
        deploy(&scene).await?;
        app.read(&hook("unread-notifications"), unread).await?;
    }
    app.kill().await?;
    let folder = scene.data("first").join("notifications");
    let files = || -> Result<Vec<_>> {
        let entries = std::fs::read_dir(&folder)?.collect::<Result<Vec<_>, _>>()?;
        Ok(entries.into_iter().map(|entry| entry.path()).collect())
    };
    let file = files()?.pop().context("there is a file")?;
    let mode = std::fs::metadata(&file)?.permissions().mode();
    assert_eq!(mode & 0o777, 0o600, "for the person alone");
    let mut octets = std::fs::read(&file)?;
    let middle = octets.len() / 2;
    octets[middle] ^= 1;
    std::fs::write(&file, &octets)?;

    let app = scene.start().await?;
    app.see(&hook("unread-notifications")).await?;
    open(&app).await?;
    count(&app, 2).await?;
    app.see_no(&error("portal_failed")).await?;
    let aside = files()?.into_iter().find(|path| *path != file);
    let aside = aside.context("the damaged file is kept")?;
    assert_eq!(std::fs::read(aside)?, octets);
    Ok(())
}
