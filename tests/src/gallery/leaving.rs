//! Logging out.

use anyhow::Result;

use super::Gallery;
use crate::awkward::Awkward;
use crate::go_between::GoBetween;
use crate::notifications::NotificationDaemon;
use crate::page::{hook, sign_in_reason};
use crate::portal::ADA;
use crate::scene::Scene;

pub(super) async fn walk(gallery: &mut Gallery) -> Result<()> {
    let mut scene = Scene::on(gallery.desktop()).await?;
    let _notifications = NotificationDaemon::start(&scene.desktop).await?;
    let go_between = GoBetween::start(scene.portal.address()).await?;
    let app = scene.start().await?;
    app.connect(go_between.address()).await?;
    app.sign_in(ADA).await?;
    app.press(&hook("log-out")).await?;
    app.see(&hook("log-out-dialog")).await?;
    gallery.show(&scene, &app, "log-out").await?;
    go_between.answer(Awkward::Silent).await;
    app.press(&hook("confirm-log-out")).await?;
    app.see("[data-test=confirm-log-out][aria-busy=true]")
        .await?;
    gallery.show(&scene, &app, "log-out-busy").await?;
    go_between.pass_on().await;
    // Whether the portal answered in time depends on how long somebody looked at that.
    app.see("[data-test=sign-in-reason]").await?;
    app.sign_in(ADA).await?;
    app.press(&hook("log-out")).await?;
    app.press(&hook("confirm-log-out")).await?;
    app.see(&sign_in_reason("signed_out")).await?;
    gallery.show(&scene, &app, "signed-out").await?;

    app.sign_in(ADA).await?;
    scene.portal.kill().await?;
    app.press(&hook("log-out")).await?;
    app.press(&hook("confirm-log-out")).await?;
    app.see(&sign_in_reason("signed_out_not_revoked")).await?;
    gallery.show(&scene, &app, "signed-out-not-revoked").await
}
