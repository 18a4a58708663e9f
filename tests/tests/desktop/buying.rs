//! Buying credits in the app, paid in a real browser.

use std::fs;

use anyhow::{Context, Result, ensure};
use portal_profile_tests::app::App;
use portal_profile_tests::chromium::Chromium;
use portal_profile_tests::notifications::NotificationDaemon;
use portal_profile_tests::page::{error, hook, purchase};
use portal_profile_tests::paper;
use portal_profile_tests::portal::{ADA, GRACE};
use portal_profile_tests::scene::{PROFILE, Scene};
use portal_profile_tests::windows::Windows;
use portal_profile_tests::windows::keys::{ENTER, SPACE, TAB};
use portal_server::domain::Credits;
use portal_server::store::{credit_offers, credits};

const ACME: &str = "ACME Robotics";
const ASK: &str = "To add credits, ask Ada Lovelace.";
const SHOP: &str = "[data-test=add-credits-page][data-state=ready]";
/// The place of the pack of 5,000 credits among those that are sold.
const PACK: &str = "[data-test=pack]:nth-of-type(2) input";
const OWN: &str = "input[name=offer][value=own]";
const AMOUNT: &str = "input[name=ownAmount]";

async fn balance(scene: &Scene) -> Result<Credits> {
    let acme = scene.organization(ACME).await?.id;
    let store = scene.store().await?;
    let end = credits::balance(store.read(), acme).await?;
    Ok(end.context("no credits")?.balance)
}

/// Opens what is sold.
async fn open_shop(app: &App) -> Result<()> {
    app.see(PROFILE).await?;
    app.press(&hook("open-add-credits")).await?;
    app.see(SHOP).await.map(drop)
}

/// Reviews the second pack that is sold.
async fn review(app: &App) -> Result<()> {
    app.press(PACK).await?;
    app.press(&hook("review-purchase")).await?;
    app.see(&hook("review")).await.map(drop)
}

/// Reviews an amount of one's own.
async fn review_own(app: &App, amount: &str) -> Result<()> {
    app.press(OWN).await?;
    app.type_into(AMOUNT, amount).await?;
    app.press(&hook("review-purchase")).await?;
    app.see(&hook("review")).await.map(drop)
}

/// Begins to buy what is reviewed, and answers the page that opened in the browser.
async fn pay(scene: &Scene, app: &App) -> Result<String> {
    app.press(&hook("pay")).await?;
    app.see(&purchase("pending")).await?;
    scene.opened_page().await
}

/// Begins to buy the second pack, and answers the page that opened in the browser.
async fn begin(scene: &Scene, app: &App) -> Result<String> {
    open_shop(app).await?;
    review(app).await?;
    pay(scene, app).await
}

#[tokio::test]
async fn a_pack_is_chosen_paid_in_the_browser_and_announced_with_a_receipt() -> Result<()> {
    let scene = Scene::new().await?;
    let output = paper::print_to_file(&scene.desktop.home())?;
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

    let windows = Windows::on(&scene.desktop)?;
    app.press(&hook("print-receipt")).await?;
    let dialog = windows.see(paper::DIALOG).await?;
    windows.press(dialog, &[TAB, SPACE, ENTER])?;
    windows.see_no(paper::DIALOG).await?;
    let pages = paper::pages(&output).await?;
    assert_eq!(pages.len(), 1, "{pages:?}");
    for written in [
        "Receipt R-000001",
        "5,000",
        "€70.00",
        ACME,
        ADA.display_name,
    ] {
        assert!(pages[0].contains(written), "{written}: {}", pages[0]);
    }
    // The page and the dialog stay where they are.
    for element in ["[data-test=add-credits-page] h1", "[data-test=purchase] h2"] {
        let words = app.text(element).await?;
        assert!(!pages[0].contains(&words), "{words}: {}", pages[0]);
    }
    app.press(&hook("close-receipt")).await?;
    app.press(&hook("purchase-done")).await?;
    app.press(&hook("open-purchases")).await?;
    app.see("[data-test=purchase-row][data-state=credited]")
        .await
        .map(drop)
}

