//! The portal's test checkout: what can be done there, and each of its ends.

use anyhow::Result;

use super::Gallery;
use crate::buying::Buyer;
use crate::chromium::Chromium;
use crate::portal::ADA;
use crate::scene::Scene;

pub(super) async fn walk(gallery: &mut Gallery) -> Result<()> {
    let scene = Scene::on(gallery.desktop()).await?;
    let buyer = Buyer::sign_in(&scene, ADA, "ACME Robotics").await?;
    let browser = Chromium::start(&scene.desktop).await?;
    let begun = buyer.begin(0).await?;
    browser.open(&begun.checkout).await?;
    gallery.show_in(&browser, "checkout").await?;
    browser.tab_to("button[value=pay]").await?;
    gallery.show_in(&browser, "checkout-focus").await?;
    browser.tab_to("button[value=decline]").await?;
    browser.resize(320, 640).await?;
    gallery.show_in(&browser, "checkout-narrow").await?;
    browser.resize(1024, 768).await?;
    browser.press("button[value=pay]").await?;
    browser.read("h1", "Paid").await?;
    gallery.show_in(&browser, "checkout-paid").await?;
    browser.open(&begun.checkout).await?;
    browser.read("h1", "This checkout has ended").await?;
    gallery.show_in(&browser, "checkout-ended").await?;
    scene.operate(&["purchase", "refund", &begun.id]).await?;
    browser.open(&format!("{}/done", begun.checkout)).await?;
    browser.read("h1", "Paid back").await?;
    gallery.show_in(&browser, "checkout-refunded").await?;

    for (action, title, state) in [
        ("decline", "Payment declined", "checkout-declined"),
        ("abandon", "Not paid", "checkout-left"),
    ] {
        browser.open(&buyer.begin(1).await?.checkout).await?;
        browser.press(&format!("button[value={action}]")).await?;
        browser.read("h1", title).await?;
        gallery.show_in(&browser, state).await?;
    }
    Ok(())
}
