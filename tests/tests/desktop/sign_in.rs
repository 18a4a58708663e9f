//! Connecting, signing in and staying signed in.

use anyhow::Result;
use portal_profile_tests::app::App;
use portal_profile_tests::page::{error, hook};
use portal_profile_tests::portal::ADA;
use portal_profile_tests::scene::{PROFILE, Scene};

#[tokio::test]
async fn a_person_connects_and_signs_in() -> Result<()> {
    let scene = Scene::new().await?;
    let app = scene.start().await?;
    app.see(&hook("connect-page")).await?;
    app.connect(scene.portal.address()).await?;
    app.sign_in(ADA).await?;
    app.read(&hook("display-name"), ADA.display_name).await?;
    app.read(&hook("email"), ADA.email).await?;
    app.see(&hook("organization-name")).await?;
    app.see(&hook("roles")).await?;
    app.see(&hook("nav-account")).await?;
    assert_eq!(scene.tokens()?.len(), 1, "the keyring holds the session");
    Ok(())
}

#[tokio::test]
async fn a_restart_stays_signed_in() -> Result<()> {
    let scene = Scene::new().await?;
    scene.sign_in_at("first", ADA).await?.kill().await?;
    let app = scene.start().await?;
    app.see(PROFILE).await?;
    app.read(&hook("display-name"), ADA.display_name).await
}

#[tokio::test]
async fn the_profile_seen_last_is_there_before_the_portal_is() -> Result<()> {
    let mut scene = Scene::new().await?;
    scene.sign_in_at("first", ADA).await?.kill().await?;
    scene.portal.kill().await?;
    let app = scene.start().await?;
    app.see("[data-test=profile-page][data-state=offline]")
        .await?;
    app.read(&hook("display-name"), ADA.display_name).await?;
    scene.restart_portal().await?;
    app.press(&hook("retry")).await?;
    app.see(PROFILE).await?;
    Ok(())
}

#[tokio::test]
async fn a_wrong_password_is_explained() -> Result<()> {
    let scene = Scene::new().await?;
    let app = scene.start().await?;
    app.connect(scene.portal.address()).await?;
    app.enter_credentials(ADA.email, "not the password").await?;
    app.see(&error("wrong_credentials")).await?;
    app.sign_in(ADA).await
}

#[tokio::test]
async fn an_unknown_account_is_refused_in_the_same_words() -> Result<()> {
    let scene = Scene::new().await?;
    let app = scene.start().await?;
    app.connect(scene.portal.address()).await?;
    app.enter_credentials("nobody@acme.example", ADA.password)
        .await?;
    app.see(&error("wrong_credentials")).await?;
    Ok(())
}

/// A script at the same address has tried before; the person is told how long it takes, also with the right
/// password.
#[tokio::test]
async fn too_many_attempts_are_refused_with_the_time_to_wait() -> Result<()> {
    let scene = Scene::new().await?;
    let app = scene.start().await?;
    app.connect(scene.portal.address()).await?;
    scene.use_up_attempts(ADA).await?;
    app.enter_credentials(ADA.email, ADA.password).await?;
    app.see(&error("too_many_attempts")).await?;
    let said = app.text(&hook("sign-in-page")).await?;
    assert!(said.contains("Too many attempts."), "{said}");
    assert!(said.contains("You can try again in"), "{said}");
    Ok(())
}

#[tokio::test]
async fn a_portal_used_before_is_offered() -> Result<()> {
    let scene = Scene::new().await?;
    let app = scene.start().await?;
    app.connect(scene.portal.address()).await?;
    app.kill().await?;

    let app = scene.start().await?;
    app.press(&hook("other-portal")).await?;
    app.press(&hook("known-portal")).await?;
    app.see(&hook("sign-in-page")).await?;
    app.sign_in(ADA).await
}

#[tokio::test]
async fn the_command_line_may_name_the_portal() -> Result<()> {
    let scene = Scene::new().await?;
    let arguments = ["--portal", scene.portal.address()];
    let app = App::start_with(&scene.desktop, &scene.data("first"), &arguments).await?;
    app.see(&hook("sign-in-page")).await?;
    app.sign_in(ADA).await
}

/// The document tells where the person is by then, not where they were when the app started.
#[tokio::test]
async fn a_page_that_is_loaded_again_shows_where_the_person_is() -> Result<()> {
    let scene = Scene::new().await?;
    let app = scene.sign_in_at("first", ADA).await?;
    app.press(&hook("theme-dark")).await?;
    app.see_no("[data-busy]").await?;
    app.load_again().await?;
    app.see(PROFILE).await?;
    app.see("html[data-theme=dark]").await?;
    Ok(())
}
