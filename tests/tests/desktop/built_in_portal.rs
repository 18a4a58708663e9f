//! Exploring with the built-in portal, on a machine with no account anywhere.

use std::fs;

use anyhow::Result;
use portal_profile_tests::app::App;
use portal_profile_tests::page::{error, hook};
use portal_profile_tests::portal::ADA;
use portal_profile_tests::scene::PROFILE;
use xtask::desktop::Desktop;

#[tokio::test]
async fn the_built_in_portal_is_explored_from_the_first_start() -> Result<()> {
    let desktop = Desktop::builder().start()?;
    let data = desktop.directory().join("first");
    let app = App::start(&desktop, &data).await?;
    app.press(&hook("open-built-in")).await?;
    app.press(&format!(
        "[data-test=sample-account][data-email='{}']",
        ADA.email
    ))
    .await?;
    app.see("[data-test=home-page][data-state=ready]").await?;
    app.press(&hook("nav-account")).await?;
    app.see(PROFILE).await?;
    app.press(&hook("theme-dark")).await?;
    app.see("html[data-theme=dark]").await?;
    app.see_no("[data-busy]").await?;
    app.kill().await?;

    let app = App::start(&desktop, &data).await?;
    app.press(&hook("nav-account")).await?;
    app.see(PROFILE).await?;
    app.read(&hook("display-name"), ADA.display_name).await?;
    app.see("[data-test=theme-dark][aria-checked=true]").await?;
    Ok(())
}

#[tokio::test]
async fn a_place_that_can_not_be_written_is_told_and_the_next_try_counts() -> Result<()> {
    let desktop = Desktop::builder().start()?;
    let data = desktop.directory().join("first");
    fs::create_dir(&data)?;
    let in_the_way = data.join("built-in");
    fs::write(&in_the_way, "a file, not a directory")?;
    let app = App::start(&desktop, &data).await?;
    refused(&app).await?;
    fs::remove_file(in_the_way)?;
    app.press(&hook("open-built-in")).await?;
    app.see(&hook("sample-account")).await?;
    Ok(())
}

#[tokio::test]
async fn a_damaged_database_is_told_and_left_alone() -> Result<()> {
    const DAMAGED: &str = "This is no database. It was one before the disk failed.";
    let desktop = Desktop::builder().start()?;
    let data = desktop.directory().join("first");
    let database = data.join("built-in/portal.db");
    fs::create_dir_all(data.join("built-in"))?;
    fs::write(&database, DAMAGED)?;
    let app = App::start(&desktop, &data).await?;
    refused(&app).await?;
    assert_eq!(fs::read_to_string(database)?, DAMAGED);
    Ok(())
}

/// Asks for the built-in portal and is told why it isn't there.
async fn refused(app: &App) -> Result<()> {
    app.press(&hook("open-built-in")).await?;
    app.see(&error("built_in_portal_failed")).await?;
    let said = app.text(&error("built_in_portal_failed")).await?;
    assert!(said.contains("could not be started"), "{said}");
    app.press("[data-test=failure-detail] button").await?;
    let detail = app.text("[data-test=failure-detail] p").await?;
    assert!(!detail.is_empty());
    app.see(&hook("connect-page")).await?;
    Ok(())
}
