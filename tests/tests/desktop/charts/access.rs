//! Who may look at charts.

use anyhow::Result;
use portal_profile_tests::page::hook;
use portal_profile_tests::portal::{GRACE, MEI};
use portal_profile_tests::scene::{PROFILE, Scene};

use super::{all_drawn, at_charts};

const COBALT: &str = "Cobalt Energy";

#[tokio::test]
async fn they_are_closed_to_a_role_that_may_not_view_them() -> Result<()> {
    let scene = Scene::new().await?;
    let app = at_charts(&scene, MEI).await?;
    app.press(&hook("open-workspace")).await?;
    all_drawn(&app).await?;
    // In Borealis she enrolls devices, and that is all.
    app.switch_to("Borealis Foods").await?;
    app.see(PROFILE).await?;
    app.see("[data-test=nav-home]").await?;
    app.see_no(&hook("nav-charts")).await?;

    // In Cobalt the role is withdrawn while she looks: the portal tells the app, and nothing has to be pressed.
    app.switch_to(COBALT).await?;
    app.see(PROFILE).await?;
    app.press(&hook("nav-charts")).await?;
    app.press(&hook("open-workspace")).await?;
    all_drawn(&app).await?;
    let step = ["member", "set", "--organization", COBALT, "--email"];
    let roles = [MEI.email, "--roles", "billing-admin"];
    scene.operate(&[&step[..], &roles].concat()).await?;
    app.see_no(&hook("chart")).await?;
    app.see_no(&hook("nav-charts")).await?;
    app.see(":is([data-test=charts-refused], [data-kind=withdrawn])")
        .await
        .map(drop)
}

/// Another person's private workspace is not among those of the organization.
#[tokio::test]
async fn a_private_workspace_is_its_owners_alone() -> Result<()> {
    let scene = Scene::new().await?;
    let app = scene.sign_in_at("first", GRACE).await?;
    app.switch_to(super::ACME).await?;
    app.press(&hook("nav-charts")).await?;
    let shared = ["Climate", "Line 4 throughput", "What the lines do"];
    super::listed(&app, &shared).await
}
