//! API keys.

use anyhow::Result;

use super::Visitor;
use crate::awkward::Awkward;
use crate::gallery::Gallery;
use crate::page::{error, hook};
use crate::portal::LINUS;

const ESCAPE: &str = "\u{e00c}";
const READY: &str = "[data-test=api-keys-page][data-state=ready]";

/// From no key to one that was rotated.
pub(super) async fn walk(gallery: &mut Gallery, visitor: &Visitor) -> Result<()> {
    let app = &visitor.app;
    app.press(&hook("open-api-keys")).await?;
    app.see(&hook("keys-empty")).await?;
    visitor.show(gallery, "api-keys-empty").await?;
    app.press(&hook("generate-key")).await?;
    app.see(&hook("generate-key-dialog")).await?;
    visitor.show(gallery, "api-key-generate").await?;
    app.press(&hook("confirm-generate")).await?;
    app.see(&hook("error")).await?;
    visitor.show(gallery, "api-key-name-refused").await?;
    app.press(&hook("expiry-date")).await?;
    app.see(&hook("calendar")).await?;
    visitor.show(gallery, "api-key-expiry-date").await?;
    app.press(&hook("expiry-never")).await?;
    app.see(&hook("never-caution")).await?;
    visitor.show(gallery, "api-key-never-expires").await?;
    app.press(&hook("expiry-90")).await?;
    app.type_into("input[name=keyName]", "Nightly report")
        .await?;
    app.press(&hook("confirm-generate")).await?;
    secret(gallery, visitor).await?;
    app.see(&hook("api-key")).await?;
    visitor.show(gallery, "api-keys").await?;
    rotated(gallery, visitor).await?;
    app.press(&hook("revoke-key")).await?;
    app.see(&hook("revoke-key-dialog")).await?;
    visitor.show(gallery, "api-key-revoke").await?;
    app.press(&hook("cancel-revoke")).await?;
    app.press(&hook("back-to-profile")).await
}

async fn secret(gallery: &mut Gallery, visitor: &Visitor) -> Result<()> {
    let app = &visitor.app;
    app.see(&hook("key-secret")).await?;
    visitor.show(gallery, "api-key-secret").await?;
    app.press_keys(ESCAPE).await?;
    app.see("[data-test=generate-key-dialog][data-step=leaving]")
        .await?;
    visitor.show(gallery, "api-key-secret-leaving").await?;
    app.press(&hook("stay")).await?;
    visitor.go_between.answer(Awkward::Faulty).await;
    app.press(&hook("try-key")).await?;
    app.see("[data-test=try-outcome][data-outcome=failed]")
        .await?;
    visitor.show(gallery, "api-key-try-failed").await?;
    visitor.go_between.pass_on().await;
    app.press(&hook("try-key")).await?;
    app.see("[data-test=try-outcome][data-outcome=devices]")
        .await?;
    visitor.show(gallery, "api-key-tried").await?;
    app.press(&hook("copy-secret")).await?;
    app.see(&hook("secret-outcome")).await?;
    visitor.show(gallery, "api-key-secret-copied").await?;
    app.press(&hook("finish-key")).await
}

async fn rotated(gallery: &mut Gallery, visitor: &Visitor) -> Result<()> {
    let app = &visitor.app;
    app.press(&hook("rotate-key")).await?;
    app.see(&hook("rotate-key-dialog")).await?;
    visitor.show(gallery, "api-key-rotate").await?;
    app.press(&hook("overlap-day")).await?;
    app.press(&hook("confirm-rotate")).await?;
    app.see("[data-test=rotate-key-dialog][data-step=secret]")
        .await?;
    visitor.show(gallery, "api-key-rotated").await?;
    app.press(&hook("copy-secret")).await?;
    app.see(&hook("secret-outcome")).await?;
    app.press(&hook("finish-key")).await?;
    app.see_no(&hook("rotate-key-dialog")).await?;
    visitor.show(gallery, "api-keys-overlap").await
}

/// Keys near their end and past it, and as many as there may be.
pub(super) async fn walk_many(gallery: &mut Gallery, visitor: &Visitor) -> Result<()> {
    let Visitor {
        scene,
        app,
        go_between,
        ..
    } = visitor;
    scene
        .more_keys(&[("Greenhouse display", 5), ("Old dashboard", -3)])
        .await?;
    go_between.answer(Awkward::Silent).await;
    app.press(&hook("open-api-keys")).await?;
    app.see("[data-test=api-keys-page][data-state=loading]")
        .await?;
    visitor.show(gallery, "api-keys-loading").await?;
    go_between.answer(Awkward::Faulty).await;
    app.see("[data-test=api-keys-page][data-state=failed]")
        .await?;
    visitor.show(gallery, "api-keys-failed").await?;
    go_between.pass_on().await;
    app.press(&hook("retry-keys")).await?;
    app.see(READY).await?;
    app.see("[data-test=api-key][data-status=expiring]").await?;
    app.see("[data-test=expired-keys] [data-status=expired]")
        .await?;
    visitor
        .show(gallery, "api-keys-expiring-and-expired")
        .await?;
    app.press("[data-status=expiring] [data-test=revoke-key]")
        .await?;
    app.type_into("input[name=confirmName]", "Greenhouse display")
        .await?;
    scene.key_is_revoked("Greenhouse display").await?;
    app.press(&hook("confirm-revoke")).await?;
    app.see(&error("not_found")).await?;
    visitor.show(gallery, "api-key-revoke-refused").await?;
    app.press(&hook("cancel-revoke")).await?;
    app.press(&hook("back-to-profile")).await?;

    scene.more_keys(&[("One of many", 200); 18]).await?;
    app.press(&hook("open-api-keys")).await?;
    app.see(&hook("key-limit")).await?;
    visitor.show(gallery, "api-keys-limit").await?;
    app.press(&hook("back-to-profile")).await
}

/// The feature is turned off at the portal while a dialog is open.
pub(super) async fn walk_unavailable(gallery: &mut Gallery, visitor: &Visitor) -> Result<()> {
    let Visitor { scene, app, .. } = visitor;
    app.press(&hook("open-api-keys")).await?;
    app.press(&hook("rotate-key")).await?;
    app.see(&hook("rotate-key-dialog")).await?;
    let personal = format!("personal:{}", LINUS.email);
    let off = ["feature", "off", "--organization", &personal, "api-keys"];
    scene.operate(&off).await?;
    app.press(&hook("confirm-rotate")).await?;
    app.see(&error("unavailable")).await?;
    visitor.show(gallery, "api-key-rotate-refused").await?;
    app.press(&hook("cancel-rotate")).await?;
    app.see_no(&hook("rotate-key-dialog")).await?;
    app.see(&hook("keys-unavailable")).await?;
    visitor.show(gallery, "api-keys-unavailable").await
}