#[tokio::test]
async fn an_amount_of_ones_own_is_declined_and_then_paid() -> Result<()> {
    let scene = Scene::new().await?;
    let mut daemon = NotificationDaemon::start(&scene.desktop).await?;
    let app = scene.sign_in_at("first", ADA).await?;
    daemon.next().await?;
    let before = balance(&scene).await?;
    open_shop(&app).await?;
    app.press(OWN).await?;
    for (typed, code) in [
        ("0", "not_positive"),
        ("-5", "not_positive"),
        ("100.0001", "too_precise"),
        ("1000000000000000", "too_large"),
        ("a hundred", "not_a_number"),
        ("99.999", "below_least"),
    ] {
        app.type_into(AMOUNT, typed).await?;
        app.see_no(&hook("error")).await?;
        app.press(&hook("review-purchase")).await?;
        app.see(&error(code)).await?;
    }
    app.read(&error("below_least"), "Enter at least 100.")
        .await?;
    review_own(&app, "1,500.125").await?;
    let page = pay(&scene, &app).await?;
    let browser = Chromium::start(&scene.desktop).await?;
    browser.open(&page).await?;
    browser.press("button[value=decline]").await?;
    app.see(&purchase("declined")).await?;
    assert_eq!(daemon.next().await?.summary, "Payment declined");
    assert_eq!(balance(&scene).await?, before);

    app.press(&hook("buy-again")).await?;
    review_own(&app, "1,500.125").await?;
    let page = pay(&scene, &app).await?;
    browser.open(&page).await?;
    browser.press("button[value=pay]").await?;
    app.see(&purchase("credited")).await?;
    let told = daemon.next().await?.body;
    assert_eq!(told, "ACME Robotics has 1,500.125 credits more.");
    assert_eq!(balance(&scene).await?, Credits(before.0 + 1_500_125));
    Ok(())
}

#[tokio::test]
async fn an_app_and_a_portal_that_are_killed_lose_nothing() -> Result<()> {
    let mut scene = Scene::new().await?;
    let mut daemon = NotificationDaemon::start(&scene.desktop).await?;
    let app = scene.sign_in_at("first", ADA).await?;
    daemon.next().await?;
    let before = balance(&scene).await?;
    let page = begin(&scene, &app).await?;
    app.kill().await?;
    scene.portal.kill().await?;
    scene.restart_portal().await?;

    // Where the person lands, they are told that a payment is open, and what comes of it.
    let app = scene.start().await?;
    app.see(PROFILE).await?;
    app.see(&hook("open-payment")).await?;
    let browser = Chromium::start(&scene.desktop).await?;
    browser.open(&page).await?;
    browser.press("button[value=pay-twice]").await?;
    browser.read("h1", "Paid").await?;
    let announced = daemon.next().await?;
    assert_eq!(announced.summary, "Credits added");
    app.press(&hook("open-purchases")).await?;
    app.see("[data-test=purchase-row][data-state=credited]")
        .await?;
    assert_eq!(balance(&scene).await?, Credits(before.0 + 5_000_000));

    // What is paid while the app is away is told at its next start.
    app.press(&hook("back-to-profile")).await?;
    let page = begin(&scene, &app).await?;
    app.kill().await?;
    browser.open(&page).await?;
    browser.press("button[value=pay]").await?;
    browser.read("h1", "Paid").await?;
    assert_eq!(daemon.waiting(), []);
    let app = scene.start().await?;
    app.see(PROFILE).await?;
    assert_eq!(daemon.next().await?.summary, "Credits added");
    assert_eq!(balance(&scene).await?, Credits(before.0 + 10_000_000));
    assert_eq!(daemon.waiting(), []);
    Ok(())
}

