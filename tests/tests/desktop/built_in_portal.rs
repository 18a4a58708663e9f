//! Exploring with the built-in portal, on a machine with no account anywhere.

use anyhow::Result;
use portal_profile_tests::app::App;
use portal_profile_tests::page::hook;
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
    app.see(PROFILE).await?;
    app.press(&hook("theme-dark")).await?;
    app.see("html[data-theme=dark]").await?;
    app.see_no("[data-busy]").await?;
    app.kill().await?;

    let app = App::start(&desktop, &data).await?;
    app.see(PROFILE).await?;
    app.read(&hook("display-name"), ADA.display_name).await?;
    app.see("[data-test=theme-dark][aria-checked=true]").await?;
    Ok(())
}
