//! What lies on this machine: damaged, in use by another instance, or out of reach.

use anyhow::Result;
use portal_profile_tests::page::{banner, hook};
use portal_profile_tests::portal::ADA;
use portal_profile_tests::scene::{PROFILE, Scene};
use xtask::desktop::{Desktop, SessionBus};

#[tokio::test]
async fn a_damaged_store_is_set_aside_and_told_once() -> Result<()> {
    let scene = Scene::new().await?;
    scene.sign_in_at("first", ADA).await?.kill().await?;
    std::fs::write(scene.data("first").join("settings.json"), "{ \"cut\": off")?;

    let app = scene.start().await?;
    app.see(&banner("local_store_set_aside")).await?;
    app.connect(scene.portal.address()).await?;
    app.sign_in(ADA).await?;
    app.kill().await?;

    let app = scene.start().await?;
    app.see(PROFILE).await?;
    app.see_no(&banner("local_store_set_aside")).await
}

#[tokio::test]
async fn a_damaged_cache_is_fetched_again() -> Result<()> {
    let scene = Scene::new().await?;
    scene.sign_in_at("first", ADA).await?.kill().await?;
    let profiles = scene.cached_profiles()?;
    assert_eq!(profiles.len(), 1);
    std::fs::write(&profiles[0], "{ cut")?;
    let app = scene.start().await?;
    app.see(PROFILE).await?;
    app.read(&hook("display-name"), ADA.display_name).await
}

#[tokio::test]
async fn without_a_session_bus_a_second_start_says_that_the_app_is_open() -> Result<()> {
    let scene = Scene::on(Desktop::builder().session_bus(SessionBus::Gone)).await?;
    let first = scene.start().await?;
    first.see(&hook("connect-page")).await?;
    let second = scene.start().await?;
    second.see(&hook("already-running")).await?;
    first.see(&hook("connect-page")).await?;
    Ok(())
}

#[tokio::test]
async fn a_data_directory_that_can_not_be_used_is_named() -> Result<()> {
    let scene = Scene::new().await?;
    std::fs::write(scene.data("first"), "a file, not a directory")?;
    let app = scene.start().await?;
    let blocked = app.see(&hook("data-directory-unusable")).await?;
    assert!(
        blocked
            .text()
            .await?
            .contains(&*scene.data("first").to_string_lossy())
    );
    Ok(())
}
