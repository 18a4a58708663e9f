//! Logging out leaves nothing behind.

use std::path::PathBuf;

use anyhow::Result;
use portal_profile_tests::page::{hook, sign_in_reason};
use portal_profile_tests::portal::ADA;
use portal_profile_tests::scene::Scene;

#[tokio::test]
async fn logging_out_empties_keyring_and_cache() -> Result<()> {
    let scene = Scene::new().await?;
    let app = scene.sign_in_at("first", ADA).await?;
    assert_eq!(scene.tokens()?.len(), 1);
    assert_eq!(scene.cached_profiles()?.len(), 1);
    scene.first_frame().await?;

    app.press(&hook("log-out")).await?;
    app.see(&hook("log-out-dialog")).await?;
    app.press(&hook("confirm-log-out")).await?;
    app.see(&sign_in_reason("signed_out")).await?;
    assert_eq!(scene.tokens()?, Vec::<String>::new());
    assert_eq!(scene.cached_files()?, Vec::<PathBuf>::new());

    app.kill().await?;
    let app = scene.start().await?;
    app.see(&hook("sign-in-page")).await?;
    Ok(())
}

#[tokio::test]
async fn thinking_better_of_it_stays_signed_in() -> Result<()> {
    let scene = Scene::new().await?;
    let app = scene.sign_in_at("first", ADA).await?;
    app.press(&hook("log-out")).await?;
    app.press(&hook("cancel-log-out")).await?;
    app.see_no(&hook("log-out-dialog")).await?;
    app.read(&hook("display-name"), ADA.display_name).await?;
    assert_eq!(scene.tokens()?.len(), 1);
    Ok(())
}

#[tokio::test]
async fn logging_out_without_the_portal_says_what_is_left() -> Result<()> {
    let mut scene = Scene::new().await?;
    let app = scene.sign_in_at("first", ADA).await?;
    scene.portal.kill().await?;
    app.press(&hook("log-out")).await?;
    app.press(&hook("confirm-log-out")).await?;
    app.see(&sign_in_reason("signed_out_not_revoked")).await?;
    assert_eq!(scene.tokens()?, Vec::<String>::new());
    Ok(())
}
