//! Changing the password.

use anyhow::Result;

use super::Visitor;
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
    app.press(&hook("cancel-password")).await
}
