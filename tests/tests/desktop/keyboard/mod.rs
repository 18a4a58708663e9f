//! All that a person does, with the keyboard alone.

mod api_keys;
mod charts;
mod log;
mod members;
mod mfa;
mod organizations;
mod password;
mod sessions;

use anyhow::Result;
use portal_profile_tests::app::App;
use portal_profile_tests::page::hook;
use portal_profile_tests::portal::{LINUS, Person};
use portal_profile_tests::scene::{PROFILE, Scene};
use serde_json::{Value, json};

const CONTROL: &str = "\u{e009}";
const ENTER: &str = "\u{e007}";
const SPACE: &str = " ";
const ESCAPE: &str = "\u{e00c}";
const ARROW_DOWN: &str = "\u{e015}";
const ARROW_RIGHT: &str = "\u{e014}";

/// Goes to an element and presses a key on it.
async fn key(app: &App, selector: &str, key: &str) -> Result<()> {
    app.tab_to(selector).await?;
    app.press_keys(key).await
}

/// Goes to a button and presses it.
async fn enter(app: &App, name: &str) -> Result<()> {
    app.see(&hook(name)).await?;
    key(app, &hook(name), ENTER).await
}

/// Goes to a field and fills it in.
async fn fill(app: &App, field: &str, text: &str) -> Result<()> {
    key(app, &format!("input[name={field}]"), text).await
}

/// Connects and gives the password of a person.
async fn give_password(app: &App, scene: &Scene, person: Person) -> Result<()> {
    app.see(&hook("connect-page")).await?;
    fill(app, "address", scene.portal.address()).await?;
    app.press_keys(ENTER).await?;
    app.see(&hook("sign-in-page")).await?;
    fill(app, "email", person.email).await?;
    fill(app, "password", person.password).await?;
    app.press_keys(ENTER).await
}

/// Signs in where no second factor is asked for.
async fn sign_in(scene: &Scene) -> Result<App> {
    let app = scene.start().await?;
    give_password(&app, scene, LINUS).await?;
    app.see(PROFILE).await?;
    Ok(app)
}

/// Waits until the focus is on what led to a dialog that is closed.
async fn assert_focus_is_back_on(app: &App, name: &str) -> Result<()> {
    let focused =
        "return document.activeElement?.closest('[data-test]')?.dataset.test === arguments[0]";
    app.comes_true(focused, json!(name)).await
}

/// Waits until the keyboard goes on from the page's heading: what led to a dialog is gone with what was done there.
async fn assert_the_page_has_the_focus(app: &App) -> Result<()> {
    app.comes_true(
        "return document.activeElement === document.querySelector('main h1')",
        Value::Null,
    )
    .await
}
