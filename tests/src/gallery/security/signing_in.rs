//! The second step of signing in.

use anyhow::Result;

use crate::authenticator::Authenticator;
use crate::gallery::Gallery;
use crate::page::hook;
use crate::portal::LINUS;
use crate::scene::{PROFILE, Scene};

/// Signs in with MFA on: with a recovery code first, then with codes that are wrong.
pub(super) async fn walk(
    gallery: &mut Gallery,
    scene: &Scene,
    authenticator: &Authenticator,
    recovery_codes: &[String],
) -> Result<()> {
    let app = scene.start_at("second").await?;
    app.connect(scene.portal.address()).await?;
    app.enter_credentials(LINUS.email, LINUS.password).await?;
    app.see(&hook("second-step")).await?;
    gallery.show(scene, &app, "sign-in-code").await?;
    app.press(&hook("use-recovery-code")).await?;
    app.see("input[name=recoveryCode]").await?;
    gallery.show(scene, &app, "sign-in-recovery-code").await?;
    app.type_into("input[name=recoveryCode]", "aaaa-aaaa-aaaa-aaaa")
        .await?;
    app.press(&hook("complete-sign-in")).await?;
    app.see(&hook("error")).await?;
    gallery
        .show(scene, &app, "sign-in-recovery-code-refused")
        .await?;
    app.type_into("input[name=recoveryCode]", &recovery_codes[0])
        .await?;
    app.press(&hook("complete-sign-in")).await?;
    app.see(PROFILE).await?;
    gallery
        .show(scene, &app, "profile-recovery-code-used")
        .await?;
    app.press(&hook("log-out")).await?;
    app.press(&hook("confirm-log-out")).await?;
    app.see(&hook("sign-in-page")).await?;

    app.enter_credentials(LINUS.email, LINUS.password).await?;
    app.see(&hook("second-step")).await?;
    app.type_refused_code("000000").await?;
    gallery.show(scene, &app, "sign-in-code-refused").await?;
    app.type_refused_code(&authenticator.code_ahead_by(3_600).await?)
        .await?;
    gallery.show(scene, &app, "sign-in-code-clock-off").await?;
    for _ in 0..4 {
        app.type_refused_code("000000").await?;
    }
    app.type_code("000000").await?;
    app.see("[role=timer]").await?;
    gallery
        .show(scene, &app, "sign-in-code-too-many-attempts")
        .await?;
    app.kill().await
}
