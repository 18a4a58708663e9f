//! Organizations that require MFA.

use anyhow::Result;

use crate::gallery::Gallery;
use crate::notifications::NotificationDaemon;
use crate::page::hook;
use crate::portal::{ADA, LINUS};
use crate::scene::{PROFILE, Scene};

pub(super) async fn walk(gallery: &mut Gallery) -> Result<()> {
    let scene = Scene::on(gallery.desktop()).await?;
    let _notifications = NotificationDaemon::start(&scene.desktop).await?;
    for organization in ["ACME Robotics", "Borealis Foods"] {
        let require = ["mfa", "require", "--organization", organization];
        scene.operate(&require).await?;
    }
    let app = scene.start_at("of-ada").await?;
    app.connect(scene.portal.address()).await?;
    app.enter_credentials(ADA.email, ADA.password).await?;
    app.see(&hook("enrollment-required-page")).await?;
    gallery
        .show(&scene, &app, "mfa-enrollment-required")
        .await?;
    app.kill().await?;

    // Linus works in his personal account, so that he may go on without.
    let app = scene.start().await?;
    app.connect(scene.portal.address()).await?;
    app.enter_credentials(LINUS.email, LINUS.password).await?;
    app.see(&hook("not-now")).await?;
    gallery
        .show(&scene, &app, "mfa-enrollment-required-elsewhere")
        .await?;
    app.press(&hook("not-now")).await?;
    app.see(PROFILE).await?;
    gallery.show(&scene, &app, "profile-mfa-put-off").await?;
    app.press(&hook("mfa-switch")).await?;
    app.enroll_from_dialog().await?;
    app.see(&hook("mfa-required")).await?;
    gallery.show(&scene, &app, "profile-mfa-required").await?;
    app.kill().await
}
