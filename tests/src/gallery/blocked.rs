//! A desktop without a session bus: no service of the system, and nothing that brings up the window
//! of an app that is open already.

use anyhow::Result;
use xtask::desktop::SessionBus;

use super::Gallery;
use crate::page::{banner, hook};
use crate::portal::ADA;
use crate::scene::Scene;

pub(super) async fn walk(gallery: &mut Gallery) -> Result<()> {
    let scene = Scene::on(gallery.desktop().session_bus(SessionBus::Gone)).await?;
    let app = scene.sign_in_at("first", ADA).await?;
    for kind in ["no_keyring", "no_notifications", "no_appearance"] {
        app.see(&banner(kind)).await?;
    }
    gallery.choose_theme(&app).await?;
    gallery
        .show(&scene, &app, "profile-without-services")
        .await?;
    let second = scene.start().await?;
    second.see(&hook("already-running")).await?;
    gallery.show(&scene, &second, "already-running").await
}
