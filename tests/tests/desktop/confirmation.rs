//! Confirming one's identity before what is sensitive.

use anyhow::Result;
use portal_profile_tests::page::hook;
use portal_profile_tests::portal::ADA;
use portal_profile_tests::scene::{PROFILE, Scene};

#[tokio::test]
async fn it_is_asked_again_and_the_session_goes_on_with_another_token() -> Result<()> {
    let scene = Scene::new().await?;
    let app = scene.sign_in_at("first", ADA).await?;
    let before = scene.tokens()?;
    scene.confirmations_grow_old().await?;
    app.press(&hook("mfa-switch")).await?;
    app.see(&hook("confirm-identity-dialog")).await?;
    app.type_into(
        "[data-test=confirm-identity-dialog] input[name=password]",
        "not the password",
    )
    .await?;
    app.press(&hook("confirm-identity")).await?;
    app.see("[data-test=error][data-code=wrong_credentials]")
        .await?;
    app.confirm_with(ADA.password).await?;
    app.enroll_from_dialog().await?;

    let after = scene.tokens()?;
    assert_eq!(after.len(), 1);
    assert_ne!(before, after, "the token changes with the confirmation");
    app.kill().await?;
    let app = scene.start().await?;
    app.see(PROFILE).await?;
    Ok(())
}

#[tokio::test]
async fn thinking_better_of_it_does_nothing() -> Result<()> {
    let scene = Scene::new().await?;
    let app = scene.sign_in_at("first", ADA).await?;
    scene.confirmations_grow_old().await?;
    app.press(&hook("mfa-switch")).await?;
    app.press(&hook("cancel-confirm-identity")).await?;
    app.see_no(&hook("confirm-identity-dialog")).await?;
    app.see_no(&hook("enroll-dialog")).await?;
    app.see("[data-test=mfa-switch][aria-checked=false]")
        .await?;
    Ok(())
}

#[tokio::test]
async fn with_mfa_on_a_code_is_asked_for_as_well() -> Result<()> {
    let scene = Scene::new().await?;
    let app = scene.sign_in_at("first", ADA).await?;
    let (mut authenticator, _) = app.enroll().await?;
    scene.confirmations_grow_old().await?;
    app.press(&hook("mfa-switch")).await?;
    app.press(&hook("confirm-disable-mfa")).await?;
    app.type_into(
        "[data-test=confirm-identity-dialog] input[name=password]",
        ADA.password,
    )
    .await?;
    app.type_code(&authenticator.code().await?).await?;
    app.see("[data-test=mfa-switch][aria-checked=false]")
        .await?;
    Ok(())
}
