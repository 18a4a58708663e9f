//! The portal goes away, or the session does, in the middle of work.

use anyhow::Result;
use portal_profile_tests::page::{banner, hook, sign_in_reason};
use portal_profile_tests::portal::ADA;
use portal_profile_tests::scene::{PROFILE, Scene};

#[tokio::test]
async fn a_killed_portal_is_noticed_and_found_again() -> Result<()> {
    let mut scene = Scene::new().await?;
    let app = scene.sign_in_at("first", ADA).await?;
    scene.portal.kill().await?;
    app.press(&hook("toast-switch")).await?;
    app.see(&banner("offline")).await?;
    app.read(&hook("display-name"), ADA.display_name).await?;
    // The choice is back where it was before the portal can be reached again, and may take it.
    app.see("[data-test=toast-switch][aria-checked=true]:disabled:not([data-busy])")
        .await?;

    scene.restart_portal().await?;
    // Nobody presses anything: the app keeps trying.
    app.see(PROFILE).await?;
    app.see_no(&banner("offline")).await?;
    app.press(&hook("toast-switch")).await?;
    app.see("[data-test=toast-switch][aria-checked=false]:not([data-busy])")
        .await?;
    Ok(())
}

#[tokio::test]
async fn a_revoked_session_leads_to_sign_in_and_back_to_the_page() -> Result<()> {
    let scene = Scene::new().await?;
    let app = scene.sign_in_at("first", ADA).await?;
    scene.revoke_sessions(ADA).await?;
    app.press(&hook("toast-switch")).await?;
    app.see(&sign_in_reason("session_ended")).await?;
    app.type_into("input[name=password]", ADA.password).await?;
    app.press(&hook("sign-in")).await?;
    app.see(PROFILE).await?;
    Ok(())
}

#[tokio::test]
async fn a_session_revoked_while_the_app_was_closed_is_noticed_at_start() -> Result<()> {
    let scene = Scene::new().await?;
    scene.sign_in_at("first", ADA).await?.kill().await?;
    scene.revoke_sessions(ADA).await?;
    let app = scene.start().await?;
    app.see(&sign_in_reason("session_ended")).await?;
    scene.tokens_are_gone().await?;
    Ok(())
}
