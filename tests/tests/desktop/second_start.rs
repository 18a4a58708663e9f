//! Starting the app while it is open: its window comes up, and goes to the portal that was asked for.

use anyhow::{Result, ensure};
use portal_profile_tests::page::{banner, error, hook};
use portal_profile_tests::portal::{ADA, LINUS};
use portal_profile_tests::scene::{PROFILE, Scene};
use portal_profile_tests::screen::{Color, wait_for_ground};

#[tokio::test]
async fn a_second_start_brings_up_the_first_window() -> Result<()> {
    let scene = Scene::new().await?;
    let app = scene.sign_in_at("first", ADA).await?;
    let other = scene.sign_in_at("second", LINUS).await?;
    other.press(&hook("theme-dark")).await?;
    let screen = scene.desktop.framebuffer()?;
    wait_for_ground(&screen, Color::is_dark).await?;
    scene.start_again(&[]).await?;
    wait_for_ground(&screen, |color| !color.is_dark()).await?;
    app.see(PROFILE).await?;
    Ok(())
}

#[tokio::test]
async fn before_signing_in_a_second_start_leads_to_its_portal() -> Result<()> {
    let scene = Scene::new().await?;
    let app = scene.start().await?;
    app.see(&hook("connect-page")).await?;
    scene.start_again(&["--portal", "no portal"]).await?;
    app.see(&error("address_invalid")).await?;
    app.holds("input[name=address]", "no portal").await?;
    scene
        .start_again(&["--portal", scene.portal.address()])
        .await?;
    app.see(&hook("sign-in-page")).await?;
    app.sign_in(ADA).await
}

#[tokio::test]
async fn a_second_start_keeps_a_person_where_they_are_signed_in() -> Result<()> {
    let scene = Scene::new().await?;
    let app = scene.sign_in_at("first", ADA).await?;
    scene
        .start_again(&["--portal", "https://elsewhere.example"])
        .await?;
    app.see(&banner("other_portal")).await?;
    let said = app.text(&banner("other_portal")).await?;
    ensure!(said.contains("https://elsewhere.example"), "{said}");
    ensure!(said.contains("stay signed in here"), "{said}");
    app.see(&hook("sign-in-there")).await?;
    app.see(PROFILE).await?;
    scene
        .start_again(&["--portal", "http://portal.example"])
        .await?;
    app.see(&banner("address_insecure")).await?;
    scene
        .start_again(&["--portal", scene.portal.address()])
        .await?;
    app.see_no(&banner("address_insecure")).await?;
    app.see(PROFILE).await?;

    // Nothing asked for before is asked for again by a page that is loaded again.
    scene
        .start_again(&["--portal", "https://elsewhere.example"])
        .await?;
    app.see(&banner("other_portal")).await?;
    app.load_again().await?;
    app.see(PROFILE).await?;
    app.see_no(&banner("other_portal")).await
}
