//! The security log.

use anyhow::Result;

use super::Visitor;
use crate::awkward::Awkward;
use crate::gallery::Gallery;
use crate::page::hook;
use crate::scene::PROFILE;

const SCROLL_DOWN: &str = "document.querySelector('[data-test=show-more]').scrollIntoView()";

pub(super) async fn walk(gallery: &mut Gallery, visitor: &Visitor) -> Result<()> {
    let app = &visitor.app;
    app.press(&hook("open-security-log")).await?;
    app.see(&hook("log-end")).await?;
    visitor.show(gallery, "security-log").await?;
    app.press(&hook("save-log")).await?;
    app.see(&hook("save-log-outcome")).await?;
    visitor.show(gallery, "security-log-saved").await?;
    app.press(&hook("filter-exports")).await?;
    app.see(&hook("log-filtered-empty")).await?;
    visitor.show(gallery, "security-log-filtered-empty").await?;
    app.press(&hook("back-to-profile")).await?;
    slow_and_failed(gallery, visitor).await?;
    more(gallery, visitor).await?;
    app.press(&hook("back-to-profile")).await?;
    app.see(PROFILE).await.map(drop)
}

async fn slow_and_failed(gallery: &mut Gallery, visitor: &Visitor) -> Result<()> {
    let Visitor {
        app, go_between, ..
    } = visitor;
    visitor.scene.it_happens_again(120).await?;
    go_between.answer(Awkward::Silent).await;
    app.press(&hook("open-security-log")).await?;
    app.see("[data-test=security-log-page][data-state=loading]")
        .await?;
    visitor.show(gallery, "security-log-loading").await?;
    go_between.answer(Awkward::Faulty).await;
    app.see("[data-test=security-log-page][data-state=failed]")
        .await?;
    visitor.show(gallery, "security-log-failed").await?;
    go_between.pass_on().await;
    app.press(&hook("retry-log")).await?;
    app.see(&hook("show-more")).await?;
    visitor.show(gallery, "security-log-many").await
}

/// The next page of events, fetched when the end of the last comes into view.
async fn more(gallery: &mut Gallery, visitor: &Visitor) -> Result<()> {
    let Visitor {
        app, go_between, ..
    } = visitor;
    go_between.answer(Awkward::Silent).await;
    app.evaluate(SCROLL_DOWN).await?;
    app.see("[data-test=show-more][aria-busy=true]").await?;
    visitor.show(gallery, "security-log-more").await?;
    go_between.answer(Awkward::Faulty).await;
    app.see(&hook("retry-more")).await?;
    visitor.show(gallery, "security-log-more-failed").await?;
    go_between.pass_on().await;
    app.press(&hook("retry-more")).await?;
    app.see_no(&hook("retry-more")).await
}
