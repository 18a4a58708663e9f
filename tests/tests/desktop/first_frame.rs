//! What a start shows before the page's scripts have run.

use anyhow::{Context, Result};
use portal_profile_tests::app::App;
use portal_profile_tests::page::hook;
use portal_profile_tests::portal::ADA;
use portal_profile_tests::scene::{PROFILE, Scene};

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
