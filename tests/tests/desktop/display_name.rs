//! The display name, edited in place.

use anyhow::Result;
use portal_profile_tests::page::{error, hook};
use portal_profile_tests::portal::ADA;
use portal_profile_tests::scene::Scene;

#[tokio::test]
async fn a_new_name_is_saved_and_seen_elsewhere() -> Result<()> {
    let scene = Scene::new().await?;
    let app = scene.sign_in_at("first", ADA).await?;
    app.press(&hook("edit-display-name")).await?;
    app.type_into("input[name=displayName]", "Ada King").await?;
    app.press(&hook("save-display-name")).await?;
    app.read(&hook("display-name"), "Ada King").await?;

    let second = scene.sign_in_at("second", ADA).await?;
    second.read(&hook("display-name"), "Ada King").await
}

#[tokio::test]
async fn an_unusable_name_is_refused_and_stays_in_the_field() -> Result<()> {
    let scene = Scene::new().await?;
    let app = scene.sign_in_at("first", ADA).await?;
    app.press(&hook("edit-display-name")).await?;
    for (name, code) in [
        (" ", "display_name_empty"),
        (&*"n".repeat(101), "display_name_too_long"),
    ] {
        app.type_into("input[name=displayName]", name).await?;
        app.press(&hook("save-display-name")).await?;
        app.see(&error(code)).await?;
    }
    app.press(&hook("cancel-display-name")).await?;
    app.read(&hook("display-name"), ADA.display_name).await
}
