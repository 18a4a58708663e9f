//! Confirming one's identity before what is sensitive.

use anyhow::Result;

use super::Visitor;
use crate::gallery::Gallery;
use crate::page::hook;
use crate::portal::LINUS;

const PASSWORD: &str = "[data-test=confirm-identity-dialog] input[name=password]";

/// With the password alone.
pub(super) async fn walk(gallery: &mut Gallery, visitor: &Visitor) -> Result<()> {
    let app = &visitor.app;
    visitor.scene.confirmations_grow_old().await?;
    app.press(&hook("mfa-switch")).await?;
    app.see(&hook("confirm-identity-dialog")).await?;
    visitor.show(gallery, "confirm-identity").await?;
    app.type_into(PASSWORD, "not the password").await?;
    app.press(&hook("confirm-identity")).await?;
    app.see(&hook("error")).await?;
    visitor.show(gallery, "confirm-identity-refused").await?;
    app.confirm_with(LINUS.password).await?;
    app.see("[data-test=enroll-dialog][data-step=scan]").await?;
    app.press(&hook("cancel-enroll")).await?;
    app.see_no(&hook("enroll-dialog")).await
}

/// With the password and a code.
pub(super) async fn walk_with_code(gallery: &mut Gallery, visitor: &Visitor) -> Result<()> {
    let app = &visitor.app;
    visitor.scene.confirmations_grow_old().await?;
    app.press(&hook("mfa-switch")).await?;
    app.press(&hook("confirm-disable-mfa")).await?;
    app.see(&hook("confirm-identity-dialog")).await?;
    visitor.show(gallery, "confirm-identity-with-code").await?;
    app.type_into(PASSWORD, LINUS.password).await?;
    app.type_refused_code("000000").await?;
    visitor
        .show(gallery, "confirm-identity-code-refused")
        .await?;
    app.press(&hook("cancel-confirm-identity")).await?;
    app.press(&hook("cancel-disable-mfa")).await?;
    app.see_no(&hook("disable-mfa-dialog")).await?;

    app.press(&hook("change-password")).await?;
    app.type_into("input[name=currentPassword]", LINUS.password)
        .await?;
    app.type_into("input[name=newPassword]", "correct horse battery staple")
        .await?;
    app.press(&hook("save-password")).await?;
    app.see("[data-test=error][data-code=second_factor_missing]")
        .await?;
    visitor.show(gallery, "change-password-with-code").await?;
    app.press(&hook("cancel-password")).await?;
    app.see_no(&hook("change-password-dialog")).await
}
