//! The organization in view and its pages, and the way to another one.

use anyhow::Result;

use super::Gallery;
use crate::app::App;
use crate::notifications::NotificationDaemon;
use crate::page::hook;
use crate::portal::ADA;
use crate::scene::Scene;

pub(super) async fn walk(gallery: &mut Gallery) -> Result<()> {
    let scene = Scene::on(gallery.desktop()).await?;
    let _notifications = NotificationDaemon::start(&scene.desktop).await?;
    let app = scene.sign_in_at("first", ADA).await?;
    choosing(gallery, &scene, &app).await?;
    settings(gallery, &scene, &app).await?;
    members(gallery, &scene, &app).await?;
    charts(gallery, &scene, &app).await?;
    home(gallery, &scene, &app).await
}

async fn choosing(gallery: &mut Gallery, scene: &Scene, app: &App) -> Result<()> {
    app.press(&hook("switch-organization")).await?;
    app.see(&hook("organization-picker")).await?;
    app.see("[role=option]").await?;
    gallery.show(scene, app, "organizations").await?;
    app.press(&hook("create-organization")).await?;
    app.see(&hook("create-organization-dialog")).await?;
    gallery.show(scene, app, "organization-create").await?;
    app.press(&hook("cancel-create-organization")).await?;
    app.see_no(&hook("create-organization-dialog")).await
}

async fn settings(gallery: &mut Gallery, scene: &Scene, app: &App) -> Result<()> {
    app.press(&hook("edit-organization")).await?;
    app.see("[data-test=organization-page][data-state=ready]")
        .await?;
    gallery.show(scene, app, "organization-settings").await?;
    app.press(&hook("delete-organization")).await?;
    app.see(&hook("what-is-lost")).await?;
    gallery.show(scene, app, "organization-delete").await?;
    app.press(&hook("cancel-delete-organization")).await?;
    app.see_no(&hook("delete-organization-dialog")).await
}

async fn members(gallery: &mut Gallery, scene: &Scene, app: &App) -> Result<()> {
    app.press(&hook("nav-members")).await?;
    app.see("[data-test=members-page][data-state=ready]")
        .await?;
    gallery.show(scene, app, "members").await?;
    app.press(&format!(
        "{}:not(:disabled, [aria-disabled=true])",
        hook("change-roles")
    ))
    .await?;
    app.see(&hook("change-roles-dialog")).await?;
    gallery.show(scene, app, "member-roles").await?;
    app.press(&hook("cancel-roles")).await?;
    app.see_no(&hook("change-roles-dialog")).await
}

async fn charts(gallery: &mut Gallery, scene: &Scene, app: &App) -> Result<()> {
    app.press(&hook("nav-charts")).await?;
    app.see(&hook("workspaces")).await?;
    gallery.show(scene, app, "charts-workspaces").await?;
    app.press(&hook("open-workspace")).await?;
    app.see("[data-test=workspace-charts][data-state=ready]")
        .await?;
    app.see("[data-test=chart][data-state=ready]").await?;
    app.see_no("[data-test=chart][data-state=loading]").await?;
    gallery.show(scene, app, "charts").await?;
    app.press(&hook("range-year")).await?;
    app.see_no("[data-test=chart][data-state=loading]").await?;
    // What is shown of another range is pale until it is there.
    app.see_no("[data-test=chart] [aria-busy=true]").await?;
    gallery.show(scene, app, "charts-of-a-year").await
}

async fn home(gallery: &mut Gallery, scene: &Scene, app: &App) -> Result<()> {
    app.press(&hook("nav-home")).await?;
    app.see("[data-test=home-page][data-state=ready]").await?;
    app.see(&hook("home-title")).await?;
    app.see_no("[data-busy]").await?;
    gallery.show(scene, app, "home").await?;
    app.press(&hook("pin-page")).await?;
    app.see("[data-test=pin-page][aria-pressed=true]").await?;
    gallery.show(scene, app, "home-pinned").await
}
