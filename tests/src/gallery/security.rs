//! Protecting an account.

use anyhow::Result;

use super::Gallery;
use crate::app::App;
use crate::awkward::Awkward;
use crate::go_between::GoBetween;
use crate::notifications::NotificationDaemon;
use crate::page::hook;
use crate::portal::LINUS;
use crate::scene::{PROFILE, Scene};

pub(super) async fn walk(gallery: &mut Gallery) -> Result<()> {
    let scene = Scene::on(gallery.desktop()).await?;
    let _notifications = NotificationDaemon::start(&scene.desktop).await?;
    let go_between = GoBetween::start(scene.portal.address()).await?;
    let app = scene.start().await?;
    app.connect(go_between.address()).await?;
    app.sign_in(LINUS).await?;
    sessions(gallery, &scene, &app, &go_between).await?;
    api_keys(gallery, &scene, &app).await?;
    password(gallery, &scene, &app).await?;
    mfa(gallery, &scene, &app).await?;
    app.kill().await?;
    required(gallery, &scene).await
}

async fn sessions(
    gallery: &mut Gallery,
    scene: &Scene,
    app: &App,
    go_between: &GoBetween,
) -> Result<()> {
    app.press(&hook("open-sessions")).await?;
    app.see(&hook("sessions-empty")).await?;
    gallery.show(scene, app, "sessions-only-this").await?;
    app.press(&hook("back-to-profile")).await?;
    scene.sign_in_at("elsewhere", LINUS).await?.kill().await?;
    go_between.answer(Awkward::Silent).await;
    app.press(&hook("open-sessions")).await?;
    app.see("[data-test=sessions-page][data-state=loading]")
        .await?;
    gallery.show(scene, app, "sessions-loading").await?;
    go_between.answer(Awkward::Faulty).await;
    app.see("[data-test=sessions-page][data-state=failed]")
        .await?;
    gallery.show(scene, app, "sessions-failed").await?;
    go_between.pass_on().await;
    app.press(&hook("retry-sessions")).await?;
    app.see("[data-test=sessions-page][data-state=ready]")
        .await?;
    gallery.show(scene, app, "sessions").await?;
    app.press(&hook("revoke-session")).await?;
    app.see(&hook("revoke-session-dialog")).await?;
    gallery.show(scene, app, "session-revoke").await?;
    app.press(&hook("cancel-revoke-session")).await?;
    app.press(&hook("revoke-others")).await?;
    app.see(&hook("revoke-others-dialog")).await?;
    gallery.show(scene, app, "sessions-revoke-others").await?;
    app.press(&hook("cancel-revoke-others")).await?;
    app.press(&hook("back-to-profile")).await?;

    app.press(&hook("open-security-log")).await?;
    app.see(&hook("log-end")).await?;
    gallery.show(scene, app, "security-log").await?;
    app.press(&hook("filter-exports")).await?;
    app.see(&hook("log-filtered-empty")).await?;
    gallery
        .show(scene, app, "security-log-filtered-empty")
        .await?;
    app.press(&hook("back-to-profile")).await?;
    app.see(PROFILE).await.map(drop)
}

async fn api_keys(gallery: &mut Gallery, scene: &Scene, app: &App) -> Result<()> {
    app.press(&hook("open-api-keys")).await?;
    app.see(&hook("keys-empty")).await?;
    gallery.show(scene, app, "api-keys-empty").await?;
    app.press(&hook("generate-key")).await?;
    app.see(&hook("generate-key-dialog")).await?;
    gallery.show(scene, app, "api-key-generate").await?;
    app.press(&hook("confirm-generate")).await?;
    app.see(&hook("error")).await?;
    gallery.show(scene, app, "api-key-name-refused").await?;
    app.press(&hook("expiry-date")).await?;
    app.see(&hook("calendar")).await?;
    gallery.show(scene, app, "api-key-expiry-date").await?;
    app.press(&hook("expiry-90")).await?;
    app.type_into("input[name=keyName]", "Nightly report")
        .await?;
    app.press(&hook("confirm-generate")).await?;
    app.see(&hook("key-secret")).await?;
    gallery.show(scene, app, "api-key-secret").await?;
    app.press(&hook("try-key")).await?;
    app.see("[data-test=try-outcome][data-outcome=devices]")
        .await?;
    gallery.show(scene, app, "api-key-tried").await?;
    app.press(&hook("copy-secret")).await?;
    app.press(&hook("finish-key")).await?;
    app.see(&hook("api-key")).await?;
    gallery.show(scene, app, "api-keys").await?;
    app.press(&hook("rotate-key")).await?;
    app.see(&hook("rotate-key-dialog")).await?;
    gallery.show(scene, app, "api-key-rotate").await?;
    app.press(&hook("cancel-rotate")).await?;
    app.press(&hook("revoke-key")).await?;
    app.see(&hook("revoke-key-dialog")).await?;
    gallery.show(scene, app, "api-key-revoke").await?;
    app.press(&hook("cancel-revoke")).await?;
    app.press(&hook("back-to-profile")).await
}

