//! Connecting and signing in.

use anyhow::Result;

use super::Gallery;
use crate::awkward::{Awkward, AwkwardServer};
use crate::page::{banner, error, hook};
use crate::portal::ADA;
use crate::scene::Scene;

pub(super) async fn walk(gallery: &mut Gallery) -> Result<()> {
    let mut scene = Scene::on(gallery.desktop()).await?;
    let app = scene.start().await?;
    app.see(&hook("connect-page")).await?;
    gallery.show(&scene, &app, "connect").await?;
    app.type_into("input[name=address]", "http://portal.example")
        .await?;
    app.press(&hook("connect")).await?;
    app.see(&hook("error")).await?;
    gallery.show(&scene, &app, "connect-error").await?;

    let silent = AwkwardServer::start(Awkward::Silent).await?;
    app.type_into("input[name=address]", silent.address())
        .await?;
    app.press(&hook("connect")).await?;
    app.see(&hook("cancel-connect")).await?;
    gallery.show(&scene, &app, "connect-checking").await?;
    app.press(&hook("cancel-connect")).await?;

    app.press(&hook("open-built-in")).await?;
    app.see(&hook("sample-account")).await?;
    gallery.show(&scene, &app, "sign-in-built-in").await?;
    app.press(&hook("other-portal")).await?;

    app.connect(scene.portal.address()).await?;
    gallery.show(&scene, &app, "sign-in").await?;
    app.enter_credentials(ADA.email, "not the password").await?;
    app.see(&hook("error")).await?;
    gallery.show(&scene, &app, "sign-in-error").await?;
    scene.use_up_attempts(ADA).await?;
    app.enter_credentials(ADA.email, ADA.password).await?;
    app.see(&error("too_many_attempts")).await?;
    gallery
        .show(&scene, &app, "sign-in-too-many-attempts")
        .await?;
    app.press(&hook("other-portal")).await?;

    app.see(&hook("known-portal")).await?;
    gallery.show(&scene, &app, "connect-known-portals").await?;
    scene.portal.kill().await?;
    app.press(&hook("known-portal")).await?;
    app.see(&hook("error")).await?;
    gallery
        .show(&scene, &app, "connect-known-portal-error")
        .await?;
    app.kill().await?;

    std::fs::write(scene.data("first").join("settings.json"), "{ \"cut\": off")?;
    let app = scene.start().await?;
    app.see(&banner("local_store_set_aside")).await?;
    gallery
        .show(&scene, &app, "connect-settings-damaged")
        .await?;
    app.kill().await?;

    std::fs::write(scene.data("unusable"), "a file, not a directory")?;
    let app = scene.start_at("unusable").await?;
    app.see(&hook("data-directory-unusable")).await?;
    gallery.show(&scene, &app, "data-directory-unusable").await
}
