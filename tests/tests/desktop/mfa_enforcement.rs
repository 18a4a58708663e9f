//! Organizations that require MFA.

use anyhow::Result;
use portal_profile_tests::page::hook;
use portal_profile_tests::portal::ADA;
use portal_profile_tests::scene::{PROFILE, Scene};
use portal_profile_tests::securing::MFA_ON;

const REQUIRE: [&str; 4] = ["mfa", "require", "--organization", "ACME Robotics"];

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
    app.see(PROFILE).await?;

    app.see(&format!("{MFA_ON}:disabled, {MFA_ON}[aria-disabled=true]"))
        .await?;
    let words = app.text(&hook("mfa-required")).await?;
    assert!(words.contains("ACME Robotics"), "{words}");
    assert!(words.contains("Grace Hopper"), "{words}");
    Ok(())
}

#[tokio::test]
async fn an_open_session_meets_it_at_its_next_look() -> Result<()> {
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
