//! The portal does what it is asked for, and its reply gets lost on the way back.

use anyhow::Result;
use portal_profile_tests::app::App;
use portal_profile_tests::go_between::GoBetween;
use portal_profile_tests::page::{error, hook, sign_in_reason};
use portal_profile_tests::portal::{LINUS, Person};
use portal_profile_tests::scene::{PROFILE, Scene};
use portal_profile_tests::securing::MFA_ON;

const NEW: &str = "correct horse battery staple";

/// Signed in through a go-between.
async fn signed_in() -> Result<(Scene, GoBetween, App)> {
    let scene = Scene::new().await?;
    let go_between = GoBetween::start(scene.portal.address()).await?;
    let app = scene.start().await?;
    app.connect(go_between.address()).await?;
    app.sign_in(LINUS).await?;
    Ok((scene, go_between, app))
}

/// The person is told that it is not known what became of it, and goes on with what they know.
#[tokio::test]
async fn a_changed_password_counts_and_the_session_goes_on() -> Result<()> {
    let (scene, go_between, app) = signed_in().await?;
    let second = scene.sign_in_at("second", LINUS).await?;
    app.press(&hook("change-password")).await?;
    app.type_into("input[name=currentPassword]", LINUS.password)
        .await?;
    app.type_into("input[name=newPassword]", NEW).await?;
    app.press(&hook("sign-out-others")).await?;
    go_between.lose_replies().await;
    app.press(&hook("save-password")).await?;
    app.see(&error("portal_unreachable")).await?;
    app.see(&hook("change-password-dialog")).await?;
    go_between.pass_on().await;

    // The password before is no more.
    app.press(&hook("save-password")).await?;
    app.see(&error("wrong_credentials")).await?;
    app.press(&hook("cancel-password")).await?;
    app.see(PROFILE).await?;
    app.press(&hook("toast-switch")).await?;
    app.see("[data-test=toast-switch][aria-checked=false]:not([data-busy])")
        .await?;
    second.press(&hook("toast-switch")).await?;
    second.see(&sign_in_reason("session_ended")).await?;
    let renewed = Person {
        password: NEW,
        ..LINUS
    };
    second.sign_in(renewed).await
}

#[tokio::test]
async fn mfa_that_was_turned_on_is_found_on_when_asked_again() -> Result<()> {
    let (scene, go_between, app) = signed_in().await?;
    app.press(&hook("mfa-switch")).await?;
    let (_, codes) = app.verify_authenticator().await?;
    app.press(&hook("codes-saved")).await?;
    go_between.lose_replies().await;
    app.press(&hook("finish-enroll")).await?;
    app.see(&error("portal_unreachable")).await?;
    assert_eq!(app.recovery_codes().await?, codes, "they are still shown");
    go_between.pass_on().await;
    app.press(&hook("finish-enroll")).await?;
    app.see_no(&hook("enroll-dialog")).await?;
    app.see(MFA_ON).await?;

    let second = scene.start_at("second").await?;
    second.connect(scene.portal.address()).await?;
    second.sign_in_with_recovery_code(LINUS, &codes[0]).await?;
    second.see(MFA_ON).await.map(drop)
}

#[tokio::test]
async fn a_key_asked_for_again_is_the_same_key() -> Result<()> {
    let (_scene, go_between, app) = signed_in().await?;
    app.press(&hook("open-api-keys")).await?;
    app.press(&hook("generate-key")).await?;
    app.type_into("input[name=keyName]", "Nightly report")
        .await?;
    go_between.lose_replies().await;
    app.press(&hook("confirm-generate")).await?;
    app.see(&error("portal_unreachable")).await?;
    go_between.pass_on().await;
    app.press(&hook("confirm-generate")).await?;
    app.see(&hook("key-secret")).await?;
    app.use_shown_key().await?;

    app.press(&hook("back-to-profile")).await?;
    app.press(&hook("open-api-keys")).await?;
    app.see(&hook("api-key")).await?;
    let rows = "return document.querySelectorAll('[data-test=api-key]').length";
    assert_eq!(app.evaluate(rows).await?, 1);
    Ok(())
}

/// The portal gave the session another token, and the app never heard of it.
#[tokio::test]
async fn an_identity_confirmed_unheard_is_found_confirmed_when_asked_again() -> Result<()> {
    let (scene, go_between, app) = signed_in().await?;
    confirm_unheard(&scene, &go_between, &app).await?;
    app.press(&hook("confirm-identity")).await?;
    app.enroll_from_dialog().await?;
    app.see(MFA_ON).await?;
    app.kill().await?;
    let app = scene.start().await?;
    app.see(PROFILE).await.map(drop)
}

#[tokio::test]
async fn another_step_after_an_identity_confirmed_unheard_goes_on() -> Result<()> {
    let (scene, go_between, app) = signed_in().await?;
    confirm_unheard(&scene, &go_between, &app).await?;
    app.press(&hook("cancel-confirm-identity")).await?;
    app.press(&hook("toast-switch")).await?;
    app.see("[data-test=toast-switch][aria-checked=false]:not([data-busy])")
        .await?;
    app.press(&hook("mfa-switch")).await?;
    app.enroll_from_dialog().await?;
    app.see(MFA_ON).await.map(drop)
}

async fn confirm_unheard(scene: &Scene, go_between: &GoBetween, app: &App) -> Result<()> {
    scene.confirmations_grow_old().await?;
    app.press(&hook("mfa-switch")).await?;
    app.see(&hook("confirm-identity-dialog")).await?;
    app.type_into(
        "[data-test=confirm-identity-dialog] input[name=password]",
        LINUS.password,
    )
    .await?;
    go_between.lose_replies().await;
    app.press(&hook("confirm-identity")).await?;
    app.see(&error("portal_unreachable")).await?;
    go_between.pass_on().await;
    Ok(())
}
