//! What happens on the portal reaches the person as a native notification, once.

use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use portal_profile_tests::app::{App, PATIENCE};
use portal_profile_tests::notifications::{Notification, NotificationDaemon};
use portal_profile_tests::page::hook;
use portal_profile_tests::portal::{ADA, GRACE};
use portal_profile_tests::scene::{PROFILE, Scene};
use serde_json::Value;

const ACME: &str = "ACME Robotics";
const WORKFLOW: &str = "Weld and watch";

/// What comes later than that after a notification is shown at once.
const BURST: Duration = Duration::from_secs(3);

/// How far the app was told, as it keeps that; `None` before it knows.
fn position(scene: &Scene) -> Option<String> {
    let settings = std::fs::read_to_string(scene.data("first").join("settings.json")).ok()?;
    let settings: Value = serde_json::from_str(&settings).ok()?;
    let cursor = settings["status_positions"][0]["cursor"].as_str()?;
    Some(cursor.to_owned())
}

/// Waits until the app was told further than `before`.
async fn follows_beyond(scene: &Scene, before: Option<String>) -> Result<()> {
    let deadline = tokio::time::Instant::now() + PATIENCE;
    loop {
        let now = position(scene);
        if now.is_some() && now != before {
            return Ok(());
        }
        ensure!(
            tokio::time::Instant::now() < deadline,
            "the portal is not followed"
        );
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// A person who is signed in, and whose app follows the portal.
async fn following(scene: &Scene, daemon: &mut NotificationDaemon) -> Result<App> {
    let app = scene.sign_in_at("first", ADA).await?;
    let signed_in = daemon.next().await?;
    assert!(signed_in.body.contains(ADA.display_name), "{signed_in:?}");
    follows_beyond(scene, None).await?;
    Ok(app)
}

async fn deploy(scene: &Scene, more: &[&str]) -> Result<()> {
    let step = ["workflow", "deploy", WORKFLOW, "--organization", ACME];
    scene.operate(&[&step[..], more].concat()).await
}

/// The next notification tells of this version.
async fn told(daemon: &mut NotificationDaemon, version: u32) -> Result<Notification> {
    let next = daemon.next().await?;
    assert_eq!(next.summary, "Weld and watch is deployed");
    let begin = format!("Version {version} is on ");
    assert!(next.body.starts_with(&begin), "{next:?}");
    assert!(next.body.ends_with(" at ACME Robotics."), "{next:?}");
    Ok(next)
}

/// Whatever was told before what the person does now has been told by then.
async fn nothing_else(app: &App, daemon: &mut NotificationDaemon, theme: &str) -> Result<()> {
    app.press(&hook(&format!("theme-{theme}"))).await?;
    let next = daemon.next().await?;
    assert!(next.body.contains(theme), "{next:?}");
    assert_eq!(daemon.waiting(), []);
    Ok(())
}

#[tokio::test]
async fn a_deployment_by_another_process_is_announced_once() -> Result<()> {
    let scene = Scene::new().await?;
    let mut daemon = NotificationDaemon::start(&scene.desktop).await?;
    let app = following(&scene, &mut daemon).await?;
    deploy(&scene, &[]).await?;
    let done = Instant::now();
    told(&mut daemon, 4).await?;
    let late = done.elapsed();
    ensure!(late < Duration::from_secs(2), "{late:?}");
    deploy(&scene, &["--failed", "--reason", "It did not answer"]).await?;
    let failed = daemon.next().await?;
    assert_eq!(failed.summary, "Weld and watch was not deployed");
    assert!(
        failed
            .body
            .ends_with(" at ACME Robotics: It did not answer"),
        "{failed:?}"
    );
    nothing_else(&app, &mut daemon, "dark").await
}

#[tokio::test]
async fn the_switch_turns_it_off_and_on() -> Result<()> {
    let scene = Scene::new().await?;
    let mut daemon = NotificationDaemon::start(&scene.desktop).await?;
    let app = following(&scene, &mut daemon).await?;
    app.press(&hook("toast-switch")).await?;
    app.see("[data-test=toast-switch][aria-checked=false]:not([data-busy])")
        .await?;
    let before = position(&scene);
    deploy(&scene, &[]).await?;
    follows_beyond(&scene, before).await?;
    app.press(&hook("toast-switch")).await?;
    let on = daemon.next().await?;
    assert!(
        on.summary.to_lowercase().contains("notifications"),
        "{on:?}"
    );
    deploy(&scene, &[]).await?;
    told(&mut daemon, 5).await?;
    nothing_else(&app, &mut daemon, "dark").await
}

/// The connection is lost, and the portal is away for a while.
#[tokio::test]
async fn what_happens_while_the_portal_is_away_is_told_once_when_it_is_back() -> Result<()> {
    let mut scene = Scene::new().await?;
    let mut daemon = NotificationDaemon::start(&scene.desktop).await?;
    let app = following(&scene, &mut daemon).await?;
    deploy(&scene, &[]).await?;
    told(&mut daemon, 4).await?;
    tokio::time::sleep(BURST).await;
    scene.portal.kill().await?;
    deploy(&scene, &[]).await?;
    deploy(&scene, &[]).await?;
    scene.restart_portal().await?;
    told(&mut daemon, 5).await?;
    told(&mut daemon, 6).await?;
    deploy(&scene, &[]).await?;
    told(&mut daemon, 7).await?;
    app.evaluate("window.dispatchEvent(new Event('online')); return true;")
        .await?;
    app.see(PROFILE).await?;
    nothing_else(&app, &mut daemon, "dark").await
}

#[tokio::test]
async fn what_happens_while_the_app_is_closed_is_told_at_the_next_start_and_never_again()
-> Result<()> {
    let scene = Scene::new().await?;
    let mut daemon = NotificationDaemon::start(&scene.desktop).await?;
    let app = following(&scene, &mut daemon).await?;
    deploy(&scene, &[]).await?;
    told(&mut daemon, 4).await?;
    app.kill().await?;
    deploy(&scene, &[]).await?;
    let app = scene.start().await?;
    told(&mut daemon, 5).await?;
    app.kill().await?;
    let app = scene.start().await?;
    app.see(PROFILE).await?;
    deploy(&scene, &[]).await?;
    told(&mut daemon, 6).await?;
    nothing_else(&app, &mut daemon, "dark").await
}

/// The window shows by itself what somebody else changed.
#[tokio::test]
async fn other_roles_are_told_and_shown() -> Result<()> {
    let scene = Scene::new().await?;
    let mut daemon = NotificationDaemon::start(&scene.desktop).await?;
    let app = scene.sign_in_at("first", GRACE).await?;
    daemon.next().await?;
    app.switch_to(ACME).await?;
    app.see(PROFILE).await?;
    app.read(&hook("roles"), "Admin").await?;
    follows_beyond(&scene, None).await?;
    let step = ["member", "set", "--organization", ACME];
    let whom = ["--email", GRACE.email, "--roles", "device-technician"];
    scene.operate(&[step, whom].concat()).await?;
    let expected = Notification {
        app: "Portal Profile".to_owned(),
        summary: "Your roles at ACME Robotics changed".to_owned(),
        body: "You are Device Technician now.".to_owned(),
    };
    assert_eq!(daemon.next().await?, expected);
    app.read(&hook("roles"), "Device Technician").await
}
