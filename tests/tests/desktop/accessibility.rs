//! Every page, in either theme: no barriers, and nothing that the content security policy stops.

use anyhow::Result;
use portal_profile_tests::page::hook;
use portal_profile_tests::portal::ADA;
use portal_profile_tests::scene::Scene;
use xtask::desktop::{ColorScheme, Desktop};

#[tokio::test]
async fn no_page_has_barriers_when_light() -> Result<()> {
    every_page(ColorScheme::Light).await
}

#[tokio::test]
async fn no_page_has_barriers_when_dark() -> Result<()> {
    every_page(ColorScheme::Dark).await
}

async fn every_page(color_scheme: ColorScheme) -> Result<()> {
    let mut scene = Scene::on(Desktop::builder().color_scheme(color_scheme)).await?;
    let app = scene.start().await?;
    app.see(&hook("connect-page")).await?;
    app.watch_policy().await?;
    app.has_no_barriers().await?;

    app.connect(scene.portal.address()).await?;
    app.has_no_barriers().await?;
    app.enter_credentials(ADA.email, "not the password").await?;
    app.see(&hook("error")).await?;
    app.has_no_barriers().await?;

    app.sign_in(ADA).await?;
    app.has_no_barriers().await?;
    app.press(&hook("edit-display-name")).await?;
    app.has_no_barriers().await?;
    app.press(&hook("cancel-display-name")).await?;

    app.press(&hook("log-out")).await?;
    app.see(&hook("log-out-dialog")).await?;
    app.has_no_barriers().await?;
    app.press(&hook("cancel-log-out")).await?;
    app.see_no(&hook("log-out-dialog")).await?;

    scene.portal.kill().await?;
    app.press(&hook("toast-switch")).await?;
    app.see("[data-test=banner][data-kind=offline]").await?;
    app.has_no_barriers().await?;
    app.breaks_no_policy().await
}
