//! Turning MFA on and off, and signing in with it.

use anyhow::Result;
use portal_profile_tests::notifications::NotificationDaemon;
use portal_profile_tests::page::{banner, hook};
use portal_profile_tests::portal::ADA;
use portal_profile_tests::scene::{PROFILE, Scene};
use portal_profile_tests::securing::{MFA_OFF, MFA_ON};

fn error(code: &str) -> String {
    format!("[data-test=error][data-code={code}]")
}

#[tokio::test]
async fn mfa_is_turned_on_used_and_turned_off() -> Result<()> {
    let scene = Scene::new().await?;
    let mut daemon = NotificationDaemon::start(&scene.desktop).await?;
    let app = scene.sign_in_at("first", ADA).await?;
    daemon.next().await?;
    app.see(MFA_OFF).await?;
    let (mut authenticator, codes) = app.enroll().await?;
    app.see(MFA_ON).await?;
    assert_eq!(codes.len(), 10);
    let announced = daemon.next().await?;
    assert!(announced.summary.contains("MFA"), "{announced:?}");

    let second = scene.start_at("second").await?;
    second.connect(scene.portal.address()).await?;
    second.enter_credentials(ADA.email, ADA.password).await?;
    second.see(&hook("second-step")).await?;
    for (code, reason) in [
        (authenticator.wrong_code().await?, "code_wrong"),
        (authenticator.code_ahead_by(3_600).await?, "code_clock_off"),
    ] {
        second.type_code(&code).await?;
        second.see(&error(reason)).await?;
    }
    second.type_code(&authenticator.code().await?).await?;
    second.see(PROFILE).await?;
    second.see(MFA_ON).await?;
    second.kill().await?;

    let third = scene.start_at("third").await?;
    third.connect(scene.portal.address()).await?;
    third.enter_credentials(ADA.email, ADA.password).await?;
    third.press(&hook("use-recovery-code")).await?;
    third
        .type_into("input[name=recoveryCode]", &codes[0].to_uppercase())
        .await?;
    third.press(&hook("complete-sign-in")).await?;
    third.see(PROFILE).await?;
    third.see(&banner("recovery_code_used")).await?;
    third.kill().await?;

    app.press(&hook("mfa-switch")).await?;
    app.see(&hook("disable-mfa-dialog")).await?;
    app.press(&hook("confirm-disable-mfa")).await?;
    app.see(MFA_OFF).await?;
    app.see_no(&hook("disable-mfa-dialog")).await
}

/// Whoever is interrupted before the end has changed nothing.
#[tokio::test]
async fn leaving_half_way_leaves_it_off() -> Result<()> {
    let scene = Scene::new().await?;
    let app = scene.sign_in_at("first", ADA).await?;
    app.press(&hook("mfa-switch")).await?;
    app.see("[data-test=enroll-dialog][data-step=scan]").await?;
    app.press(&hook("cancel-enroll")).await?;
    app.see_no(&hook("enroll-dialog")).await?;
    app.see(MFA_OFF).await?;

    app.press(&hook("mfa-switch")).await?;
    app.see("[data-test=enroll-dialog][data-step=scan]").await?;
    app.kill().await?;
    let app = scene.start().await?;
    app.see(MFA_OFF).await?;
    app.press(&hook("mfa-switch")).await?;
    app.verify_authenticator().await?;
    app.kill().await?;

    let app = scene.start().await?;
    app.see(PROFILE).await?;
    app.see(MFA_OFF).await?;
    let second = scene.sign_in_at("second", ADA).await?;
    second.see(MFA_OFF).await?;
    Ok(())
}

#[tokio::test]
async fn a_session_that_ends_in_the_middle_leads_to_sign_in() -> Result<()> {
    let scene = Scene::new().await?;
    let app = scene.sign_in_at("first", ADA).await?;
    app.press(&hook("mfa-switch")).await?;
    app.see("[data-test=enroll-dialog][data-step=scan]").await?;
    scene.revoke_sessions(ADA).await?;
    app.type_code("123456").await?;
    app.see("[data-test=sign-in-reason][data-kind=session_ended]")
        .await?;
    app.see_no(&hook("enroll-dialog")).await?;
    app.type_into("input[name=password]", ADA.password).await?;
    app.press(&hook("sign-in")).await?;
    app.see(MFA_OFF).await?;
    Ok(())
}

#[tokio::test]
async fn recovery_codes_are_issued_anew_saved_and_copied() -> Result<()> {
    let scene = Scene::new().await?;
    let app = scene.sign_in_at("first", ADA).await?;
    let (_, first) = app.enroll().await?;
    app.press(&hook("regenerate-codes")).await?;
    app.press(&hook("confirm-regenerate")).await?;
    let codes = app.recovery_codes().await?;
    assert!(
        codes.iter().all(|code| !first.contains(code)),
        "all are new"
    );
    app.press(&hook("save-recovery-codes")).await?;
    let outcome = app.text(&hook("recovery-codes-outcome")).await?;
    let downloads = scene.desktop.home().join("Downloads");
    let mut files = std::fs::read_dir(&downloads)?;
    let file = files.next().expect("a file was saved")?.path();
    let name = file.file_name().unwrap().to_string_lossy().into_owned();
    assert!(outcome.contains(&name), "{outcome}");
    let saved = std::fs::read_to_string(&file)?;
    assert!(codes.iter().all(|code| saved.contains(code)), "{saved}");
    assert!(saved.contains(ADA.email), "{saved}");
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(file.metadata()?.permissions().mode() & 0o777, 0o600);
    }
    app.press(&hook("copy-recovery-codes")).await?;
    scene.copied(|text| text.trim() == codes.join("\n")).await?;
    app.press(&hook("codes-saved")).await?;
    app.press(&hook("finish-regenerate")).await?;
    app.see_no(&hook("recovery-codes-dialog")).await
}
