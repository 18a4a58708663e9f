//! API keys.

use anyhow::Result;
use portal_profile_tests::page::hook;
use portal_profile_tests::scene::{PROFILE, Scene};

use super::{ARROW_DOWN, ENTER, ESCAPE, enter, fill, key, sign_in};

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
