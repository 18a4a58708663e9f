//! Parts of the desktop that are missing, locked or hanging: said on the page, nothing else lost.

use std::time::Duration;

use anyhow::Result;
use portal_profile_tests::app::App;
use portal_profile_tests::page::{banner, hook};
use portal_profile_tests::portal::ADA;
use portal_profile_tests::scene::{PROFILE, Scene};
use xtask::desktop::{Desktop, Keyring, Notifications, SessionBus, SettingsPortal};

/// Room for the app's own budgets of 2 and 3 s on a busy machine, and less than the 25 s after which D-Bus gives
/// up on an answer by itself.
const IN_TIME: Duration = Duration::from_secs(15);

#[tokio::test]
async fn without_a_keyring_the_session_lives_in_memory() -> Result<()> {
    let scene = Scene::on(Desktop::builder().keyring(Keyring::None)).await?;
    let app = scene.sign_in_at("first", ADA).await?;
    app.see(&banner("no_keyring")).await?;
    app.kill().await?;
    let app = scene.start().await?;
    app.see(&hook("sign-in-page")).await?;
    app.sign_in(ADA).await
}

#[tokio::test]
async fn with_a_locked_keyring_the_session_lives_in_memory() -> Result<()> {
    let scene = Scene::on(Desktop::builder().keyring(Keyring::Locked)).await?;
    let app = scene.sign_in_at("first", ADA).await?;
    app.see(&banner("keyring_locked")).await?;
    Ok(())
}

#[tokio::test]
async fn a_session_in_a_keyring_that_got_locked_waits_for_it() -> Result<()> {
    let scene = Scene::new().await?;
    scene.sign_in_at("first", ADA).await?.kill().await?;
    scene.desktop.lock_keyring()?;
    let app = scene.start().await?;
    app.read(&hook("display-name"), ADA.display_name).await?;
    app.see(&banner("keyring_locked")).await?;
    app.press(&hook("sign-in-again")).await?;
    app.see(&hook("sign-in-page")).await?;
    app.sign_in(ADA).await
}

#[tokio::test]
async fn with_a_hanging_keyring_the_session_lives_in_memory() -> Result<()> {
    let scene = Scene::on(Desktop::builder().keyring(Keyring::Hanging)).await?;
    let app = scene.start().await?;
    app.see_within(IN_TIME, &hook("connect-page")).await?;
    app.connect(scene.portal.address()).await?;
    app.enter_credentials(ADA.email, ADA.password).await?;
    app.see_within(IN_TIME, PROFILE).await?;
    let said = app.text(&banner("keyring_failed")).await?;
    assert!(said.contains("does not answer"), "{said}");
    change_theme(&app).await?;
    app.kill().await?;
    let app = scene.start().await?;
    app.see_within(IN_TIME, &hook("sign-in-page")).await?;
    Ok(())
}

#[tokio::test]
async fn a_session_in_a_keyring_that_hangs_waits_for_it() -> Result<()> {
    let scene = Scene::new().await?;
    scene.sign_in_at("first", ADA).await?.kill().await?;
    scene.desktop.suspend_keyring()?;
    let app = scene.start().await?;
    app.read(&hook("display-name"), ADA.display_name).await?;
    app.see_within(IN_TIME, &banner("keyring_locked")).await?;
    app.see(&hook("retry")).await?;
    scene.desktop.resume_keyring()?;
    app.see(PROFILE).await?;
    app.see_no(&banner("keyring_locked")).await
}

#[tokio::test]
async fn a_hanging_notification_service_holds_nothing_up() -> Result<()> {
    let scene = Scene::on(Desktop::builder().notifications(Notifications::Hanging)).await?;
    let app = scene.start().await?;
    app.connect(scene.portal.address()).await?;
    app.enter_credentials(ADA.email, ADA.password).await?;
    app.see_within(IN_TIME, PROFILE).await?;
    app.see_within(IN_TIME, &banner("no_notifications")).await?;
    let said = app.text(&banner("no_notifications")).await?;
    assert!(said.contains("does not answer"), "{said}");
    change_theme(&app).await?;
    app.press(&hook("log-out")).await?;
    app.press(&hook("confirm-log-out")).await?;
    app.see_within(IN_TIME, &hook("sign-in-page")).await?;
    Ok(())
}

#[tokio::test]
async fn without_a_notification_service_actions_complete() -> Result<()> {
    let scene = Scene::new().await?;
    let app = scene.sign_in_at("first", ADA).await?;
    app.see(&banner("no_notifications")).await?;
    change_theme(&app).await
}

/// An action that is announced when it is complete.
async fn change_theme(app: &App) -> Result<()> {
    app.press(&hook("theme-dark")).await?;
    app.see_within(IN_TIME, "[data-test=theme-dark][aria-checked=true]")
        .await?;
    app.see_no("[data-busy]").await?;
    app.see_no(&hook("error")).await
}

#[tokio::test]
async fn without_a_settings_portal_the_theme_is_chosen_by_hand() -> Result<()> {
    let scene = Scene::on(Desktop::builder().settings_portal(SettingsPortal::None)).await?;
    theme_by_hand(&scene).await
}

#[tokio::test]
async fn a_hanging_settings_portal_holds_nothing_up() -> Result<()> {
    let scene = Scene::on(Desktop::builder().settings_portal(SettingsPortal::Hanging)).await?;
    theme_by_hand(&scene).await
}

async fn theme_by_hand(scene: &Scene) -> Result<()> {
    let app = scene.sign_in_at("first", ADA).await?;
    app.see(&banner("no_appearance")).await?;
    app.see("html[data-theme=light]").await?;
    app.press(&hook("theme-dark")).await?;
    app.see("html[data-theme=dark]").await?;
    Ok(())
}

#[tokio::test]
async fn without_a_session_bus_everything_else_works() -> Result<()> {
    let scene = Scene::on(Desktop::builder().session_bus(SessionBus::Gone)).await?;
    let app = scene.sign_in_at("first", ADA).await?;
    for kind in ["no_keyring", "no_notifications", "no_appearance"] {
        app.see(&banner(kind)).await?;
    }
    app.press(&hook("theme-dark")).await?;
    app.see("html[data-theme=dark]").await?;
    app.see(PROFILE).await?;
    Ok(())
}
