//! Organizations that require MFA.

use anyhow::Result;
use portal_profile_tests::page::hook;
use portal_profile_tests::portal::ADA;
use portal_profile_tests::scene::{PROFILE, Scene};
use portal_profile_tests::securing::MFA_ON;

pub(crate) const REQUIRE: [&str; 4] = ["mfa", "require", "--organization", "ACME Robotics"];

#[tokio::test]
async fn a_member_without_mfa_is_led_through_enrolment() -> Result<()> {
    let scene = Scene::new().await?;
    scene.operate(&REQUIRE).await?;
    let app = scene.start().await?;
    app.connect(scene.portal.address()).await?;
    app.enter_credentials(ADA.email, ADA.password).await?;
    app.see(&hook("enrollment-required-page")).await?;
    let requirement = app.text(&hook("mfa-requirement")).await?;
    assert!(requirement.contains("ACME Robotics"), "{requirement}");
    app.see_no(&hook("not-now")).await?;
    app.press(&hook("set-up-mfa")).await?;
    app.enroll_from_dialog().await?;
    app.press(&hook("nav-account")).await?;
    app.see(PROFILE).await?;

    app.see(&format!("{MFA_ON}:disabled, {MFA_ON}[aria-disabled=true]"))
        .await?;
    let words = app.text(&hook("mfa-required")).await?;
    assert!(words.contains("ACME Robotics"), "{words}");
    assert!(words.contains("Grace Hopper"), "{words}");
    Ok(())
}

#[tokio::test]
async fn an_open_session_meets_it_at_the_next_start() -> Result<()> {
    let scene = Scene::new().await?;
    let app = scene.sign_in_at("first", ADA).await?;
    scene.operate(&REQUIRE).await?;
    app.kill().await?;
    let app = scene.start().await?;
    app.see(&hook("enrollment-required-page")).await?;
    app.press(&hook("log-out")).await?;
    app.press(&hook("confirm-log-out")).await?;
    app.see("[data-test=sign-in-reason][data-kind=signed_out]")
        .await?;
    Ok(())
}

/// The window stays open: it is led there as soon as it hears of it.
#[tokio::test]
async fn a_window_that_is_open_meets_it_at_once() -> Result<()> {
    let scene = Scene::new().await?;
    let app = scene.sign_in_at("first", ADA).await?;
    scene.operate(&REQUIRE).await?;
    app.see(&hook("enrollment-required-page")).await?;
    let requirement = app.text(&hook("mfa-requirement")).await?;
    assert!(requirement.contains("ACME Robotics"), "{requirement}");
    app.see_no(&hook("not-now")).await?;
    assert_eq!(app.barriers().await?, Vec::<String>::new());
    let focused = app.evaluate("return document.activeElement?.tagName");
    assert_eq!(focused.await?, "H1", "it is read out");

    app.press(&hook("set-up-mfa")).await?;
    app.enroll_from_dialog().await?;
    app.see(PROFILE).await?;
    app.see(MFA_ON).await.map(drop)
}

#[tokio::test]
async fn another_page_of_an_open_window_leads_there_as_well() -> Result<()> {
    let scene = Scene::new().await?;
    let app = scene.sign_in_at("first", ADA).await?;
    app.press(&hook("open-sessions")).await?;
    app.see("[data-test=sessions-page][data-state=ready]")
        .await?;
    scene.operate(&REQUIRE).await?;
    app.see(&hook("enrollment-required-page")).await?;
    app.see_no(&hook("not-now")).await?;
    app.press(&hook("set-up-mfa")).await?;
    app.enroll_from_dialog().await?;
    // Now they are where they wanted to go.
    app.see("[data-test=sessions-page][data-state=ready]")
        .await
        .map(drop)
}
