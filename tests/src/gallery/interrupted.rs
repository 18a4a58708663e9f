//! The portal goes away, or the session does.

use anyhow::Result;

use super::Gallery;
use crate::notifications::NotificationDaemon;
use crate::page::{banner, hook, sign_in_reason};
use crate::portal::ADA;
use crate::scene::{PROFILE, Scene};

pub(super) async fn walk(gallery: &mut Gallery) -> Result<()> {
    let mut scene = Scene::on(gallery.desktop()).await?;
    let _notifications = NotificationDaemon::start(&scene.desktop).await?;
    let app = scene.sign_in_at("first", ADA).await?;
    scene.portal.kill().await?;
    app.press(&hook("toast-switch")).await?;
    app.see(&banner("offline")).await?;
    gallery.show(&scene, &app, "profile-offline").await?;
    scene.restart_portal().await?;
    app.see(PROFILE).await?;

    scene.revoke_sessions(ADA).await?;
    app.press(&hook("toast-switch")).await?;
    app.see(&hook("sign-in-reason")).await?;
    gallery.show(&scene, &app, "session-ended").await?;
    app.sign_in(ADA).await?;
    app.kill().await?;

    for profile in scene.cached_profiles()? {
        std::fs::remove_file(profile)?;
    }
    scene.portal.suspend().await?;
    let app = scene.start().await?;
    app.see("[data-test=home-page][data-state=loading]").await?;
    gallery.show(&scene, &app, "home-loading").await?;
    scene.portal.kill().await?;
    app.see("[data-test=home-page][data-state=failed]").await?;
    gallery.show(&scene, &app, "home-failed").await?;
    app.press(&hook("sign-in-again")).await?;
    app.see(&sign_in_reason("sign_in_again")).await?;
    gallery.show(&scene, &app, "sign-in-again").await
}
