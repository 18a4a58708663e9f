//! The profile page and what is done on it.

use anyhow::Result;

use super::{Gallery, credits};
use crate::app::App;
use crate::awkward::Awkward;
use crate::go_between::GoBetween;
use crate::notifications::NotificationDaemon;
use crate::page::{banner, hook};
use crate::portal::{ADA, LINUS};
use crate::scene::{PROFILE, Scene};

pub(super) async fn walk(gallery: &mut Gallery) -> Result<()> {
    let scene = Scene::on(gallery.desktop()).await?;
    let app = scene.sign_in_at("other", LINUS).await?;
    app.see(&banner("no_notifications")).await?;
    gallery
        .show(&scene, &app, "profile-without-notifications")
        .await?;
    app.kill().await?;

    let _notifications = NotificationDaemon::start(&scene.desktop).await?;
    let app = scene.start_at("other").await?;
    app.see(PROFILE).await?;
    gallery.show(&scene, &app, "profile-personal").await?;
    app.kill().await?;

    let go_between = GoBetween::start(scene.portal.address()).await?;
    let app = scene.start().await?;
    app.connect(go_between.address()).await?;
    app.sign_in(ADA).await?;
    gallery.show(&scene, &app, "profile").await?;
    scene
        .start_again(&["--portal", "https://elsewhere.example"])
        .await?;
    app.see(&banner("other_portal")).await?;
    gallery
        .show(&scene, &app, "profile-other-portal-asked-for")
        .await?;
    app.press(&hook("dismiss-turned-down")).await?;
    app.see_no(&banner("other_portal")).await?;
    keys(gallery, &scene, &app).await?;
    notifications(gallery, &scene, &app).await?;
    preferences(gallery, &scene, &app, &go_between).await?;
    credits::walk(gallery, &scene, &app, &go_between).await?;
    display_name(gallery, &scene, &app, &go_between).await
}

async fn keys(gallery: &mut Gallery, scene: &Scene, app: &App) -> Result<()> {
    app.press(&hook("show-keys")).await?;
    app.see(&hook("keys-dialog")).await?;
    gallery.show(scene, app, "keyboard-shortcuts").await?;
    app.press(&hook("close-keys")).await?;
    app.see_no(&hook("keys-dialog")).await?;
    app.press(&hook("show-diagnostics")).await?;
    app.see(&hook("diagnostics-dialog")).await?;
    gallery.show(scene, app, "diagnostics").await?;
    app.press(&hook("close-diagnostics")).await?;
    app.see_no(&hook("diagnostics-dialog")).await
}

async fn notifications(gallery: &mut Gallery, scene: &Scene, app: &App) -> Result<()> {
    let deploy = [
        "workflow",
        "deploy",
        "Weld and watch",
        "--organization",
        "ACME Robotics",
    ];
    scene.operate(&deploy).await?;
    app.see(&hook("unread-notifications")).await?;
    gallery
        .show(scene, app, "profile-unread-notifications")
        .await?;
    app.press(&hook("nav-notifications")).await?;
    app.see("[data-test=notifications-page][data-state=ready]")
        .await?;
    gallery.show(scene, app, "notifications").await?;
    app.press(&hook("clear-notifications")).await?;
    app.see(&hook("notifications-empty")).await?;
    gallery.show(scene, app, "notifications-none").await?;
    scene.start_again(&["portal-profile://settings"]).await?;
    app.see(&banner("unknown_link")).await?;
    gallery.show(scene, app, "home-unknown-link").await?;
    scene.start_again(&["portal-profile://profile"]).await?;
    app.see(PROFILE).await?;
    // What is still being asked for would be answered by the go-between.
    app.see("[data-test=credits][data-state=ready]").await?;
    app.see("[data-test=exports][data-state=ready]").await?;
    app.see("[data-test=export-estimate][data-state=ready]")
        .await
        .map(drop)
}

async fn preferences(
    gallery: &mut Gallery,
    scene: &Scene,
    app: &App,
    go_between: &GoBetween,
) -> Result<()> {
    go_between.answer(Awkward::Silent).await;
    app.press(&hook("toast-switch")).await?;
    app.see("[data-test=toast-switch][data-busy]").await?;
    gallery.show(scene, app, "preference-saving").await?;
    go_between.answer(Awkward::Faulty).await;
    app.see(&hook("error")).await?;
    gallery.show(scene, app, "preference-not-saved").await?;
    go_between.pass_on().await;
    app.press(&hook("toast-switch")).await?;
    app.see_no(&hook("error")).await?;
    app.see_no("[data-busy]").await
}

async fn display_name(
    gallery: &mut Gallery,
    scene: &Scene,
    app: &App,
    go_between: &GoBetween,
) -> Result<()> {
    app.press(&hook("edit-display-name")).await?;
    app.see("input[name=displayName]").await?;
    gallery.show(scene, app, "display-name").await?;
    app.type_into("input[name=displayName]", " ").await?;
    app.press(&hook("save-display-name")).await?;
    app.see(&hook("error")).await?;
    gallery.show(scene, app, "display-name-refused").await?;

    app.type_into("input[name=displayName]", "Ada King").await?;
    go_between.answer(Awkward::Silent).await;
    app.press(&hook("save-display-name")).await?;
    app.see("[data-test=save-display-name][aria-busy=true]")
        .await?;
    gallery.show(scene, app, "display-name-saving").await
}
