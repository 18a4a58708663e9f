//! Links from elsewhere: they lead to a place in the window, and do nothing there.

use anyhow::{Result, ensure};
use portal_profile_tests::app::App;
use portal_profile_tests::page::{banner, hook};
use portal_profile_tests::portal::{ADA, GRACE};
use portal_profile_tests::scene::{PROFILE, Scene};
use serde_json::json;

const ACME: &str = "ACME Robotics";
const EXPORTS: &str = "portal-profile://exports";

async fn is_in(app: &App, organization: &str) -> Result<()> {
    let named = "return document.querySelector('[data-test=nav-organization]')
        ?.innerText.includes(arguments[0])";
    app.comes_true(named, json!(organization)).await
}

#[tokio::test]
async fn a_link_opens_its_place_in_the_window_that_is_open() -> Result<()> {
    let scene = Scene::new().await?;
    let app = scene.sign_in_at("first", ADA).await?;
    for (link, page) in [
        (EXPORTS, "exports-page"),
        ("portal-profile://transactions", "credit-history-page"),
        ("portal-profile://profile", "profile-page"),
    ] {
        scene.start_again(&[link]).await?;
        app.see(&hook(page)).await?;
    }
    scene.start_again(&["portal-profile://settings"]).await?;
    app.see(&hook("home-page")).await?;
    let said = app.text(&banner("unknown_link")).await?;
    ensure!(said.contains("portal-profile://settings"), "{said}");
    Ok(())
}

#[tokio::test]
async fn a_link_brings_an_organization_into_view_and_does_nothing_else() -> Result<()> {
    let scene = Scene::new().await?;
    let app = scene.sign_in_at("first", GRACE).await?;
    is_in(&app, "Borealis Foods").await?;
    let acme = scene.organization(ACME).await?.id;
    let link = format!("portal-profile://organizations/{acme}");
    scene.start_again(&[&link]).await?;
    is_in(&app, ACME).await?;
    scene.start_again(&[&format!("{link}/leave")]).await?;
    app.see(&banner("unknown_link")).await?;
    is_in(&app, ACME).await?;
    scene
        .start_again(&["portal-profile://organizations/nobodys"])
        .await?;
    app.see(&banner("unknown_organization")).await?;
    is_in(&app, ACME).await
}

#[tokio::test]
async fn a_start_goes_there_after_signing_in_and_later_at_once() -> Result<()> {
    let scene = Scene::new().await?;
    let data = scene.data("first");
    let start = async |arguments| App::start_with(&scene.desktop, &data, arguments).await;
    let app = start(&[EXPORTS]).await?;
    app.connect(scene.portal.address()).await?;
    app.enter_credentials(ADA.email, ADA.password).await?;
    app.see(&hook("exports-page")).await?;
    app.kill().await?;
    let app = start(&[EXPORTS]).await?;
    app.see(&hook("exports-page")).await?;
    app.kill().await?;
    let app = start(&[]).await?;
    app.see(PROFILE).await?;
    Ok(())
}
