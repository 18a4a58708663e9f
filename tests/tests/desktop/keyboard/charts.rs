//! Charts, and the page that opens first.

use anyhow::{Context, Result};
use portal_profile_tests::page::hook;
use portal_profile_tests::portal::ADA;
use portal_profile_tests::scene::{PROFILE, Scene};
use portal_server::domain::Page;

use super::{
    ARROW_DOWN, ARROW_RIGHT, ENTER, SPACE, assert_focus_is_back_on, enter, give_password, key,
};

const END: &str = "\u{e010}";
const CHART: &str = "[data-test=chart][data-state=ready]";

#[tokio::test]
async fn a_workspace_is_found_starred_looked_at_and_pinned() -> Result<()> {
    let scene = Scene::new().await?;
    let app = scene.start().await?;
    give_password(&app, &scene, ADA).await?;
    app.see(PROFILE).await?;
    enter(&app, "nav-charts").await?;
    app.see(&hook("workspaces")).await?;
    app.press_keys("/").await?;
    app.see("input[name=workspaceSearch]:focus").await?;
    app.press_keys("clim").await?;
    app.read("[data-test=open-workspace] .name", "Climate")
        .await?;
    app.press_keys(ARROW_DOWN).await?;
    app.see("[data-test=open-workspace]:focus").await?;
    key(&app, &hook("star-workspace"), SPACE).await?;
    app.see("[data-test=star-workspace][aria-pressed=true]:focus")
        .await?;
    enter(&app, "open-workspace").await?;
    app.see(CHART).await?;

    app.tab_to(&hook("range-week")).await?;
    app.press_keys(ARROW_RIGHT).await?;
    app.see("[data-test=range-month][aria-checked=true]:focus")
        .await?;
    app.see_no("[data-test=chart][data-state=loading]").await?;
    // The latest row of the table is what the drawing reads out at its end.
    let toggle = async || {
        key(&app, &hook("chart-actions"), ENTER).await?;
        app.see("[data-test=toggle-table]:focus").await?;
        app.press_keys(ENTER).await?;
        app.see_no(&hook("chart-actions-open")).await?;
        assert_focus_is_back_on(&app, "chart-actions").await
    };
    toggle().await?;
    let row = app.text("[data-test=readings] tbody tr").await?;
    toggle().await?;
    key(&app, &hook("plot"), END).await?;
    let read_out = app.text(&hook("read-out")).await?;
    for cell in row.split('\t') {
        assert!(
            read_out.contains(cell.trim()),
            "{cell} is not in {read_out}"
        );
    }

    enter(&app, "pin-page").await?;
    app.see("[data-test=pin-page][aria-pressed=true]:focus:not([aria-busy])")
        .await?;
    let acme = scene.organization("ACME Robotics").await?.id;
    let held = scene.pin(ADA, acme).await?.context("nothing is pinned")?;
    assert_eq!(held.page, Page::Charts);
    assert_eq!(held.workspace_name.as_deref(), Some("Climate"));
    scene.starred(ADA, "ACME Robotics", "Climate").await?;

    enter(&app, "nav-account").await?;
    enter(&app, "unpin").await?;
    app.see("[data-test=undo-unpin]:focus").await?;
    assert_eq!(scene.pin(ADA, acme).await?, None);
    app.press_keys(ENTER).await?;
    app.see("[data-test=unpin]:focus").await?;
    assert!(scene.pin(ADA, acme).await?.is_some());
    Ok(())
}
