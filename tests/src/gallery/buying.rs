//! Where every credit went, and buying more of them.

use anyhow::Result;

use super::Gallery;
use crate::page::{error, hook};
use crate::portal::ADA;
use crate::scene::Scene;

pub(super) async fn walk(gallery: &mut Gallery) -> Result<()> {
    let scene = Scene::on(gallery.desktop()).await?;
    let app = scene.sign_in_at("first", ADA).await?;
    app.press(&hook("open-credit-history")).await?;
    app.see("[data-test=history-row][data-number]").await?;
    app.see(&hook("history-totals")).await?;
    gallery.show(&scene, &app, "credit-history").await?;
    app.press("[data-test=history-row][data-number]").await?;
    app.see(&hook("transaction-dialog")).await?;
    gallery.show(&scene, &app, "credit-transaction").await?;
    app.press(&hook("close-transaction")).await?;
    app.press(&hook("history-from")).await?;
    app.see(&hook("calendar")).await?;
    gallery.show(&scene, &app, "credit-history-day").await?;
    app.press("[data-bits-day][data-today]").await?;
    app.press(&hook("filter-grant")).await?;
    app.type_into("input[name=historyLeast]", "0").await?;
    app.see(&error("not_positive")).await?;
    gallery
        .show(&scene, &app, "credit-history-filtered")
        .await?;
    app.press(&hook("back-to-profile")).await?;

    app.press(&hook("open-purchases")).await?;
    app.see(&hook("no-purchases")).await?;
    gallery.show(&scene, &app, "purchases-none").await?;
    app.press(&hook("back-to-profile")).await?;
    app.press(&hook("open-add-credits")).await?;
    app.see(&hook("choose-credits")).await?;
    gallery.show(&scene, &app, "add-credits").await?;
    app.press("input[name=offer][value=own]").await?;
    app.type_into("input[name=ownAmount]", "1").await?;
    app.press(&hook("review-purchase")).await?;
    app.see(&error("below_least")).await?;
    gallery.show(&scene, &app, "add-credits-own").await?;
    app.type_into("input[name=ownAmount]", "1,500").await?;
    app.press(&hook("review-purchase")).await?;
    app.see(&hook("review")).await?;
    gallery.show(&scene, &app, "review-purchase").await?;
    app.press(&hook("pay")).await?;
    app.see("[data-test=purchase][data-state=pending]").await?;
    gallery.show(&scene, &app, "purchase-waiting").await?;
    app.press(&hook("cancel-purchase")).await?;
    app.see("[data-test=purchase][data-state=cancelled]")
        .await?;
    gallery.show(&scene, &app, "purchase-cancelled").await
}