#[tokio::test]
async fn what_changes_between_review_and_payment_buys_nothing() -> Result<()> {
    let scene = Scene::new().await?;
    let roles = ["member", "set", "--organization", ACME, "--email"];
    let roles = [&roles[..], &[GRACE.email, "--roles"]].concat();
    scene
        .operate(&[&roles[..], &["billing-admin"]].concat())
        .await?;
    let app = scene.sign_in_at("first", GRACE).await?;
    app.switch_to(ACME).await?;
    let before = balance(&scene).await?;
    open_shop(&app).await?;

    // The price.
    review_own(&app, "1,000").await?;
    app.read(&hook("pay"), "Pay €16.00").await?;
    let price = ["pack", "price", "--currency", "EUR", "--per-credit", "0.02"];
    let limits = ["--least", "100", "--most", "50000"];
    scene.operate(&[&price[..], &limits].concat()).await?;
    app.press(&hook("pay")).await?;
    app.see(&error("price_changed")).await?;
    app.read(&hook("pay"), "Pay €20.00").await?;

    // The pack, in whose place comes a dearer one.
    app.press(&hook("back-to-offers")).await?;
    review(&app).await?;
    let packs = credit_offers::packs(scene.store().await?.read()).await?;
    let pack = packs.get(1).context("no pack")?.id.to_string();
    scene.operate(&["pack", "remove", &pack]).await?;
    let dearer = ["pack", "add", "--credits", "5000", "--price", "75.00"];
    scene
        .operate(&[&dearer[..], &["--currency", "EUR"]].concat())
        .await?;
    app.press(&hook("pay")).await?;
    app.see(&error("gone")).await?;
    let prices = "return [...document.querySelectorAll('[data-test=pack] .cost > :first-child')]\
        .map(it => it.textContent)";
    let sold = serde_json::json!(["€15.00", "€260.00", "€1,200.00", "€75.00"]);
    assert_eq!(app.evaluate(prices).await?, sold);

    // The role.
    review(&app).await?;
    scene
        .operate(&[&roles[..], &["device-technician"]].concat())
        .await?;
    app.press(&hook("pay")).await?;
    app.read("[data-test=no-offers] p", "Nothing was bought.")
        .await?;
    app.read("[data-test=no-offers] p + p", ASK).await?;
    app.press(&hook("back-to-profile")).await?;
    app.see(&hook("credits-buyers")).await?;
    app.see_no(&hook("open-add-credits")).await?;

    // The plan.
    scene
        .operate(&[&roles[..], &["billing-admin"]].concat())
        .await?;
    app.press(&hook("open-credit-history")).await?;
    app.press(&hook("back-to-profile")).await?;
    open_shop(&app).await?;
    review(&app).await?;
    let plan = ["plan", "set", "--organization", ACME];
    scene.operate(&[&plan[..], &["team"]].concat()).await?;
    app.press(&hook("pay")).await?;
    app.see(&hook("no-offers")).await?;
    app.press(&hook("back-to-profile")).await?;
    app.see(PROFILE).await?;
    app.see_no(&hook("credits")).await?;
    scene.operate(&[&plan[..], &["business"]].concat()).await?;

    assert_eq!(balance(&scene).await?, before);
    assert_eq!(scene.desktop.next_opened_page()?, None);
    Ok(())
}

#[tokio::test]
async fn a_purchase_is_given_up_and_another_one_expires() -> Result<()> {
    let scene = Scene::new().await?;
    let mut daemon = NotificationDaemon::start(&scene.desktop).await?;
    let app = scene.sign_in_at("first", ADA).await?;
    daemon.next().await?;
    let page = begin(&scene, &app).await?;
    // Found again by the hint, its page is opened once more.
    app.press(&hook("back-to-profile")).await?;
    app.press(&hook("open-payment")).await?;
    app.see(&purchase("pending")).await?;
    app.press(&hook("open-checkout")).await?;
    assert_eq!(scene.opened_page().await?, page);
    app.press(&hook("cancel-purchase")).await?;
    app.see(&purchase("cancelled")).await?;
    let browser = Chromium::start(&scene.desktop).await?;
    browser.open(&page).await?;
    browser.read("h1", "This checkout has ended").await?;

    app.press(&hook("buy-again")).await?;
    review(&app).await?;
    let page = pay(&scene, &app).await?;
    scene.checkouts_expire().await?;
    app.see(&purchase("expired")).await?;
    assert_eq!(daemon.next().await?.summary, "Payment not completed");
    browser.open(&page).await?;
    browser.read("h1", "This checkout has ended").await?;
    assert_eq!(daemon.waiting(), []);
    Ok(())
}
