//! The second factor.

use anyhow::{Context, Result};
use portal_profile_tests::app::App;
use portal_profile_tests::authenticator::Authenticator;
use portal_profile_tests::page::hook;
use portal_profile_tests::portal::{ADA, LINUS};
use portal_profile_tests::scene::{PROFILE, Scene};
use portal_profile_tests::securing::{MFA_OFF, MFA_ON};

use crate::mfa_enforcement::REQUIRE;

use super::{
    ENTER, ESCAPE, SPACE, assert_focus_is_back_on, enter, fill, give_password, key, sign_in,
};

/// Turns MFA on, and answers the authenticator and the recovery codes.
async fn enroll(app: &App) -> Result<(Authenticator, Vec<String>)> {
    key(app, &hook("mfa-switch"), SPACE).await?;
    let enrolled = go_through_dialog(app).await?;
    app.see(MFA_ON).await?;
    assert_focus_is_back_on(app, "mfa-switch").await?;
    Ok(enrolled)
}

/// Turns MFA on, once the dialog is asked for.
async fn go_through_dialog(app: &App) -> Result<(Authenticator, Vec<String>)> {
    app.see("[data-test=enroll-dialog][data-step=scan]").await?;
    let secret = app.text(&hook("mfa-secret")).await?;
    let mut authenticator = Authenticator::new(&secret);
    fill(app, "code", &authenticator.code().await?).await?;
    app.see("[data-test=enroll-dialog][data-step=codes]")
        .await?;
    let codes = app.recovery_codes().await?;
    key(app, &hook("codes-saved"), SPACE).await?;
    enter(app, "finish-enroll").await?;
    app.see_no(&hook("enroll-dialog")).await?;
    Ok((authenticator, codes))
}

#[tokio::test]
async fn mfa_is_turned_on_and_used_to_sign_in_with_a_code_and_a_recovery_code() -> Result<()> {
    let scene = Scene::new().await?;
    let app = sign_in(&scene).await?;
    let (mut authenticator, codes) = enroll(&app).await?;

    enter(&app, "log-out").await?;
    enter(&app, "confirm-log-out").await?;
    app.see(&hook("sign-in-page")).await?;
    fill(&app, "password", LINUS.password).await?;
    app.press_keys(ENTER).await?;
    app.see(&hook("second-step")).await?;
    fill(&app, "code", &authenticator.code().await?).await?;
    app.see(PROFILE).await?;
    app.kill().await?;

    let second = scene.start_at("second").await?;
    give_password(&second, &scene, LINUS).await?;
    enter(&second, "use-recovery-code").await?;
    second.see("input[name=recoveryCode]").await?;
    fill(&second, "recoveryCode", &codes[0]).await?;
    second.press_keys(ENTER).await?;
    second.see(PROFILE).await.map(drop)
}

#[tokio::test]
async fn the_identity_is_confirmed_codes_are_issued_anew_and_mfa_is_turned_off() -> Result<()> {
    let scene = Scene::new().await?;
    let app = sign_in(&scene).await?;
    let (mut authenticator, _) = enroll(&app).await?;
    scene.confirmations_grow_old().await?;
    enter(&app, "regenerate-codes").await?;
    enter(&app, "confirm-regenerate").await?;
    app.see(&hook("confirm-identity-dialog")).await?;
    fill(&app, "password", LINUS.password).await?;
    fill(&app, "code", &authenticator.code().await?).await?;
    app.see_no(&hook("confirm-identity-dialog")).await?;
    let codes = app.recovery_codes().await?;
    assert_eq!(codes.len(), 10);
    enter(&app, "copy-recovery-codes").await?;
    app.see(&hook("recovery-codes-outcome")).await?;
    assert_eq!(scene.desktop.clipboard()?, codes.join("\n"));
    enter(&app, "save-recovery-codes").await?;
    let saved = saved_codes(&app, &scene).await?;
    assert!(codes.iter().all(|code| saved.contains(code)), "{saved}");
    app.press_keys(ESCAPE).await?;
    app.see("[data-test=recovery-codes-dialog][data-step=leaving]")
        .await?;
    enter(&app, "stay").await?;
    key(&app, &hook("codes-saved"), SPACE).await?;
    enter(&app, "finish-regenerate").await?;
    app.see_no(&hook("recovery-codes-dialog")).await?;
    assert_focus_is_back_on(&app, "regenerate-codes").await?;

    key(&app, &hook("mfa-switch"), SPACE).await?;
    enter(&app, "confirm-disable-mfa").await?;
    app.see(MFA_OFF).await?;
    app.see_no(&hook("disable-mfa-dialog")).await
}

/// The file that the page says it saved the recovery codes to.
async fn saved_codes(app: &App, scene: &Scene) -> Result<String> {
    let downloads = scene.desktop.home().join("Downloads");
    app.see("[data-test=save-recovery-codes]:not([aria-busy])")
        .await?;
    let outcome = app.text(&hook("recovery-codes-outcome")).await?;
    let mut files = std::fs::read_dir(&downloads)?;
    let file = files.next().context("no file was saved")??.path();
    let name = file.file_name().context("the file has no name")?;
    assert!(outcome.contains(&*name.to_string_lossy()), "{outcome}");
    Ok(std::fs::read_to_string(&file)?)
}

#[tokio::test]
async fn a_member_who_has_to_is_led_through_enrolment() -> Result<()> {
    let scene = Scene::new().await?;
    scene.operate(&REQUIRE).await?;
    let app = scene.start().await?;
    give_password(&app, &scene, ADA).await?;
    app.see(&hook("enrollment-required-page")).await?;
    enter(&app, "set-up-mfa").await?;
    app.see("[data-test=enroll-dialog][data-step=scan]").await?;
    let secret = app.text(&hook("mfa-secret")).await?;
    enter(&app, "copy-mfa-secret").await?;
    app.see("[data-test=copy-mfa-secret] ~ p").await?;
    assert_eq!(scene.desktop.clipboard()?, secret.replace(' ', ""));
    app.press_keys(ESCAPE).await?;
    app.see_no(&hook("enroll-dialog")).await?;
    app.see(&hook("enrollment-required-page")).await?;
    assert_focus_is_back_on(&app, "set-up-mfa").await?;

    app.press_keys(ENTER).await?;
    go_through_dialog(&app).await?;
    enter(&app, "nav-account").await?;
    app.see(PROFILE).await?;
    app.see(MFA_ON).await.map(drop)
}

#[tokio::test]
async fn who_does_not_have_to_yet_puts_it_off() -> Result<()> {
    let scene = Scene::new().await?;
    let require = ["mfa", "require", "--organization", "Borealis Foods"];
    scene.operate(&require).await?;
    let app = scene.start().await?;
    give_password(&app, &scene, LINUS).await?;
    app.see(&hook("enrollment-required-page")).await?;
    enter(&app, "not-now").await?;
    app.see(PROFILE).await?;
    app.see(MFA_OFF).await.map(drop)
}
