//! Protecting an account with the keyboard alone.

use anyhow::Result;
use portal_profile_tests::authenticator::Authenticator;
use portal_profile_tests::page::hook;
use portal_profile_tests::portal::LINUS;
use portal_profile_tests::scene::{PROFILE, Scene};
use portal_profile_tests::securing::MFA_ON;

const ENTER: &str = "\u{e007}";
const SPACE: &str = " ";
const ESCAPE: &str = "\u{e00c}";

#[tokio::test]
async fn everything_is_reached_without_a_mouse() -> Result<()> {
    let scene = Scene::new().await?;
    let app = scene.start().await?;
    app.see(&hook("connect-page")).await?;
    app.tab_to("input[name=address]").await?;
    app.press_keys(scene.portal.address()).await?;
    app.press_keys(ENTER).await?;
    app.see(&hook("sign-in-page")).await?;
    app.tab_to("input[name=email]").await?;
    app.press_keys(LINUS.email).await?;
    app.tab_to("input[name=password]").await?;
    app.press_keys(LINUS.password).await?;
    app.press_keys(ENTER).await?;
    app.see(PROFILE).await?;

    app.tab_to(&hook("mfa-switch")).await?;
    app.press_keys(SPACE).await?;
    app.see("[data-test=enroll-dialog][data-step=scan]").await?;
    let secret = app.text(&hook("mfa-secret")).await?;
    let code = Authenticator::new(&secret).code().await?;
    app.tab_to("input[name=code]").await?;
    app.press_keys(&code).await?;
    app.see("[data-test=enroll-dialog][data-step=codes]")
        .await?;
    app.tab_to(&hook("codes-saved")).await?;
    app.press_keys(SPACE).await?;
    app.tab_to(&hook("finish-enroll")).await?;
    app.press_keys(ENTER).await?;
    app.see(MFA_ON).await?;
    app.see_no(&hook("enroll-dialog")).await?;
    let back = "return document.activeElement?.closest('[data-test=mfa-switch]') !== null";
    assert_eq!(
        app.evaluate(back).await?,
        true,
        "the focus is back where it came from"
    );

    app.tab_to(&hook("open-api-keys")).await?;
    app.press_keys(ENTER).await?;
    app.see("[data-test=api-keys-page][data-state=ready]")
        .await?;
    app.tab_to(&hook("generate-key")).await?;
    app.press_keys(ENTER).await?;
    app.see(&hook("generate-key-dialog")).await?;
    app.tab_to("input[name=keyName]").await?;
    app.press_keys("Nightly report").await?;
    app.press_keys(ENTER).await?;
    app.see(&hook("key-secret")).await?;
    app.tab_to(&hook("copy-secret")).await?;
    app.press_keys(ENTER).await?;
    app.see(&hook("secret-outcome")).await?;
    app.tab_to(&hook("finish-key")).await?;
    app.press_keys(ENTER).await?;
    app.see(&hook("api-key")).await?;
    app.tab_to(&hook("revoke-key")).await?;
    app.press_keys(ENTER).await?;
    app.see(&hook("revoke-key-dialog")).await?;
    app.press_keys(ESCAPE).await?;
    app.see_no(&hook("revoke-key-dialog")).await?;
    app.tab_to(&hook("back-to-profile")).await?;
    app.press_keys(ENTER).await?;
    app.see(PROFILE).await?;

    app.tab_to(&hook("open-sessions")).await?;
    app.press_keys(ENTER).await?;
    app.see("[data-test=sessions-page][data-state=ready]")
        .await?;
    app.tab_to(&hook("back-to-profile")).await?;
    app.press_keys(ENTER).await?;
    app.tab_to(&hook("open-security-log")).await?;
    app.press_keys(ENTER).await?;
    app.see("[data-test=security-log-page][data-state=ready]")
        .await?;
    Ok(())
}
