//! API keys.

use anyhow::Result;
use chrono::{Days, NaiveDate};
use portal_profile_tests::app::App;
use portal_profile_tests::page::hook;
use portal_profile_tests::scene::{PROFILE, Scene};

use super::{ARROW_DOWN, ARROW_RIGHT, ENTER, ESCAPE, enter, fill, key, sign_in};

#[tokio::test]
async fn a_key_is_generated_rotated_and_revoked() -> Result<()> {
    let scene = Scene::new().await?;
    let app = sign_in(&scene).await?;
    enter(&app, "open-api-keys").await?;
    app.see("[data-test=api-keys-page][data-state=ready]")
        .await?;
    enter(&app, "generate-key").await?;
    app.see(&hook("generate-key-dialog")).await?;
    fill(&app, "keyName", "Nightly report").await?;
    app.press_keys(ENTER).await?;
    let secret = app.text(&hook("key-secret")).await?;
    enter(&app, "try-key").await?;
    app.see("[data-test=try-outcome][data-outcome=devices]")
        .await?;
    enter(&app, "copy-secret").await?;
    app.see(&hook("secret-outcome")).await?;
    assert_eq!(scene.desktop.clipboard()?, secret);
    enter(&app, "finish-key").await?;
    app.see(&hook("api-key")).await?;

    enter(&app, "rotate-key").await?;
    app.see(&hook("rotate-key-dialog")).await?;
    key(&app, &hook("overlap-day"), ARROW_DOWN).await?;
    app.see("[data-test=overlap-week]:checked:focus").await?;
    enter(&app, "confirm-rotate").await?;
    assert_ne!(app.text(&hook("key-secret")).await?, secret);
    app.press_keys(ESCAPE).await?;
    app.see("[data-test=rotate-key-dialog][data-step=leaving]")
        .await?;
    enter(&app, "leave").await?;
    app.see_no(&hook("rotate-key-dialog")).await?;

    enter(&app, "revoke-key").await?;
    app.see(&hook("revoke-key-dialog")).await?;
    app.press_keys(ESCAPE).await?;
    app.see_no(&hook("revoke-key-dialog")).await?;
    enter(&app, "revoke-key").await?;
    app.see(&hook("revoke-key-dialog")).await?;
    fill(&app, "confirmName", "Nightly report").await?;
    app.press_keys(ENTER).await?;
    app.see(&hook("keys-empty")).await?;
    enter(&app, "back-to-profile").await?;
    app.see(PROFILE).await.map(drop)
}

/// Waits until a day of the calendar has the focus.
async fn see_focus_on(app: &App, day: NaiveDate) -> Result<()> {
    let focused = format!("[data-bits-day][data-value='{day}']:focus");
    app.see(&focused).await.map(drop)
}

#[tokio::test]
async fn a_key_ends_on_a_day_of_the_calendar_and_an_expired_one_is_removed() -> Result<()> {
    let scene = Scene::new().await?;
    let app = sign_in(&scene).await?;
    enter(&app, "open-api-keys").await?;
    enter(&app, "generate-key").await?;
    app.see(&hook("generate-key-dialog")).await?;
    fill(&app, "keyName", "Nightly report").await?;
    key(&app, &hook("expiry-90"), ARROW_DOWN).await?;
    app.see("[data-test=expiry-365]:checked:focus").await?;
    app.press_keys(ARROW_DOWN).await?;
    app.see("[data-test=expiry-date]:checked:focus").await?;
    app.see(&hook("calendar")).await?;
    app.tab_to("[data-bits-day]").await?;
    let today = app
        .evaluate("return document.activeElement.dataset.value")
        .await?;
    let today: NaiveDate = today.as_str().unwrap_or_default().parse()?;
    app.press_keys(ARROW_DOWN).await?;
    see_focus_on(&app, today + Days::new(7)).await?;
    app.press_keys(ARROW_RIGHT).await?;
    let day = today + Days::new(8);
    see_focus_on(&app, day).await?;
    app.press_keys(ENTER).await?;
    let chosen = app.text(&hook("expiry-chosen")).await?;
    for part in ["%-d", "%B", "%Y"] {
        let part = day.format(part).to_string();
        assert!(chosen.contains(&part), "{day}: {chosen}");
    }
    enter(&app, "confirm-generate").await?;
    let secret = app.text(&hook("key-secret")).await?;
    enter(&app, "copy-curl").await?;
    app.see(&hook("secret-outcome")).await?;
    let curl = scene.desktop.clipboard()?;
    assert!(
        curl.starts_with("curl ") && curl.contains(&secret),
        "{curl}"
    );
    enter(&app, "finish-key").await?;
    app.see(&hook("api-key")).await?;
    enter(&app, "back-to-profile").await?;

    scene.more_keys(&[("Old dashboard", -3)]).await?;
    enter(&app, "open-api-keys").await?;
    app.see(&hook("expired-keys")).await?;
    key(
        &app,
        "[data-test=expired-keys] [data-test=revoke-key]",
        ENTER,
    )
    .await?;
    app.see(&hook("revoke-key-dialog")).await?;
    fill(&app, "confirmName", "Old dashboard").await?;
    app.press_keys(ENTER).await?;
    app.see_no(&hook("expired-keys")).await?;
    app.see(&hook("api-key")).await.map(drop)
}
