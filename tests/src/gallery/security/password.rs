//! Changing the password.

use anyhow::Result;
use serde_json::json;

use super::Visitor;
use crate::app::App;
use crate::gallery::Gallery;
use crate::page::hook;
use crate::portal::LINUS;

pub(super) async fn walk(gallery: &mut Gallery, visitor: &Visitor) -> Result<()> {
    let app = &visitor.app;
    app.press(&hook("change-password")).await?;
    app.see(&hook("change-password-dialog")).await?;
    visitor.show(gallery, "change-password").await?;
    app.type_into("input[name=currentPassword]", LINUS.password)
        .await?;
    app.type_into("input[name=newPassword]", "password1")
        .await?;
    app.press(&hook("save-password")).await?;
    app.see(&hook("error")).await?;
    visitor.show(gallery, "password-refused").await?;
    app.press(&hook("cancel-password")).await?;
    app.see_no(&hook("change-password-dialog")).await
}

/// Too many wrong passwords, here and where the identity is confirmed: they are counted together.
pub(super) async fn walk_too_many(gallery: &mut Gallery, visitor: &Visitor) -> Result<()> {
    let app = &visitor.app;
    app.press(&hook("change-password")).await?;
    app.type_into("input[name=currentPassword]", "not the password")
        .await?;
    app.type_into("input[name=newPassword]", "correct horse battery staple")
        .await?;
    press_until_too_many(app, "save-password").await?;
    visitor
        .show(gallery, "change-password-too-many-attempts")
        .await?;
    app.press(&hook("cancel-password")).await?;
    app.see_no(&hook("change-password-dialog")).await?;

    visitor.scene.confirmations_grow_old().await?;
    app.press(&hook("mfa-switch")).await?;
    app.type_into(
        "[data-test=confirm-identity-dialog] input[name=password]",
        "not the password",
    )
    .await?;
    press_until_too_many(app, "confirm-identity").await?;
    visitor
        .show(gallery, "confirm-identity-too-many-attempts")
        .await
}

/// Sends what is filled in whenever it can be sent, until the portal wants a pause.
async fn press_until_too_many(app: &App, button: &str) -> Result<()> {
    let pressed = "if (document.querySelector('[role=timer]')) return true; \
        document.querySelector(arguments[0])?.click(); return false;";
    app.comes_true(pressed, json!(hook(button))).await
}
