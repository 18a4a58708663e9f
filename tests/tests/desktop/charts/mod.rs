//! Charts of the organization in view.

mod access;
mod readings;
mod saved;
mod workspaces;

use anyhow::Result;
use portal_profile_tests::app::App;
use portal_profile_tests::page::hook;
use portal_profile_tests::portal::Person;
use portal_profile_tests::scene::Scene;
use serde_json::json;

const ACME: &str = "ACME Robotics";

/// Signs in and opens the charts of the organization where the person works.
async fn at_charts(scene: &Scene, person: Person) -> Result<App> {
    let app = scene.sign_in_at("first", person).await?;
    app.press(&hook("nav-charts")).await?;
    app.see(&hook("workspaces")).await?;
    Ok(app)
}

/// Waits until these workspaces are listed, and no others.
async fn listed(app: &App, names: &[&str]) -> Result<()> {
    let script = "const rows = document.querySelectorAll('[data-test=open-workspace] .name'); \
        return JSON.stringify([...rows].map(row => row.innerText)) === JSON.stringify(arguments[0]);";
    app.comes_true(script, json!(names)).await
}

/// Opens the workspace that a search leaves alone.
async fn open(app: &App, name: &str) -> Result<()> {
    app.type_into("input[name=workspaceSearch]", name).await?;
    listed(app, &[name]).await?;
    app.press(&hook("open-workspace")).await?;
    app.read("[data-test=workspace-charts][data-state=ready] h2", name)
        .await?;
    all_drawn(app).await
}

/// Waits until all charts on the page show what was asked for last.
async fn all_drawn(app: &App) -> Result<()> {
    let script = "const charts = [...document.querySelectorAll('[data-test=chart]')]; \
        return charts.length > 0 && charts.every(chart => \
        chart.dataset.state === 'ready' && !chart.querySelector('.chart[aria-busy=true]'));";
    app.comes_true(script, json!(null)).await
}
