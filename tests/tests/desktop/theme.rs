//! The theme: follows the system live, or stays as chosen, and is there with the first frame.

use anyhow::{Result, bail};
use portal_profile_tests::app::App;
use portal_profile_tests::drawn::Drawn;
use portal_profile_tests::page::hook;
use portal_profile_tests::portal::ADA;
use portal_profile_tests::scene::{PROFILE, Scene};
use portal_profile_tests::screen::{Color, ColorWatch, wait_for_window};
use xtask::desktop::{ColorScheme, Desktop};

const DARK: &str = "html[data-theme=dark]";
const LIGHT: &str = "html[data-theme=light]";

#[tokio::test]
async fn system_follows_the_desktop_both_ways() -> Result<()> {
    let scene = Scene::new().await?;
    let app = scene.start().await?;
    app.see(LIGHT).await?;
    scene.desktop.set_color_scheme(ColorScheme::Dark)?;
    app.see(DARK).await?;
    scene.desktop.set_color_scheme(ColorScheme::Light)?;
    app.see(LIGHT).await?;

    app.connect(scene.portal.address()).await?;
    app.sign_in(ADA).await?;
    scene.desktop.set_color_scheme(ColorScheme::Dark)?;
    app.see(DARK).await?;
    scene.desktop.set_color_scheme(ColorScheme::Light)?;
    app.see(LIGHT).await?;
    Ok(())
}

#[tokio::test]
async fn a_dark_desktop_is_followed_from_the_start() -> Result<()> {
    let scene = Scene::on(Desktop::builder().color_scheme(ColorScheme::Dark)).await?;
    every_frame_is_dark(&scene, &hook("connect-page")).await
}

/// The change comes after the first look at the system and before the page is there.
#[tokio::test]
async fn a_desktop_that_turns_dark_while_the_app_starts_is_followed() -> Result<()> {
    let scene = Scene::new().await?;
    let turn_dark = async {
        wait_for_window(&scene.desktop).await?;
        scene.desktop.set_color_scheme(ColorScheme::Dark)
    };
    let (app, turned) = tokio::join!(scene.start(), turn_dark);
    turned?;
    app?.see(DARK).await?;
    Ok(())
}

/// A second app that follows the system tells when the change has arrived.
#[tokio::test]
async fn a_chosen_theme_does_not_follow_the_desktop() -> Result<()> {
    let scene = Scene::new().await?;
    let app = scene.sign_in_at("first", ADA).await?;
    let witness = scene.start_at("second").await?;
    witness.see(LIGHT).await?;
    for (choice, chosen, system, turned) in [
        ("theme-light", LIGHT, ColorScheme::Dark, DARK),
        ("theme-dark", DARK, ColorScheme::Light, LIGHT),
    ] {
        app.press(&hook(choice)).await?;
        app.see(chosen).await?;
        app.record_themes().await?;
        scene.desktop.set_color_scheme(system)?;
        witness.see(turned).await?;
        assert_eq!(app.recorded_themes().await?.len(), 1, "stays as chosen");
        app.press(&hook("theme-system")).await?;
        app.see(turned).await?;
        app.see_no("[data-busy]").await?;
    }
    Ok(())
}

#[tokio::test]
async fn a_choice_is_drawn_with_the_next_frame() -> Result<()> {
    let scene = Scene::new().await?;
    let app = scene.sign_in_at("first", ADA).await?;
    for (choice, chosen) in [("theme-dark", "dark"), ("theme-light", "light")] {
        let before = app.drawn().await?;
        app.await_click().await?;
        app.press(&hook(choice)).await?;
        is_all_of(chosen, &before, &app).await?;
    }
    Ok(())
}

#[tokio::test]
async fn a_change_of_the_desktop_is_drawn_with_the_next_frame() -> Result<()> {
    let scene = Scene::new().await?;
    let app = scene.sign_in_at("first", ADA).await?;
    for (system, turned) in [(ColorScheme::Dark, "dark"), (ColorScheme::Light, "light")] {
        let before = app.drawn().await?;
        app.await_system_change().await?;
        scene.desktop.set_color_scheme(system)?;
        is_all_of(turned, &before, &app).await?;
    }
    Ok(())
}

/// The first frame is in the other theme and nothing of it changes afterwards.
async fn is_all_of(theme: &str, before: &Drawn, app: &App) -> Result<()> {
    let frame = app.first_frame().await?;
    assert_eq!(frame.theme, theme);
    assert_ne!(before.theme, theme);
    assert_ne!(frame.ground, before.ground);
    app.see_no("[data-busy]").await?;
    app.settle().await?;
    assert_eq!(frame, app.drawn().await?);
    Ok(())
}

#[tokio::test]
async fn a_chosen_theme_is_in_force_with_the_first_frame() -> Result<()> {
    let scene = Scene::new().await?;
    let app = scene.sign_in_at("first", ADA).await?;
    app.press(&hook("theme-dark")).await?;
    app.see("[data-test=theme-dark][aria-checked=true]").await?;
    app.see_no("[data-busy]").await?;
    app.kill().await?;
    every_frame_is_dark(&scene, PROFILE).await
}

/// The first frame takes the scheme that the system had last when its answer is not there in time.
#[tokio::test]
async fn a_dark_system_is_remembered_for_the_next_first_frame() -> Result<()> {
    let scene = Scene::on(Desktop::builder().color_scheme(ColorScheme::Dark)).await?;
    let app = scene.sign_in_at("first", ADA).await?;
    app.see(DARK).await?;
    let settings = scene.data("first").join("settings.json");
    let settings: serde_json::Value = serde_json::from_slice(&std::fs::read(settings)?)?;
    assert_eq!(settings["system_color_scheme"], "dark");
    app.kill().await?;
    every_frame_is_dark(&scene, PROFILE).await
}

async fn every_frame_is_dark(scene: &Scene, page: &str) -> Result<()> {
    let watch = ColorWatch::start(&scene.desktop)?;
    let app = scene.start().await?;
    app.see(page).await?;
    app.see(DARK).await?;
    let colors = watch.stop()?;
    let [.., Color::BLACK, ground] = colors[..] else {
        bail!("the window was not seen to come up on the empty screen: {colors:?}");
    };
    assert_ne!(ground, Color::BLACK, "the window has a ground of its own");
    assert!(
        colors.iter().all(|color| color.is_dark()),
        "every frame is dark: {colors:?}"
    );
    Ok(())
}
