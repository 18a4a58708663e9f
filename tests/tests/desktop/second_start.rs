//! Starting the app while it is open: its window comes up, and goes to the portal that was asked for.

use anyhow::{Context, Result, ensure};
use portal_profile_tests::app::PATIENCE;
use portal_profile_tests::page::{banner, error, hook};
use portal_profile_tests::portal::ADA;
use portal_profile_tests::programs::program;
use portal_profile_tests::scene::{PROFILE, Scene};
use tokio::process::Command;
use tokio::time::timeout;

/// Starts the app again on the first machine; it hands over and ends.
async fn start_again(scene: &Scene, arguments: &[&str]) -> Result<()> {
    let mut second = Command::from(scene.desktop.command(program("portal-profile")?));
    second.arg("--data-dir").arg(scene.data("first"));
    let status = timeout(PATIENCE, second.args(arguments).status())
        .await
        .context("the second instance stays")??;
    ensure!(status.success(), "{status}");
    Ok(())
}

#[tokio::test]
async fn a_second_start_brings_up_the_first_window() -> Result<()> {
    let scene = Scene::new().await?;
    let app = scene.sign_in_at("first", ADA).await?;
    start_again(&scene, &[]).await?;
    app.see(PROFILE).await?;
    Ok(())
}

#[tokio::test]
async fn before_signing_in_a_second_start_leads_to_its_portal() -> Result<()> {
    let scene = Scene::new().await?;
    let app = scene.start().await?;
    app.see(&hook("connect-page")).await?;
    start_again(&scene, &["--portal", "no portal"]).await?;
    app.see(&error("address_invalid")).await?;
    app.holds("input[name=address]", "no portal").await?;
    start_again(&scene, &["--portal", scene.portal.address()]).await?;
    app.see(&hook("sign-in-page")).await?;
    app.sign_in(ADA).await
}

#[tokio::test]
async fn a_second_start_keeps_a_person_where_they_are_signed_in() -> Result<()> {
    let scene = Scene::new().await?;
    let app = scene.sign_in_at("first", ADA).await?;
    start_again(&scene, &["--portal", "https://elsewhere.example"]).await?;
    app.see(&banner("other_portal")).await?;
    let said = app.text(&banner("other_portal")).await?;
    ensure!(said.contains("https://elsewhere.example"), "{said}");
    ensure!(said.contains("log out first"), "{said}");
    app.see(PROFILE).await?;
    start_again(&scene, &["--portal", "http://portal.example"]).await?;
    app.see(&banner("address_insecure")).await?;
    start_again(&scene, &["--portal", scene.portal.address()]).await?;
    app.see_no(&banner("address_insecure")).await?;
    app.see(PROFILE).await?;

    // Nothing asked for before is asked for again by a page that is loaded again.
    start_again(&scene, &["--portal", "https://elsewhere.example"]).await?;
    app.see(&banner("other_portal")).await?;
    app.load_again().await?;
    app.see(PROFILE).await?;
    app.see_no(&banner("other_portal")).await
}
