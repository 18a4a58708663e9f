//! Organizations, as people choose, create, change and lose them in the real window.

mod creating;
mod ending;
mod late_replies;
mod requiring_mfa;
mod settings;
mod switching;
mod two_sessions;
mod withdrawn;

use anyhow::Result;
use portal_profile_tests::app::App;
use portal_profile_tests::page::hook;
use portal_profile_tests::scene::PROFILE;
use portal_server::domain::PERSONAL_ACCOUNT;
use serde_json::{Value, json};

const ACME: &str = "ACME Robotics";
const BOREALIS: &str = "Borealis Foods";
const COBALT: &str = "Cobalt Energy";

/// What everybody's personal account is called.
const AT_HOME: &str = PERSONAL_ACCOUNT;

const MEMBERS: &str = "[data-test=members-page][data-state=ready]";
const SETTINGS: &str = "[data-test=organization-page][data-state=ready]";
const NAME: &str = "[data-test=organization-form] input[name=organizationName]";
/// What Enter and a press choose.
const CHOICE: &str = "[data-test=organization-option][data-active]";

const CONTROL: &str = "\u{e009}";
const ENTER: &str = "\u{e007}";
const ESCAPE: &str = "\u{e00c}";

/// Waits until the profile page shows this organization.
async fn is_in(app: &App, organization: &str) -> Result<()> {
    app.read(&hook("organization-name"), organization).await?;
    app.see(PROFILE).await.map(drop)
}

/// Opens the profile page, and waits until it shows this organization.
async fn is_in_at_profile(app: &App, organization: &str) -> Result<()> {
    app.press(&hook("nav-account")).await?;
    is_in(app, organization).await
}

/// Presses a key together with Ctrl, wherever the focus is.
async fn control(app: &App, key: &str) -> Result<()> {
    app.press_keys(&format!("{CONTROL}{key}")).await
}

/// Chooses an organization below the button of the profile page.
async fn choose(app: &App, organization: &str) -> Result<()> {
    app.press(&hook("switch-organization")).await?;
    app.type_into("input[name=organizationSearch]", organization)
        .await?;
    reads(app, CHOICE, organization).await?;
    app.press(CHOICE).await
}

/// Chooses an organization, and waits until the profile page shows it.
async fn switch(app: &App, organization: &str) -> Result<()> {
    choose(app, organization).await?;
    is_in(app, organization).await
}

/// Looks which organization Ctrl and a digit lead to, until it is this one.
async fn digit_leads_to(app: &App, digit: &str, organization: &str) -> Result<()> {
    app.open_organizations().await?;
    let option = format!("[data-test=organization-option][aria-posinset='{digit}']");
    reads(app, &option, organization).await?;
    app.press_keys(ESCAPE).await?;
    app.see_no(&hook("organization-palette")).await
}

/// Waits until an element has these words somewhere.
async fn reads(app: &App, selector: &str, words: &str) -> Result<()> {
    let script = "const [selector, words] = arguments[0]; \
        return [...document.querySelectorAll(selector)].some(each => each.innerText.includes(words));";
    app.comes_true(script, json!([selector, words])).await
}

/// Whether this can be read anywhere on the page.
async fn says(app: &App, words: &str) -> Result<bool> {
    let script = "return [...document.querySelectorAll('header, main, [role=dialog]')] \
        .map(part => part.innerText).join()";
    let page = app.evaluate(script).await?;
    Ok(page.as_str().unwrap_or_default().contains(words))
}

/// How many of these elements there are.
async fn count(app: &App, selector: &str) -> Result<Value> {
    let script = format!("return document.querySelectorAll('{selector}').length");
    app.evaluate(&script).await
}

/// Chooses a picture, as from a file.
async fn choose_picture(app: &App) -> Result<()> {
    let script = "const canvas = document.createElement('canvas');
        canvas.width = canvas.height = 64;
        const context = canvas.getContext('2d');
        context.fillStyle = 'rebeccapurple';
        context.fillRect(0, 0, 64, 64);
        const picture = await new Promise(done => canvas.toBlob(done, 'image/png'));
        const chosen = new DataTransfer();
        chosen.items.add(new File([picture], 'purple.png', { type: 'image/png' }));
        const field = document.querySelector('input[name=picture]');
        field.files = chosen.files;
        field.dispatchEvent(new Event('change', { bubbles: true }));";
    app.evaluate_async(script).await?;
    app.see("[data-test=picture-field] img").await.map(drop)
}
