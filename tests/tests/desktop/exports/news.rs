//! Exports end while the person looks elsewhere.

use anyhow::Result;
use portal_profile_tests::exporting::{ask, export_row};
use portal_profile_tests::notifications::NotificationDaemon;
use portal_profile_tests::page::hook;
use portal_profile_tests::portal::ADA;
use portal_profile_tests::scene::{PROFILE, Scene};
use portal_server::domain::PERSONAL_ACCOUNT;

/// Takes a moment.
const MANY: u32 = 100_000;

#[tokio::test]
async fn an_end_is_told_in_another_organization_and_after_a_restart() -> Result<()> {
    let scene = Scene::new().await?;
    scene.much_is_put_out(MANY).await?;
    let mut daemon = NotificationDaemon::start(&scene.desktop).await?;
    let app = scene.sign_in_at("first", ADA).await?;
    daemon.next().await?;
    ask(&app, "yesterday", "csv").await?;
    app.switch_to(PERSONAL_ACCOUNT).await?;
    let told = daemon.next().await?;
    assert_eq!(told.summary, "Your chart data is ready");
    assert!(told.body.contains("ACME Robotics"), "{told:?}");

    // It runs on without the app, and is told at its next start.
    app.switch_to("ACME Robotics").await?;
    app.press(&hook("nav-account")).await?;
    ask(&app, "yesterday", "parquet").await?;
    app.see(&export_row("in_progress")).await?;
    app.kill().await?;
    let app = scene.start().await?;
    app.see(PROFILE).await?;
    let told = daemon.next().await?;
    assert_eq!(told.summary, "Your chart data is ready");
    app.see_no(&export_row("in_progress")).await?;
    assert_eq!(daemon.waiting(), []);
    Ok(())
}
