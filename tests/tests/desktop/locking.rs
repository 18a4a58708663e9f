//! The lock: the window shows nothing, the token is locked away, and the keyring's own prompt opens it.

use std::time::Duration;

use anyhow::{Result, ensure};
use portal_profile_tests::app::App;
use portal_profile_tests::keyring_prompt::KeyringPrompt;
use portal_profile_tests::page::{error, hook, sign_in_reason};
use portal_profile_tests::portal::{ADA, Person};
use portal_profile_tests::scene::Scene;
use xtask::desktop::{Desktop, Keyring};

const READY: &str = "[data-test=profile-page][data-state=ready]";
const LOCKED: &str = "[data-test=locked-page]";
const SETTING: &str = "[data-test=lock-after]:not(:disabled)";

/// Of the part of the keyring that the app locks.
const PASSWORD: &str = "open sesame";

/// A minute without anybody, and what a busy machine adds to it.
const A_MINUTE_AND_MORE: Duration = Duration::from_secs(100);

/// Has the app lock after so many minutes, with a new password.
async fn turn_on(app: &App, prompt: &KeyringPrompt, minutes: &str) -> Result<()> {
    app.see(SETTING).await?;
    app.select(SETTING, minutes).await?;
    prompt.choose(PASSWORD).await?;
    app.see(&hook("lock-now")).await?;
    Ok(())
}

/// Ada's window, which locks after so many minutes.
async fn locking_after(minutes: &str) -> Result<(Scene, App, KeyringPrompt)> {
    let scene = Scene::new().await?;
    let prompt = KeyringPrompt::on(&scene.desktop)?;
    let app = scene.start().await?;
    app.connect(scene.portal.address()).await?;
    app.sign_in(ADA).await?;
    app.see(READY).await?;
    turn_on(&app, &prompt, minutes).await?;
    Ok((scene, app, prompt))
}

async fn lock(app: &App) -> Result<()> {
    app.press(&hook("lock-now")).await?;
    app.see(LOCKED).await?;
    shows_nothing_of(app, ADA).await
}

async fn unlock(app: &App, prompt: &KeyringPrompt) -> Result<()> {
    app.press(&hook("unlock")).await?;
    prompt.answer(PASSWORD).await?;
    app.see(READY).await?;
    app.read(&hook("display-name"), ADA.display_name).await
}

async fn shows_nothing_of(app: &App, person: Person) -> Result<()> {
    let document = app
        .evaluate("return document.documentElement.outerHTML")
        .await?;
    let document = document.as_str().unwrap_or_default();
    ensure!(!document.is_empty(), "there is no document");
    for said in [person.display_name, person.email, "ACME"] {
        ensure!(!document.contains(said), "{said} is in the locked window");
    }
    Ok(())
}

#[tokio::test]
async fn it_locks_and_the_prompt_of_the_keyring_unlocks_it() -> Result<()> {
    let (scene, app, prompt) = locking_after("5").await?;
    assert_eq!(scene.tokens()?.len(), 1, "the keyring holds the session");
    lock(&app).await?;
    assert!(scene.tokens()?.is_empty(), "the token is locked away");

    app.press(&hook("unlock")).await?;
    prompt.turn_down().await?;
    app.see(&error("unlock_declined")).await?;
    shows_nothing_of(&app, ADA).await?;

    unlock(&app, &prompt).await?;
    assert_eq!(scene.tokens()?.len(), 1);
    // The prompt had the keyring remember the password, unless told otherwise: that does not count.
    lock(&app).await?;
    unlock(&app, &prompt).await?;

    // What needs the token works.
    app.press(&hook("edit-display-name")).await?;
    app.type_into("input[name=displayName]", "Ada King").await?;
    app.press(&hook("save-display-name")).await?;
    app.read(&hook("display-name"), "Ada King").await
}

#[tokio::test]
async fn it_falls_when_nobody_has_been_there_for_a_minute() -> Result<()> {
    let (scene, app, prompt) = locking_after("1").await?;
    app.see_within(A_MINUTE_AND_MORE, LOCKED).await?;
    shows_nothing_of(&app, ADA).await?;
    assert!(scene.tokens()?.is_empty(), "the token is locked away");
    unlock(&app, &prompt).await
}

#[tokio::test]
async fn a_start_begins_locked() -> Result<()> {
    let (scene, app, prompt) = locking_after("5").await?;
    // The page is loaded again by itself.
    lock(&app).await?;
    app.load_again().await?;
    app.see(LOCKED).await?;
    shows_nothing_of(&app, ADA).await?;
    unlock(&app, &prompt).await?;
    // It was open when the app ended, and is not any more.
    app.kill().await?;
    let app = scene.start().await?;
    app.see(LOCKED).await?;
    shows_nothing_of(&app, ADA).await?;
    unlock(&app, &prompt).await?;

    // A link that comes meanwhile is followed once it is unlocked.
    lock(&app).await?;
    scene.start_again(&["portal-profile://members"]).await?;
    app.press(&hook("unlock")).await?;
    prompt.answer(PASSWORD).await?;
    app.see(&hook("members-page")).await?;
    Ok(())
}

#[tokio::test]
async fn turned_off_everything_is_as_before() -> Result<()> {
    let (scene, app, _prompt) = locking_after("5").await?;
    app.select(SETTING, "never").await?;
    app.see(&format!("{SETTING}:not([data-busy])")).await?;
    app.see_no(&hook("lock-now")).await?;
    assert_eq!(scene.tokens()?.len(), 1);
    let found = scene.desktop.search_secrets("target", "default")?;
    assert!(found.contains("secret = "), "it is where it was: {found}");
    app.kill().await?;
    let app = scene.start().await?;
    app.see(READY).await?;
    Ok(())
}

#[tokio::test]
async fn who_forgot_the_password_signs_in_again() -> Result<()> {
    let (scene, app, prompt) = locking_after("5").await?;
    lock(&app).await?;
    app.press(&hook("give-up")).await?;
    app.press(&hook("confirm-give-up")).await?;
    app.see(&hook("sign-in-page")).await?;
    app.see_no(&sign_in_reason("session_ended")).await?;
    app.sign_in(ADA).await?;
    app.see(READY).await?;
    assert_eq!(scene.tokens()?.len(), 1);
    // Another password locks it, without the one that was forgotten.
    turn_on(&app, &prompt, "5").await?;
    lock(&app).await?;
    unlock(&app, &prompt).await
}

#[tokio::test]
async fn it_is_not_turned_on_against_the_persons_will_or_without_a_keyring() -> Result<()> {
    let scene = Scene::new().await?;
    let prompt = KeyringPrompt::on(&scene.desktop)?;
    let app = scene.sign_in_at("first", ADA).await?;
    app.see(SETTING).await?;
    app.select(SETTING, "5").await?;
    prompt.turn_down().await?;
    app.see(&error("unlock_declined")).await?;
    app.see_no(&hook("lock-now")).await?;
    assert_eq!(scene.tokens()?.len(), 1);

    let scene = Scene::on(Desktop::builder().keyring(Keyring::None)).await?;
    let app = scene.sign_in_at("first", ADA).await?;
    app.see("[data-test=lock-after]:disabled").await?;
    Ok(())
}
