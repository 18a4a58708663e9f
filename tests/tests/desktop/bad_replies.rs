//! A portal that answers awkwardly in the middle of work: the change goes back, nothing else does.

use std::time::Duration;

use anyhow::Result;
use portal_profile_tests::app::App;
use portal_profile_tests::awkward::Awkward;
use portal_profile_tests::go_between::GoBetween;
use portal_profile_tests::page::{banner, error, hook};
use portal_profile_tests::portal::ADA;
use portal_profile_tests::scene::{PROFILE, Scene};

const TOASTS_ON: &str = "[data-test=toast-switch][aria-checked=true]:not([data-busy])";
const TOASTS_OFF: &str = "[data-test=toast-switch][aria-checked=false]:not([data-busy])";
const NAME_FIELD: &str = "input[name=displayName]";

/// The app waits 30 seconds for an answer.
const TIME_OUT: Duration = Duration::from_secs(60);

/// Signed in through a go-between, with a display name half typed.
async fn in_the_middle_of_work() -> Result<(Scene, GoBetween, App)> {
    let scene = Scene::new().await?;
    let go_between = GoBetween::start(scene.portal.address()).await?;
    let app = scene.start().await?;
    app.connect(go_between.address()).await?;
    app.sign_in(ADA).await?;
    app.press(&hook("edit-display-name")).await?;
    app.type_into(NAME_FIELD, "Ada King").await?;
    Ok((scene, go_between, app))
}

#[tokio::test]
async fn each_bad_reply_takes_a_change_back_and_nothing_else() -> Result<()> {
    let (scene, go_between, app) = in_the_middle_of_work().await?;
    for (awkward, code) in [
        (Awkward::Html, "reply_invalid"),
        (Awkward::Truncated, "reply_invalid"),
        (Awkward::Endless, "reply_invalid"),
        (Awkward::Redirect, "portal_redirects"),
        (Awkward::Faulty, "portal_failed"),
    ] {
        // What the app asks for by itself meanwhile is answered well.
        go_between.answer_to("mutation", awkward).await;
        app.press(&hook("toast-switch")).await?;
        app.see(&error(code)).await?;
        app.see(TOASTS_ON).await?;
        app.holds(NAME_FIELD, "Ada King").await?;

        go_between.pass_on().await;
        app.press(&hook("toast-switch")).await?;
        app.see(TOASTS_OFF).await?;
        app.see_no(&hook("error")).await?;
        app.press(&hook("toast-switch")).await?;
        app.see(TOASTS_ON).await?;
    }
    app.press(&hook("toast-switch")).await?;
    app.see(TOASTS_OFF).await?;
    everything_is_saved(&scene, &app).await
}

#[tokio::test]
async fn a_portal_that_falls_silent_takes_a_change_back_and_is_found_again() -> Result<()> {
    let (scene, go_between, app) = in_the_middle_of_work().await?;
    go_between.answer(Awkward::Silent).await;
    app.press(&hook("toast-switch")).await?;
    app.see_within(TIME_OUT, &error("portal_timed_out")).await?;
    app.see(TOASTS_ON).await?;
    app.see(&banner("offline")).await?;
    app.holds(NAME_FIELD, "Ada King").await?;

    go_between.pass_on().await;
    // Nobody presses anything: the app keeps trying.
    app.see(PROFILE).await?;
    app.press(&hook("toast-switch")).await?;
    app.see(TOASTS_OFF).await?;
    everything_is_saved(&scene, &app).await
}

/// The person is still signed in, and what they were typing is saved like what they chose.
async fn everything_is_saved(scene: &Scene, app: &App) -> Result<()> {
    app.press(&hook("save-display-name")).await?;
    app.read(&hook("display-name"), "Ada King").await?;
    assert_eq!(scene.tokens()?.len(), 1, "the keyring holds the session");

    let elsewhere = scene.sign_in_at("second", ADA).await?;
    elsewhere.see(TOASTS_OFF).await?;
    elsewhere.read(&hook("display-name"), "Ada King").await
}
