//! What gets in the way of turning MFA on, and of its recovery codes.

use anyhow::Result;

use super::Visitor;
use crate::awkward::Awkward;
use crate::gallery::Gallery;
use crate::page::{banner, error, hook};
use crate::portal::LINUS;
use crate::scene::PROFILE;
use crate::securing::{MFA_OFF, MFA_ON};

const ESCAPE: &str = "\u{e00c}";
const PASSWORD: &str = "[data-test=confirm-identity-dialog] input[name=password]";
const OUTCOME: &str = "[data-test=recovery-codes-outcome]";

pub(super) async fn walk(gallery: &mut Gallery, visitor: Visitor) -> Result<()> {
    already_enabled(gallery, &visitor).await?;
    let visitor = visitor.start_again().await?;
    visitor.app.press(&hook("mfa-switch")).await?;
    visitor.app.press(&hook("confirm-disable-mfa")).await?;
    visitor.app.see(MFA_OFF).await?;
    visitor.app.see_no(&hook("disable-mfa-dialog")).await?;
    kept_codes(gallery, &visitor).await?;
    unanswered(gallery, &visitor).await?;
    visitor.app.enroll().await?;
    visitor.app.see(MFA_ON).await?;
    uncertain_codes(gallery, &visitor).await?;
    visitor.scene.recovery_codes_are_left(0).await?;
    let visitor = visitor.start_again().await?;
    visitor.app.see(&banner("recovery_codes_few")).await?;
    visitor.show(gallery, "profile-recovery-codes-none").await
}

/// It was turned on elsewhere, and this window has not heard of it.
async fn already_enabled(gallery: &mut Gallery, visitor: &Visitor) -> Result<()> {
    let Visitor { scene, app, .. } = visitor;
    let elsewhere = scene.sign_in_at("elsewhere", LINUS).await?;
    let (_, codes) = elsewhere.enroll().await?;
    // Its window would cover the other in a picture.
    elsewhere.kill().await?;
    app.press(&hook("mfa-switch")).await?;
    app.type_into(PASSWORD, LINUS.password).await?;
    app.press(&hook("confirm-identity")).await?;
    app.see(&error("second_factor_missing")).await?;
    visitor
        .show(gallery, "confirm-identity-code-wanted")
        .await?;
    app.press(&hook("use-recovery-code")).await?;
    app.type_into("input[name=recoveryCode]", &codes[0]).await?;
    app.press(&hook("confirm-identity")).await?;
    app.see("[data-test=enroll-dialog][data-step=already_enabled]")
        .await?;
    app.see_no(&hook("confirm-identity-dialog")).await?;
    visitor.show(gallery, "mfa-already-enabled").await
}

/// What comes of copying recovery codes and of saving them. Ends with the codes on the page.
async fn kept_codes(gallery: &mut Gallery, visitor: &Visitor) -> Result<()> {
    let Visitor { scene, app, .. } = visitor;
    app.press(&hook("mfa-switch")).await?;
    app.verify_authenticator().await?;
    app.press(&hook("copy-recovery-codes")).await?;
    app.see(OUTCOME).await?;
    visitor.show(gallery, "mfa-recovery-codes-copied").await?;
    // A file lies where the folder would be made.
    let downloads = scene.desktop.home().join("Downloads");
    std::fs::write(&downloads, "")?;
    app.press(&hook("save-recovery-codes")).await?;
    app.see(&hook("error")).await?;
    visitor
        .show(gallery, "mfa-recovery-codes-not-saved")
        .await?;
    std::fs::remove_file(&downloads)?;
    app.press(&hook("save-recovery-codes")).await?;
    app.see(OUTCOME).await?;
    visitor.show(gallery, "mfa-recovery-codes-saved").await
}

/// The portal was asked to turn it on and did not say what came of it.
async fn unanswered(gallery: &mut Gallery, visitor: &Visitor) -> Result<()> {
    let Visitor {
        app, go_between, ..
    } = visitor;
    app.press(&hook("codes-saved")).await?;
    go_between.answer(Awkward::Faulty).await;
    app.press(&hook("finish-enroll")).await?;
    app.see(&hook("error")).await?;
    visitor.show(gallery, "mfa-finish-failed").await?;
    app.press_keys(ESCAPE).await?;
    app.see("[data-test=enroll-dialog][data-step=leaving]")
        .await?;
    visitor.show(gallery, "mfa-leaving-uncertain").await?;
    go_between.pass_on().await;
    app.press(&hook("leave")).await?;
    app.see_no(&hook("enroll-dialog")).await?;
    app.see(MFA_OFF).await.map(drop)
}

/// New codes were asked for without an answer.
async fn uncertain_codes(gallery: &mut Gallery, visitor: &Visitor) -> Result<()> {
    let Visitor {
        app, go_between, ..
    } = visitor;
    app.press(&hook("regenerate-codes")).await?;
    go_between.answer(Awkward::Faulty).await;
    app.press(&hook("confirm-regenerate")).await?;
    app.see(&hook("regenerate-uncertain")).await?;
    visitor
        .show(gallery, "recovery-codes-regenerate-uncertain")
        .await?;
    go_between.pass_on().await;
    app.press(&hook("cancel-regenerate")).await?;
    app.see_no(&hook("recovery-codes-dialog")).await?;
    app.see(PROFILE).await?;
    app.see(&hook("recovery-codes-uncertain")).await?;
    visitor
        .show(gallery, "profile-recovery-codes-uncertain")
        .await
}