async fn password(gallery: &mut Gallery, scene: &Scene, app: &App) -> Result<()> {
    app.press(&hook("change-password")).await?;
    app.see(&hook("change-password-dialog")).await?;
    gallery.show(scene, app, "change-password").await?;
    app.type_into("input[name=currentPassword]", LINUS.password)
        .await?;
    app.type_into("input[name=newPassword]", "password1")
        .await?;
    app.press(&hook("save-password")).await?;
    app.see(&hook("error")).await?;
    gallery.show(scene, app, "password-refused").await?;
    app.press(&hook("cancel-password")).await
}

async fn mfa(gallery: &mut Gallery, scene: &Scene, app: &App) -> Result<()> {
    app.press(&hook("mfa-switch")).await?;
    app.see("[data-test=enroll-dialog][data-step=scan]").await?;
    gallery.show(scene, app, "mfa-scan").await?;
    app.type_code("000000").await?;
    app.see(&hook("error")).await?;
    gallery.show(scene, app, "mfa-code-refused").await?;
    let (_, codes) = app.verify_authenticator().await?;
    gallery.show(scene, app, "mfa-recovery-codes").await?;
    app.press(&hook("codes-saved")).await?;
    app.press(&hook("finish-enroll")).await?;
    app.see_no(&hook("enroll-dialog")).await?;
    gallery.show(scene, app, "profile-mfa").await?;
    app.press(&hook("mfa-switch")).await?;
    app.see(&hook("disable-mfa-dialog")).await?;
    gallery.show(scene, app, "mfa-disable").await?;
    app.press(&hook("cancel-disable-mfa")).await?;
    app.press(&hook("regenerate-codes")).await?;
    app.see(&hook("recovery-codes-dialog")).await?;
    gallery
        .show(scene, app, "recovery-codes-regenerate")
        .await?;
    app.press(&hook("cancel-regenerate")).await?;

    let second = scene.start_at("second").await?;
    second.connect(scene.portal.address()).await?;
    second
        .enter_credentials(LINUS.email, LINUS.password)
        .await?;
    second.see(&hook("second-step")).await?;
    gallery.show(scene, &second, "sign-in-code").await?;
    second.type_code("000000").await?;
    second.see(&hook("error")).await?;
    gallery.show(scene, &second, "sign-in-code-refused").await?;
    second.press(&hook("use-recovery-code")).await?;
    second.see("input[name=recoveryCode]").await?;
    gallery
        .show(scene, &second, "sign-in-recovery-code")
        .await?;
    second
        .type_into("input[name=recoveryCode]", &codes[0])
        .await?;
    second.press(&hook("complete-sign-in")).await?;
    second.see(PROFILE).await?;
    gallery
        .show(scene, &second, "profile-recovery-code-used")
        .await?;
    second.kill().await
}

/// An organization of the person requires MFA.
async fn required(gallery: &mut Gallery, scene: &Scene) -> Result<()> {
    let reset = ["mfa", "reset", "--email", LINUS.email];
    scene.operate(&reset).await?;
    let require = ["mfa", "require", "--organization", "Borealis Foods"];
    scene.operate(&require).await?;
    let app = scene.start_at("elsewhere").await?;
    app.see(&hook("enrollment-required-page")).await?;
    gallery.show(scene, &app, "mfa-enrollment-required").await?;
    app.press(&hook("set-up-mfa")).await?;
    app.enroll_from_dialog().await?;
    app.see(&hook("mfa-required")).await?;
    gallery.show(scene, &app, "profile-mfa-required").await?;
    app.kill().await
}
