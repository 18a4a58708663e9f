//! The app locks, and is unlocked.

use anyhow::Result;

use super::Gallery;
use crate::keyring_prompt::KeyringPrompt;
use crate::notifications::NotificationDaemon;
use crate::page::{error, hook};
use crate::portal::ADA;
use crate::scene::{PROFILE, Scene};

pub(super) async fn walk(gallery: &mut Gallery) -> Result<()> {
    let scene = Scene::on(gallery.desktop()).await?;
    let _notifications = NotificationDaemon::start(&scene.desktop).await?;
    let prompt = KeyringPrompt::on(&scene.desktop)?;
    let app = scene.sign_in_at("first", ADA).await?;
    app.see("[data-test=lock-after]:not(:disabled)").await?;
    app.select(&hook("lock-after"), "5").await?;
    app.point_at(&hook("lock-after")).await?;
    gallery.show(&scene, &app, "lock-password").await?;
    prompt.choose("open sesame").await?;
    app.see(&hook("lock-now")).await?;
    app.point_at(&hook("lock-after")).await?;
    gallery.show(&scene, &app, "lock").await?;
    app.press(&hook("lock-now")).await?;
    app.see(&hook("locked-page")).await?;
    gallery.show(&scene, &app, "locked").await?;
    app.press(&hook("unlock")).await?;
    prompt.seen().await?;
    gallery.show(&scene, &app, "unlocking").await?;
    prompt.turn_down().await?;
    app.see(&error("unlock_declined")).await?;
    gallery.show(&scene, &app, "not-unlocked").await?;
    app.press(&hook("give-up")).await?;
    app.see(&hook("give-up-dialog")).await?;
    gallery
        .show(&scene, &app, "sign-in-without-unlocking")
        .await?;
    app.press(&hook("cancel-give-up")).await?;
    app.press(&hook("unlock")).await?;
    prompt.answer("open sesame").await?;
    app.see(PROFILE).await?;
    Ok(())
}
