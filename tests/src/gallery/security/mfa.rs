//! Turning MFA on and off.

use anyhow::Result;

use super::Visitor;
use crate::authenticator::Authenticator;
use crate::awkward::Awkward;
use crate::gallery::Gallery;
use crate::page::{banner, hook};
use crate::portal::LINUS;
use crate::scene::PROFILE;

const ESCAPE: &str = "\u{e00c}";
const SCAN: &str = "[data-test=enroll-dialog][data-step=scan]";

/// Turns MFA on, and answers the authenticator and the recovery codes.
pub(super) async fn walk(
    gallery: &mut Gallery,
    visitor: &Visitor,
) -> Result<(Authenticator, Vec<String>)> {
    let app = &visitor.app;
    stopped(gallery, visitor).await?;
    visitor.show(gallery, "mfa-scan").await?;
    app.type_refused_code("000000").await?;
    visitor.show(gallery, "mfa-code-refused").await?;
    let (authenticator, _) = app.verify_authenticator().await?;
    visitor.show(gallery, "mfa-recovery-codes").await?;
    app.press_keys(ESCAPE).await?;
    app.see("[data-test=enroll-dialog][data-step=leaving]")
        .await?;
    visitor.show(gallery, "mfa-leaving").await?;
    app.press(&hook("stay")).await?;
    app.press(&hook("codes-saved")).await?;
    app.press(&hook("finish-enroll")).await?;
    app.see_no(&hook("enroll-dialog")).await?;
    visitor.show(gallery, "profile-mfa").await?;
    app.press(&hook("mfa-switch")).await?;
    app.see(&hook("disable-mfa-dialog")).await?;
    visitor.show(gallery, "mfa-disable").await?;
    visitor.go_between.answer(Awkward::Faulty).await;
    app.press(&hook("confirm-disable-mfa")).await?;
    app.see(&hook("error")).await?;
    visitor.show(gallery, "mfa-disable-failed").await?;
    visitor.go_between.pass_on().await;
    app.press(&hook("cancel-disable-mfa")).await?;
    app.press(&hook("regenerate-codes")).await?;
    app.see(&hook("recovery-codes-dialog")).await?;
    visitor.show(gallery, "recovery-codes-regenerate").await?;
    app.press(&hook("confirm-regenerate")).await?;
    let codes = app.recovery_codes().await?;
    visitor.show(gallery, "recovery-codes-issued").await?;
    app.press_keys(ESCAPE).await?;
    app.see("[data-test=recovery-codes-dialog][data-step=leaving]")
        .await?;
    visitor.show(gallery, "recovery-codes-leaving").await?;
    app.press(&hook("leave")).await?;
    app.see_no(&hook("recovery-codes-dialog")).await?;
    Ok((authenticator, codes))
}

/// The ways in which setting it up doesn't go on. Ends where it does.
async fn stopped(gallery: &mut Gallery, visitor: &Visitor) -> Result<()> {
    let Visitor {
        scene,
        app,
        go_between,
        ..
    } = visitor;
    go_between.answer(Awkward::Silent).await;
    app.press(&hook("mfa-switch")).await?;
    app.see("[data-test=enroll-dialog][data-step=beginning]")
        .await?;
    visitor.show(gallery, "mfa-beginning").await?;
    go_between.answer(Awkward::Faulty).await;
    app.see("[data-test=enroll-dialog][data-step=failed]")
        .await?;
    visitor.show(gallery, "mfa-failed").await?;
    go_between.pass_on().await;
    app.press(&hook("retry-enroll")).await?;
    app.see(SCAN).await?;

    let elsewhere = scene.sign_in_at("elsewhere", LINUS).await?;
    elsewhere.press(&hook("mfa-switch")).await?;
    elsewhere.see(SCAN).await?;
    elsewhere.kill().await?;
    app.type_code("000000").await?;
    app.see("[data-test=enroll-dialog][data-step=ended]")
        .await?;
    visitor.show(gallery, "mfa-ended").await?;
    app.press(&hook("start-again")).await?;
    app.see(SCAN).await.map(drop)
}

/// Recovery codes run out.
pub(super) async fn walk_few_codes(gallery: &mut Gallery, visitor: Visitor) -> Result<()> {
    let Visitor {
        scene,
        app,
        _notifications,
        go_between: _go_between,
    } = visitor;
    scene.recovery_codes_are_left(3).await?;
    app.kill().await?;
    let app = scene.start().await?;
    app.see(PROFILE).await?;
    app.see(&banner("recovery_codes_few")).await?;
    gallery
        .show(&scene, &app, "profile-recovery-codes-few")
        .await?;
    app.kill().await
}
