//! Where every credit went, and buying more of them.

use anyhow::Result;

use super::Gallery;
use crate::chromium::Chromium;
use crate::page::{error, hook, purchase};
use crate::portal::ADA;
use crate::scene::Scene;

pub(super) async fn walk(gallery: &mut Gallery) -> Result<()> {
    let scene = Scene::on(gallery.desktop()).await?;
    let app = scene.sign_in_at("first", ADA).await?;
    app.press(&hook("open-what-if")).await?;
    app.text(&hook("what-if-days")).await?;
    gallery.show(&scene, &app, "credits-what-if").await?;
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
    let price = [
        "pack",
        "price",
        "--currency",
        "EUR",
        "--per-credit",
        "0.018",
        "--least",
        "100",
        "--most",
        "50000",
    ];
    scene.operate(&price).await?;
    app.press(&hook("pay")).await?;
    app.see(&error("price_changed")).await?;
    gallery.show(&scene, &app, "review-price-changed").await?;
    app.press(&hook("pay")).await?;
    app.see(&purchase("pending")).await?;
    gallery.show(&scene, &app, "purchase-waiting").await?;
    app.press(&hook("cancel-purchase")).await?;
    app.see(&purchase("cancelled")).await?;
    gallery.show(&scene, &app, "purchase-cancelled").await?;
    scene.opened_page().await?;

    for (button, state) in [("decline", "declined"), ("pay", "credited")] {
        app.press(&hook("buy-again")).await?;
        app.press(&hook("review-purchase")).await?;
        app.press(&hook("pay")).await?;
        app.see(&purchase("pending")).await?;
        let browser = Chromium::start(&scene.desktop).await?;
        browser.open(&scene.opened_page().await?).await?;
        browser.press(&format!("button[value={button}]")).await?;
        app.see(&purchase(state)).await?;
        // Its window would stand in front of the app.
        drop(browser);
        app.point_at("main h1").await?;
        gallery
            .show(&scene, &app, &format!("purchase-{state}"))
            .await?;
    }
    app.press(&hook("open-receipt")).await?;
    app.see(&hook("receipt-dialog")).await?;
    gallery.show(&scene, &app, "receipt").await?;
    app.press(&hook("close-receipt")).await?;
    app.press(&hook("purchase-done")).await?;
    app.press(&hook("open-purchases")).await?;
    app.see("[data-test=purchase-row][data-state=credited]")
        .await?;
    gallery.show(&scene, &app, "purchases").await
}
