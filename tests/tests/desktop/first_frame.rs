//! What a start shows before the page's scripts have run.

use anyhow::{Context, Result};
use portal_profile_tests::app::App;
use portal_profile_tests::page::hook;
use portal_profile_tests::portal::ADA;
use portal_profile_tests::scene::{PROFILE, Scene};
use serde_json::{Value, json};

/// Whether the page found itself drawn by the shell.
const WAS_DRAWN: &str = "return performance.getEntriesByName('kept-first-frame').length > 0";

async fn was_drawn(app: &App) -> Result<bool> {
    let answer = app.evaluate(WAS_DRAWN).await?;
    answer.as_bool().context("the page did not say")
}

#[tokio::test]
async fn a_start_shows_what_the_run_before_drew_ahead() -> Result<()> {
    let scene = Scene::new().await?;
    let app = scene.sign_in_at("first", ADA).await?;
    assert!(!was_drawn(&app).await?);
    let frame = scene.first_frame().await?;
    app.kill().await?;

    let app = scene.start().await?;
    app.see(PROFILE).await?;
    assert!(was_drawn(&app).await?);
    assert_eq!(app.barriers().await?, Vec::<String>::new());
    // The page in its place works, and the next start is prepared anew.
    app.press(&hook("edit-display-name")).await?;
    app.type_into("input[name=displayName]", "Ada King").await?;
    app.press(&hook("save-display-name")).await?;
    app.read(&hook("display-name"), "Ada King").await?;
    scene.first_frame_after(&frame).await?;
    app.kill().await?;

    let app = scene.start().await?;
    app.read(&hook("display-name"), "Ada King").await?;
    assert!(was_drawn(&app).await?);
    Ok(())
}

#[tokio::test]
async fn a_frame_of_something_else_is_not_shown() -> Result<()> {
    let scene = Scene::new().await?;
    let app = scene.sign_in_at("first", ADA).await?;
    scene.first_frame().await?;
    app.kill().await?;
    for profile in scene.cached_profiles()? {
        let seen = std::fs::read_to_string(&profile)?;
        std::fs::write(&profile, seen.replace(ADA.display_name, "Somebody Else"))?;
    }

    let app = scene.start().await?;
    app.see(PROFILE).await?;
    assert!(!was_drawn(&app).await?);
    Ok(())
}

#[tokio::test]
async fn a_damaged_frame_is_not_shown_and_drawn_anew() -> Result<()> {
    let scene = Scene::new().await?;
    let app = scene.sign_in_at("first", ADA).await?;
    let kept = scene.first_frame().await?;
    app.kill().await?;
    let half = kept.chars().take(kept.chars().count() / 2).collect();
    let nothing = String::new();
    for damaged in [half, nothing, "\0".repeat(5_000_000)] {
        std::fs::write(scene.first_frame_file()?, &damaged)?;
        let app = scene.start().await?;
        app.see(PROFILE).await?;
        assert!(!was_drawn(&app).await?);
        scene.first_frame_after(&damaged).await?;
        app.kill().await?;
    }

    let app = scene.start().await?;
    app.see(PROFILE).await?;
    assert!(was_drawn(&app).await?);
    Ok(())
}

/// A build is told by the page's document, which goes into what a frame was drawn from.
#[tokio::test]
async fn a_frame_of_another_build_is_not_shown_and_drawn_anew() -> Result<()> {
    let scene = Scene::new().await?;
    let app = scene.sign_in_at("first", ADA).await?;
    let kept = scene.first_frame().await?;
    app.kill().await?;
    let mut other: Value = serde_json::from_str(&kept)?;
    other["seen"]["drawn_from"] = json!("0".repeat(64));
    other["seen"]["markup"] = json!("<main data-test='another-build'>Another build</main>");
    let other = other.to_string();
    std::fs::write(scene.first_frame_file()?, &other)?;

    let app = scene.start().await?;
    app.see(PROFILE).await?;
    assert!(!was_drawn(&app).await?);
    app.see_no(&hook("another-build")).await?;
    let anew: Value = serde_json::from_str(&scene.first_frame_after(&other).await?)?;
    let kept: Value = serde_json::from_str(&kept)?;
    assert_eq!(anew["seen"]["drawn_from"], kept["seen"]["drawn_from"]);
    app.kill().await?;

    let app = scene.start().await?;
    app.see(PROFILE).await?;
    assert!(was_drawn(&app).await?);
    Ok(())
}
