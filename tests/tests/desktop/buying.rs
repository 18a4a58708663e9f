//! Buying credits in the app, paid in a real browser.

use std::fs;

use anyhow::{Context, Result, ensure};
use portal_profile_tests::app::App;
use portal_profile_tests::chromium::Chromium;
use portal_profile_tests::notifications::NotificationDaemon;
use portal_profile_tests::page::hook;
use portal_profile_tests::portal::ADA;
use portal_profile_tests::scene::{PROFILE, Scene};
use portal_server::domain::Credits;
use portal_server::store::credits;

const ACME: &str = "ACME Robotics";
const SHOP: &str = "[data-test=add-credits-page][data-state=ready]";
/// The place of the pack of 5,000 credits among those that are sold.
const PACK: &str = "[data-test=pack]:nth-of-type(2) input";

fn purchase(state: &str) -> String {
    format!("[data-test=purchase][data-state={state}]")
}

async fn balance(scene: &Scene) -> Result<Credits> {
    let acme = scene.organization(ACME).await?.id;
    let store = scene.store().await?;
    let end = credits::balance(store.read(), acme).await?;
    Ok(end.context("no credits")?.balance)
}

/// Reviews the second pack that is sold.
async fn review(app: &App) -> Result<()> {
    app.see(PROFILE).await?;
    app.press(&hook("open-add-credits")).await?;
    app.see(SHOP).await?;
    app.press(PACK).await?;
    app.press(&hook("review-purchase")).await?;
    app.see(&hook("review")).await.map(drop)
}

/// Begins to buy the second pack, and answers the page that opened in the browser.
async fn begin(scene: &Scene, app: &App) -> Result<String> {
    review(app).await?;
    app.press(&hook("pay")).await?;
    app.see(&purchase("pending")).await?;
    scene.opened_page().await
}

#[tokio::test]
async fn a_pack_is_chosen_paid_in_the_browser_and_announced_with_a_receipt() -> Result<()> {
    let scene = Scene::new().await?;
    let mut daemon = NotificationDaemon::start(&scene.desktop).await?;
    let app = scene.sign_in_at("first", ADA).await?;
    daemon.next().await?;
    let before = balance(&scene).await?;
    let page = begin(&scene, &app).await?;
    ensure!(page.starts_with(scene.portal.address()), "{page}");
    app.see(&hook("sandbox-note")).await?;
    let browser = Chromium::start(&scene.desktop).await?;
    browser.open(&page).await?;
    browser.press("button[value=pay]").await?;

    app.see(&purchase("credited")).await?;
    let announced = daemon.next().await?;
    assert_eq!(announced.summary, "Credits added");
    assert_eq!(announced.body, "ACME Robotics has 5,000 credits more.");
    assert_eq!(balance(&scene).await?, Credits(before.0 + 5_000_000));
    app.press(&hook("open-receipt")).await?;
    app.press(&hook("save-receipt")).await?;
    let told = app.text(&hook("receipt-outcome")).await?;
    let downloads = scene.desktop.home().join("Downloads");
    let file = fs::read_dir(downloads)?.next().context("no file")??.path();
    assert!(told.contains(&*file.to_string_lossy()), "{told}");
    // It is a page that a browser shows, and that runs nothing.
    browser.open(&format!("file://{}", file.display())).await?;
    browser.read("h1", "Receipt R-000001").await?;
    let table = browser.text("table").await?;
    assert!(table.contains("ACME Robotics"), "{table}");
    app.press(&hook("close-receipt")).await?;
    app.press(&hook("purchase-done")).await?;
    app.press(&hook("open-purchases")).await?;
    app.see("[data-test=purchase-row][data-state=credited]")
        .await
        .map(drop)
}

#[tokio::test]
async fn a_payment_that_is_declined_adds_nothing_and_says_so() -> Result<()> {
    let scene = Scene::new().await?;
    let mut daemon = NotificationDaemon::start(&scene.desktop).await?;
    let app = scene.sign_in_at("first", ADA).await?;
    daemon.next().await?;
    let before = balance(&scene).await?;
    let page = begin(&scene, &app).await?;
    let browser = Chromium::start(&scene.desktop).await?;
    browser.open(&page).await?;
    browser.press("button[value=decline]").await?;
    app.see(&purchase("declined")).await?;
    assert_eq!(daemon.next().await?.summary, "Payment declined");
    assert_eq!(balance(&scene).await?, before);
    app.press(&hook("buy-again")).await?;
    app.see(&hook("choose-credits")).await.map(drop)
}

#[tokio::test]
async fn an_app_and_a_portal_that_are_killed_lose_nothing() -> Result<()> {
    let mut scene = Scene::new().await?;
    let app = scene.sign_in_at("first", ADA).await?;
    let before = balance(&scene).await?;
    let page = begin(&scene, &app).await?;
    app.kill().await?;
    scene.portal.kill().await?;
    scene.restart_portal().await?;

    let app = scene.start().await?;
    app.see(PROFILE).await?;
    app.press(&hook("open-add-credits")).await?;
    app.see(&purchase("pending")).await?;
    app.press(&hook("open-checkout")).await?;
    assert_eq!(scene.opened_page().await?, page);
    let browser = Chromium::start(&scene.desktop).await?;
    browser.open(&page).await?;
    app.kill().await?;
    browser.press("button[value=pay-twice]").await?;
    browser.read("h1", "Paid").await?;

    let app = scene.start().await?;
    app.see(PROFILE).await?;
    app.press(&hook("open-purchases")).await?;
    app.see("[data-test=purchase-row][data-state=credited]")
        .await?;
    assert_eq!(balance(&scene).await?, Credits(before.0 + 5_000_000));
    Ok(())
}

#[tokio::test]
async fn what_changes_between_review_and_payment_buys_nothing() -> Result<()> {
    let scene = Scene::new().await?;
    let app = scene.sign_in_at("first", ADA).await?;
    let before = balance(&scene).await?;
    review(&app).await?;
    // The plan.
    let plan = ["plan", "set", "--organization", ACME];
    scene.operate(&[&plan[..], &["team"]].concat()).await?;
    app.press(&hook("pay")).await?;
    app.see(&hook("no-offers")).await?;
    scene.operate(&[&plan[..], &["business"]].concat()).await?;
    assert_eq!(balance(&scene).await?, before);
    assert_eq!(scene.desktop.next_opened_page()?, None);
    Ok(())
}

#[tokio::test]
async fn a_purchase_is_given_up() -> Result<()> {
    let scene = Scene::new().await?;
    let app = scene.sign_in_at("first", ADA).await?;
    let page = begin(&scene, &app).await?;
    app.press(&hook("cancel-purchase")).await?;
    app.see(&purchase("cancelled")).await?;
    let browser = Chromium::start(&scene.desktop).await?;
    browser.open(&page).await?;
    browser.read("h1", "This checkout has ended").await
}
