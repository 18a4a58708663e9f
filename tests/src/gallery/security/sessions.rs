//! The sessions of a person.

use anyhow::Result;

use super::Visitor;
use crate::awkward::Awkward;
use crate::gallery::Gallery;
use crate::page::hook;
use crate::portal::LINUS;
use crate::scene::PROFILE;

pub(super) async fn walk(gallery: &mut Gallery, visitor: &Visitor) -> Result<()> {
    let Visitor {
        scene,
        app,
        go_between,
        ..
    } = visitor;
    app.press(&hook("open-sessions")).await?;
    app.see(&hook("sessions-empty")).await?;
    visitor.show(gallery, "sessions-only-this").await?;
    app.press(&hook("back-to-profile")).await?;
    scene.sign_in_at("elsewhere", LINUS).await?.kill().await?;
    go_between.answer(Awkward::Silent).await;
    app.press(&hook("open-sessions")).await?;
    app.see("[data-test=sessions-page][data-state=loading]")
        .await?;
    visitor.show(gallery, "sessions-loading").await?;
    go_between.answer(Awkward::Faulty).await;
    app.see("[data-test=sessions-page][data-state=failed]")
        .await?;
    visitor.show(gallery, "sessions-failed").await?;
    go_between.pass_on().await;
    app.press(&hook("retry-sessions")).await?;
    app.see("[data-test=sessions-page][data-state=ready]")
        .await?;
    visitor.show(gallery, "sessions").await?;
    app.press(&hook("revoke-session")).await?;
    app.see(&hook("revoke-session-dialog")).await?;
    visitor.show(gallery, "session-revoke").await?;
    go_between.answer(Awkward::Faulty).await;
    app.press(&hook("confirm-revoke-session")).await?;
    app.see(&hook("error")).await?;
    visitor.show(gallery, "session-revoke-failed").await?;
    go_between.pass_on().await;
    app.press(&hook("cancel-revoke-session")).await?;
    app.press(&hook("revoke-others")).await?;
    app.see(&hook("revoke-others-dialog")).await?;
    visitor.show(gallery, "sessions-revoke-others").await?;
    go_between.answer(Awkward::Faulty).await;
    app.press(&hook("confirm-revoke-others")).await?;
    app.see(&hook("error")).await?;
    visitor
        .show(gallery, "sessions-revoke-others-failed")
        .await?;
    go_between.pass_on().await;
    app.press(&hook("cancel-revoke-others")).await?;
    app.press(&hook("back-to-profile")).await?;
    app.see(PROFILE).await.map(drop)
}
