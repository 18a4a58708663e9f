//! The window comes back where it was, on a screen that is there.

use anyhow::{Context, Result};
use portal_profile_tests::app::PATIENCE;
use portal_profile_tests::scene::Scene;
use portal_profile_tests::windows::{Frame, Windows};
use serde_json::{Value, json};
use tokio::time::{Duration, Instant, sleep};

const TITLE: &str = "Portal Profile";

/// What the first machine remembers of its window.
fn remembered(scene: &Scene) -> Option<Value> {
    let settings = std::fs::read(scene.data("first").join("settings.json")).ok()?;
    let mut settings: Value = serde_json::from_slice(&settings).ok()?;
    Some(settings["window"].take())
}

#[tokio::test]
async fn it_comes_back_where_it_was_left() -> Result<()> {
    let scene = Scene::new().await?;
    let windows = Windows::on(&scene.desktop)?;
    let app = scene.start().await?;
    let window = windows.see(TITLE).await?;
    let place = Frame {
        x: 130,
        y: 70,
        width: 900,
        height: 650,
    };
    windows.place(window, place)?;
    let expected =
        json!({ "x": 130.0, "y": 70.0, "width": 900.0, "height": 650.0, "maximized": false });
    let deadline = Instant::now() + PATIENCE;
    // Kept while the app runs: it may be killed.
    while remembered(&scene).as_ref() != Some(&expected) {
        let found = remembered(&scene);
        anyhow::ensure!(Instant::now() < deadline, "remembered: {found:?}");
        sleep(Duration::from_millis(30)).await;
    }
    app.kill().await?;
    let app = scene.start().await?;
    let window = windows.see(TITLE).await?;
    windows.see_at(window, place).await?;
    app.kill().await
}

#[tokio::test]
async fn without_the_screen_where_it_was_it_is_seen_all_the_same() -> Result<()> {
    let scene = Scene::new().await?;
    let data = scene.data("first");
    std::fs::create_dir_all(&data)?;
    let window =
        json!({ "x": 4000.0, "y": -900.0, "width": 5000.0, "height": 900.0, "maximized": false });
    let settings = json!({ "window": window }).to_string();
    std::fs::write(data.join("settings.json"), settings)?;
    let windows = Windows::on(&scene.desktop)?;
    let app = scene.start().await?;
    let window = windows.see(TITLE).await?;
    let place = Frame {
        x: 0,
        y: 0,
        width: 1280,
        height: 900,
    };
    windows
        .see_at(window, place)
        .await
        .context("it fills the screen's width")?;
    app.kill().await
}
