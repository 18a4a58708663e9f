//! The app speaks the system's language, or the one that the person chose, and nothing of it is lost.

use anyhow::{Context, Result, ensure};
use portal_profile_tests::app::App;
use portal_profile_tests::gallery::{Look, Room, Visit, walk};
use portal_profile_tests::notifications::NotificationDaemon;
use portal_profile_tests::page::hook;
use portal_profile_tests::portal::ADA;
use portal_profile_tests::scene::{PROFILE, Scene};
use portal_profile_tests::tray::Tray;
use portal_profile_tests::windows::{Frame, Windows};
use profile_core::language::Language;
use rstest::rstest;
use serde_json::{Value, json};
use xtask::desktop::{ColorScheme, Desktop};
use xtask::workspace;

use crate::zoom::{BEYOND, PAGES};

const TITLE: &str = "Portal Profile";

/// The message of an id that names nothing else.
fn message(language: &str, id: &str) -> Result<String> {
    let file = workspace::root().join(format!("ui/messages/{language}.json"));
    let messages: Value = serde_json::from_str(&std::fs::read_to_string(file)?)?;
    let text = messages[id].as_str().with_context(|| id.to_owned())?;
    Ok(text.to_owned())
}

async fn speaks(app: &App, language: &str, direction: &str) -> Result<()> {
    app.see(&format!("html[lang={language}][dir={direction}]"))
        .await?;
    let title = message(language, "computer_title")?;
    let is_there = "return document.body.textContent.includes(arguments[0])";
    app.comes_true(is_there, json!(title)).await
}

#[tokio::test]
async fn it_follows_the_system_until_another_is_chosen() -> Result<()> {
    let scene = Scene::on(Desktop::builder().language("de_AT")).await?;
    let mut daemon = NotificationDaemon::start(&scene.desktop).await?;
    let mut tray = Tray::start(&scene.desktop).await?;
    let app = scene.sign_in_at("first", ADA).await?;
    speaks(&app, "de", "ltr").await?;
    let icon = tray.next().await?;
    icon.see(&message("de", "tray_open")?, |it| it.enabled)
        .await?;
    let told = daemon.next().await?;
    assert_eq!(told.summary, message("de", "announce_signed_in_title")?);

    app.press(&hook("edit-display-name")).await?;
    app.type_into("input[name=displayName]", "Ada K").await?;
    app.select(&hook("language"), "ar").await?;
    speaks(&app, "ar", "rtl").await?;
    icon.see(&message("ar", "tray_open")?, |it| it.enabled)
        .await?;
    icon.see(&message("ar", "tray_no_exports")?, |it| !it.enabled)
        .await?;
    app.holds("input[name=displayName]", "Ada K").await?;
    app.press(&hook("cancel-display-name")).await?;
    app.press(&hook("theme-dark")).await?;
    let told = daemon.next().await?;
    assert_eq!(told.summary, message("ar", "announce_theme_changed_title")?);
    app.kill().await?;

    let app = scene.start().await?;
    app.see(PROFILE).await?;
    speaks(&app, "ar", "rtl").await?;
    app.select(&hook("language"), "system").await?;
    speaks(&app, "de", "ltr").await
}

#[tokio::test]
async fn a_choice_that_can_not_be_read_is_the_systems() -> Result<()> {
    let scene = Scene::on(Desktop::builder().language("fr")).await?;
    let data = scene.data("first");
    std::fs::create_dir_all(&data)?;
    std::fs::write(data.join("settings.json"), r#"{ "language": "tlh" }"#)?;
    let app = scene.start().await?;
    app.see("html[lang=fr][dir=ltr]").await?;
    app.see(&hook("connect-page")).await.map(drop)
}

/// In the smallest window, where there is least room for long words.
#[rstest]
#[tokio::test]
async fn nothing_is_cut_off_in_a_narrow_window(
    #[values(Language::De, Language::Ar)] language: Language,
) -> Result<()> {
    let scene = Scene::on(Desktop::builder().language(language.tag())).await?;
    let windows = Windows::on(&scene.desktop)?;
    let app = scene.sign_in_at("first", ADA).await?;
    let window = windows.see(TITLE).await?;
    let place = Frame {
        x: 20,
        y: 20,
        width: 720,
        height: 480,
    };
    windows.place(window, place)?;
    app.comes_true("return Math.abs(window.innerWidth - 720) < 3", Value::Null)
        .await?;
    for (link, page) in PAGES {
        app.press(&hook(link)).await?;
        app.see(&hook(page)).await?;
        app.see_no("[aria-busy=true]").await?;
        let beyond = app.evaluate(BEYOND).await?;
        ensure!(beyond == json!([]), "{page}: {beyond}");
    }
    Ok(())
}

/// From right to left as well.
#[rstest]
#[tokio::test]
async fn no_state_has_barriers_in_arabic(
    #[values(Room::Entering, Room::Profile, Room::Organizations)] room: Room,
) -> Result<()> {
    let look = Look {
        color_scheme: ColorScheme::Light,
        language: Language::Ar,
    };
    walk(room, look, Visit::Barriers).await
}
