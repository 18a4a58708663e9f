//! Preferences are kept by the portal: saved, seen elsewhere, or visibly not saved.

use anyhow::Result;
use portal_profile_tests::page::{error, hook};
use portal_profile_tests::portal::ADA;
use portal_profile_tests::scene::Scene;

const TOASTS_ON: &str = "[data-test=toast-switch][aria-checked=true]:not([data-busy])";
const TOASTS_OFF: &str = "[data-test=toast-switch][aria-checked=false]:not([data-busy])";

#[tokio::test]
async fn a_second_machine_sees_what_the_first_one_saved() -> Result<()> {
    let scene = Scene::new().await?;
    let first = scene.sign_in_at("first", ADA).await?;
    first.see(TOASTS_ON).await?;
    first.press(&hook("toast-switch")).await?;
    first.see(TOASTS_OFF).await?;
    first.press(&hook("theme-dark")).await?;
    first
        .see("[data-test=theme-dark][aria-checked=true]")
        .await?;
    first.see_no("[data-busy]").await?;

    let second = scene.sign_in_at("second", ADA).await?;
    second.see(TOASTS_OFF).await?;
    second
        .see("[data-test=theme-dark][aria-checked=true]")
        .await?;
    second.see("html[data-theme=dark]").await?;
    Ok(())
}

#[tokio::test]
async fn what_can_not_be_saved_goes_back_and_says_why() -> Result<()> {
    let mut scene = Scene::new().await?;
    let app = scene.sign_in_at("first", ADA).await?;
    app.see(TOASTS_ON).await?;
    scene.portal.kill().await?;
    app.press(&hook("toast-switch")).await?;
    app.see(&error("portal_unreachable")).await?;
    app.see(TOASTS_ON).await?;

    scene.restart_portal().await?;
    app.press(&hook("retry")).await?;
    app.press(&hook("toast-switch")).await?;
    app.see(TOASTS_OFF).await?;
    Ok(())
}

#[tokio::test]
async fn a_theme_that_can_not_be_saved_goes_back() -> Result<()> {
    let mut scene = Scene::new().await?;
    let app = scene.sign_in_at("first", ADA).await?;
    app.see("html[data-theme=light]").await?;
    scene.portal.kill().await?;
    app.press(&hook("theme-dark")).await?;
    app.see(&error("portal_unreachable")).await?;
    app.see("[data-test=theme-system][aria-checked=true]")
        .await?;
    app.see("html[data-theme=light]").await?;
    Ok(())
}
