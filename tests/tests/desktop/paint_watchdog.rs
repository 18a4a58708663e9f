//! A window that stays empty: the app starts again with the safe renderer, and says so.

use std::time::Duration;

use anyhow::{Result, ensure};
use portal_profile_tests::assistive::AssistiveTechnology;
use portal_profile_tests::processes::{arguments, web_process_of};
use portal_profile_tests::programs::program;
use portal_profile_tests::scene::Scene;
use tokio::process::Command;
use tokio::time::{Instant, sleep};
use xtask::desktop::Desktop;

/// The app waits for a third of that, and starts once more.
const PATIENCE: Duration = Duration::from_secs(60);
const POLL: Duration = Duration::from_millis(100);

#[tokio::test]
async fn a_window_that_stays_empty_is_drawn_by_another_start() -> Result<()> {
    let scene = Scene::on(Desktop::builder().assistive_technologies()).await?;
    let heard = AssistiveTechnology::on(&scene.desktop).await?;
    let data = scene.data("first");
    let mut app = Command::from(scene.desktop.command(program("portal-profile")?));
    let app = app
        .arg("--data-dir")
        .arg(&data)
        .kill_on_drop(true)
        .spawn()?;
    let app = app.id().unwrap_or_default();
    // What draws the page hangs before it has drawn anything.
    let drawing = web_process_of(app).await?;
    stop(drawing).await?;

    let deadline = Instant::now() + PATIENCE;
    loop {
        let told = heard.everything().await?;
        let is_told = |name: &str| told.iter().any(|it| it.is_control() && it.name == name);
        // The page that connects, and the word about how it is drawn.
        if is_told("Connect") && is_told("Dismiss") {
            break;
        }
        ensure!(
            Instant::now() < deadline,
            "the window stays empty: {told:?}"
        );
        sleep(POLL).await;
    }
    let given = arguments(app)?;
    ensure!(given.iter().any(|it| it == "--safe-renderer"), "{given:?}");
    ensure!(
        given.iter().any(|it| *it == data.to_string_lossy()),
        "{given:?}"
    );
    ensure!(arguments(drawing)?.is_empty(), "what hung is left behind");
    Ok(())
}

async fn stop(process: u32) -> Result<()> {
    let stopped = Command::new("kill")
        .args(["-STOP", &process.to_string()])
        .status()
        .await?;
    ensure!(stopped.success(), "{stopped}");
    Ok(())
}
