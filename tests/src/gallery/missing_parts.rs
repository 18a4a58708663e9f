//! Parts of the desktop that are missing or locked.

use anyhow::Result;
use xtask::desktop::{Keyring, SettingsPortal};

use super::Gallery;
use crate::notifications::NotificationDaemon;
use crate::page::{banner, hook, sign_in_reason};
use crate::portal::ADA;
use crate::scene::Scene;

pub(super) async fn walk(gallery: &mut Gallery) -> Result<()> {
    keyring_locked(gallery).await?;
    no_keyring(gallery).await?;
    no_settings_portal(gallery).await
}

/// The keyring got locked after it took the session.
async fn keyring_locked(gallery: &mut Gallery) -> Result<()> {
    let scene = Scene::on(gallery.desktop()).await?;
    let _notifications = NotificationDaemon::start(&scene.desktop).await?;
    scene.sign_in_at("first", ADA).await?.kill().await?;
    scene.desktop.lock_keyring()?;
    let app = scene.start().await?;
    app.see(&hook("sign-in-again")).await?;
    scene.desktop.dismiss_keyring_prompt()?;
    gallery
        .show(&scene, &app, "profile-waits-for-keyring")
        .await?;
    app.press(&hook("sign-in-again")).await?;
    app.see(&sign_in_reason("without_keyring")).await?;
    gallery
        .show(&scene, &app, "sign-in-without-keyring")
        .await?;
    app.sign_in(ADA).await?;
    app.see(&banner("keyring_locked")).await?;
    scene.desktop.dismiss_keyring_prompt()?;
    gallery.show(&scene, &app, "profile-keyring-locked").await?;
    app.press(&hook("log-out")).await?;
    app.press(&hook("confirm-log-out")).await?;
    app.see(&sign_in_reason("signed_out_keyring_kept")).await?;
    scene.desktop.dismiss_keyring_prompt()?;
    gallery.show(&scene, &app, "signed-out-keyring-kept").await
}

async fn no_keyring(gallery: &mut Gallery) -> Result<()> {
    let scene = Scene::on(gallery.desktop().keyring(Keyring::None)).await?;
    let _notifications = NotificationDaemon::start(&scene.desktop).await?;
    let app = scene.sign_in_at("first", ADA).await?;
    app.see(&banner("no_keyring")).await?;
    gallery.show(&scene, &app, "profile-without-keyring").await
}

async fn no_settings_portal(gallery: &mut Gallery) -> Result<()> {
    let desktop = gallery.desktop().settings_portal(SettingsPortal::None);
    let scene = Scene::on(desktop).await?;
    let _notifications = NotificationDaemon::start(&scene.desktop).await?;
    let app = scene.sign_in_at("first", ADA).await?;
    app.see(&banner("no_appearance")).await?;
    gallery.choose_theme(&app).await?;
    gallery
        .show(&scene, &app, "profile-without-settings-portal")
        .await
}
