//! Finding a workspace.

use anyhow::Result;
use portal_profile_tests::page::hook;
use portal_profile_tests::portal::ADA;
use portal_profile_tests::scene::Scene;

use super::{ACME, at_charts, listed};

const ALL: [&str; 4] = [
    "Ada’s notes",
    "Climate",
    "Line 4 throughput",
    "What the lines do",
];

#[tokio::test]
async fn they_are_searched_sorted_filtered_and_starred() -> Result<()> {
    let scene = Scene::new().await?;
    let app = at_charts(&scene, ADA).await?;
    listed(&app, &ALL).await?;
    app.select(&hook("workspace-order"), "changed").await?;
    listed(&app, &[ALL[0], ALL[2], ALL[1], ALL[3]]).await?;
    app.press(&hook("filter-private")).await?;
    listed(&app, &[ALL[0]]).await?;
    app.press(&hook("filter-all")).await?;
    app.press(&hook("filter-starred")).await?;
    listed(&app, &[ALL[0], ALL[2]]).await?;
    app.press(&hook("filter-all")).await?;

    app.press(&hook("open-workspace")).await?;
    app.press_keys("/").await?;
    app.see("input[name=workspaceSearch]:focus").await?;
    app.press_keys("climate").await?;
    listed(&app, &[ALL[1]]).await?;
    let star = "[data-test=star-workspace][aria-pressed=";
    app.press(&format!("{star}false]")).await?;
    app.see(&format!("{star}true]")).await?;
    scene.starred(ADA, ACME, ALL[1]).await?;

    app.load_again().await?;
    app.press(&hook("nav-charts")).await?;
    app.press(&hook("filter-starred")).await?;
    listed(&app, &ALL[..3]).await
}
