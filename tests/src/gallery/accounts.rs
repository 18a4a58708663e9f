//! Several accounts on one computer.

use anyhow::Result;

use super::Gallery;
use crate::notifications::NotificationDaemon;
use crate::page::hook;
use crate::portal::{ADA, GRACE, LINUS, Portal};
use crate::scene::{PROFILE, Scene};

pub(super) async fn walk(gallery: &mut Gallery) -> Result<()> {
    let scene = Scene::on(gallery.desktop()).await?;
    let _notifications = NotificationDaemon::start(&scene.desktop).await?;
    let another = Portal::start_another(&scene.desktop).await?;
    let app = scene.sign_in_at("first", ADA).await?;
    app.press(&hook("nav-accounts")).await?;
    app.press(&hook("add-account")).await?;
    app.see(&hook("accounts-here")).await?;
    gallery.show(&scene, &app, "add-account").await?;
    app.connect(another.address()).await?;
    app.sign_in(LINUS).await?;
    app.press(&hook("log-out")).await?;
    app.press(&hook("confirm-log-out")).await?;
    app.see(&hook("accounts-here")).await?;
    gallery.show(&scene, &app, "signed-out-of-one").await?;
    app.press(&hook("other-portal")).await?;
    app.connect(scene.portal.address()).await?;
    app.sign_in(GRACE).await?;
    app.press(&hook("nav-accounts")).await?;
    app.see(&hook("add-account")).await?;
    app.see(&format!(
        "[data-test=account][data-email=\"{}\"][data-state=in_view]",
        GRACE.email
    ))
    .await?;
    gallery.show(&scene, &app, "accounts").await?;
    app.press(&hook("remove-account")).await?;
    app.see(&hook("remove-account-dialog")).await?;
    gallery.show(&scene, &app, "remove-account").await?;
    app.press(&hook("cancel-remove-account")).await?;
    app.see(PROFILE).await?;
    Ok(())
}
