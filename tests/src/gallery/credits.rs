//! The credits of the organization in view, and the threshold that a person chooses there.

use anyhow::Result;

use super::Gallery;
use crate::app::App;
use crate::awkward::Awkward;
use crate::go_between::GoBetween;
use crate::page::{error, hook};
use crate::scene::Scene;

const FIELD: &str = "input[name=creditThreshold]";

pub(super) async fn walk(
    gallery: &mut Gallery,
    scene: &Scene,
    app: &App,
    go_between: &GoBetween,
) -> Result<()> {
    app.press(&hook("change-threshold")).await?;
    app.type_into(FIELD, "0.0001").await?;
    gallery.show(scene, app, "credits-threshold").await?;
    app.press(&hook("save-threshold")).await?;
    app.see(&error("too_precise")).await?;
    gallery
        .show(scene, app, "credits-threshold-refused")
        .await?;

    app.type_into(FIELD, "500000").await?;
    go_between.answer(Awkward::Silent).await;
    app.press(&hook("save-threshold")).await?;
    app.see("[data-test=save-threshold][aria-busy=true]")
        .await?;
    gallery.show(scene, app, "credits-threshold-saving").await?;
    go_between.answer(Awkward::Faulty).await;
    app.see(&error("portal_failed")).await?;
    gallery
        .show(scene, app, "credits-threshold-not-saved")
        .await?;
    go_between.pass_on().await;
    app.press(&hook("save-threshold")).await?;
    app.see(&hook("below-threshold")).await?;
    gallery.show(scene, app, "credits-threshold-chosen").await?;
    app.point_at(&hook("below-threshold")).await?;
    gallery.show(scene, app, "credits-below-threshold").await?;
    app.press(&hook("change-threshold")).await?;
    app.press(&hook("remove-threshold")).await?;
    app.see_no(&hook("below-threshold")).await
}
