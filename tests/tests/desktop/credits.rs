//! What the profile shows of the credits of the organization in view.

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use portal_profile_tests::app::{App, PATIENCE};
use portal_profile_tests::notifications::{Notification, NotificationDaemon};
use portal_profile_tests::page::{error, hook};
use portal_profile_tests::portal::{ADA, GRACE};
use portal_profile_tests::scene::{PROFILE, Scene};
use portal_server::domain::{Credits, PERSONAL_ACCOUNT};
use portal_server::store::{credit_history, credits};
use serde_json::json;

const ACME: &str = "ACME Robotics";
const SECTION: &str = "[data-test=credits][data-state=ready]";

/// A minute later somebody looks at the window again.
const LATER: &str = "const now = Date.now; Date.now = () => now() + 60_000; \
    const RealDate = Date; \
    window.Date = class extends RealDate { constructor(...at) { \
        if (at.length) super(...at); else super(RealDate.now()); } }; \
    window.dispatchEvent(new Event('focus')); return true;";

/// As the page writes an amount.
fn written(amount: Credits) -> String {
    let exact = amount.to_string();
    let (whole, fraction) = exact.split_once('.').unwrap_or((&exact, ""));
    let (sign, whole) = whole.split_at(usize::from(whole.starts_with('-')));
    let digits = whole.len();
    let grouped = whole.char_indices().flat_map(|(at, digit)| {
        let comma = (at > 0 && (digits - at).is_multiple_of(3)).then_some(',');
        comma.into_iter().chain([digit])
    });
    let grouped: String = grouped.collect();
    match fraction.trim_end_matches('0') {
        "" => format!("{sign}{grouped}"),
        fraction => format!("{sign}{grouped}.{fraction}"),
    }
}

#[tokio::test]
async fn it_shows_what_the_ledger_holds() -> Result<()> {
    let scene = Scene::new().await?;
    let app = scene.sign_in_at("first", ADA).await?;
    app.see(SECTION).await?;
    let acme = scene.organization(ACME).await?.id;
    let store = scene.store().await?;
    let end = credits::balance(store.read(), acme).await?;
    let balance = end.context("no credits")?.balance;
    app.read(&hook("credits-balance"), &written(balance))
        .await?;
    let estimate = app.text(&hook("credits-estimate")).await?;
    assert!(estimate.contains(" a month · "), "{estimate}");
    assert!(estimate.contains(" days left, until "), "{estimate}");

    let recent = credit_history::last(store.read(), acme, 5).await?;
    let wanted: Vec<_> = recent
        .iter()
        .map(|row| {
            let after = format!("Balance {}", written(row.balance_after));
            [row.text.clone(), written(row.amount), after]
        })
        .collect();
    let rows = "return [...document.querySelectorAll('[data-test=credit-transaction]')].map(row => \
        ['.text', '.amounts p', '.amounts .facts'].map(it => row.querySelector(it).innerText.trim()))";
    assert_eq!(app.evaluate(rows).await?, json!(wanted));

    // The bars have a read-out and a table behind them.
    let plot = format!("{} {}", hook("credits-usage"), hook("plot"));
    app.point_at(&plot).await?;
    let read_out = app.text(&hook("read-out")).await?;
    assert!(read_out.contains(" credits"), "{read_out}");
    app.press(&hook("credits-as-table")).await?;
    app.see(&hook("readings")).await?;
    app.see_no(&plot).await?;
    let days = "return document.querySelectorAll('[data-test=readings] tbody tr').length";
    assert_eq!(app.evaluate(days).await?, 30);

    // Another organization has none; what is given meanwhile is there when one comes back.
    app.switch_to(PERSONAL_ACCOUNT).await?;
    app.see(PROFILE).await?;
    app.see_no(&hook("credits")).await?;
    scene
        .operate(&["credits", "grant", "--organization", ACME, "0.125"])
        .await?;
    app.switch_to(ACME).await?;
    app.see(SECTION).await?;
    let more = written(Credits(balance.0 + 125));
    app.read(&hook("credits-balance"), &more).await
}

#[tokio::test]
async fn who_may_not_buy_is_told_whom_to_ask() -> Result<()> {
    let scene = Scene::new().await?;
    let technician = ["member", "set", "--organization", ACME];
    let technician = [
        &technician[..],
        &["--email", GRACE.email, "--roles", "device-technician"],
    ];
    scene.operate(&technician.concat()).await?;
    let app = scene.sign_in_at("first", GRACE).await?;
    app.switch_to(ACME).await?;
    app.see(SECTION).await?;
    app.read(&hook("credits-buyers"), "To add credits, ask Ada Lovelace.")
        .await
}

#[tokio::test]
async fn a_plan_that_changes_takes_the_section_away() -> Result<()> {
    let scene = Scene::new().await?;
    let app = scene.sign_in_at("first", ADA).await?;
    app.see(SECTION).await?;
    scene
        .operate(&["plan", "set", "--organization", ACME, "team"])
        .await?;
    app.evaluate(LATER).await?;
    app.see_no(&hook("credits")).await
}

async fn charge(scene: &Scene, amount: &str) -> Result<()> {
    scene
        .operate(&["credits", "charge", "--organization", ACME, amount])
        .await
}

/// Somebody looks at the section again, and once more while what the app heard of by itself is still on its way, until
/// this much is left.
async fn look_again(app: &App, left: &str) -> Result<()> {
    let deadline = tokio::time::Instant::now() + PATIENCE;
    loop {
        app.evaluate(LATER).await?;
        let shown = app.text(&hook("credits-balance")).await?;
        if shown == left {
            return Ok(());
        }
        ensure!(tokio::time::Instant::now() < deadline, "{shown} is left");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

/// The next notification says that so much is left, after a fall below 1,000.
async fn fell(daemon: &mut NotificationDaemon, left: &str) -> Result<()> {
    let expected = Notification {
        app: "Portal Profile".to_owned(),
        summary: "ACME Robotics is below 1,000 credits".to_owned(),
        body: format!("{left} credits are left."),
    };
    assert_eq!(daemon.next().await?, expected);
    Ok(())
}

#[tokio::test]
async fn who_chose_a_threshold_is_told_once_each_time_that_credits_fall_below() -> Result<()> {
    let scene = Scene::new().await?;
    let mut daemon = NotificationDaemon::start(&scene.desktop).await?;
    let acme = scene.organization(ACME).await?.id;
    let store = scene.store().await?;
    let end = credits::balance(store.read(), acme).await?;
    let balance = end.context("no credits")?.balance;
    charge(&scene, &Credits(balance.0 - 1_200_000).to_string()).await?;
    let app = scene.sign_in_at("first", ADA).await?;
    assert!(daemon.next().await?.body.contains(ADA.display_name));

    app.see(SECTION).await?;
    app.read(&hook("credits-balance"), "1,200").await?;
    app.read(&hook("threshold-value"), "Off").await?;
    app.press(&hook("change-threshold")).await?;
    app.type_into("input[name=creditThreshold]", "0.0001")
        .await?;
    app.press(&hook("save-threshold")).await?;
    app.see(&error("too_precise")).await?;
    app.type_into("input[name=creditThreshold]", "1,000")
        .await?;
    app.press(&hook("save-threshold")).await?;
    app.read(&hook("threshold-value"), "1,000 credits").await?;
    app.see_no(&hook("below-threshold")).await?;

    charge(&scene, "212.5").await?;
    look_again(&app, "987.5").await?;
    app.see(&hook("below-threshold")).await?;
    fell(&mut daemon, "987.5").await?;
    charge(&scene, "1").await?;
    look_again(&app, "986.5").await?;

    // Not once more after a restart: the next one tells of another fall.
    app.kill().await?;
    let app = scene.start().await?;
    app.see(SECTION).await?;
    app.see(&hook("below-threshold")).await?;
    scene
        .operate(&["credits", "grant", "--organization", ACME, "100"])
        .await?;
    look_again(&app, "1,086.5").await?;
    app.see_no(&hook("below-threshold")).await?;
    charge(&scene, "500").await?;
    look_again(&app, "586.5").await?;
    fell(&mut daemon, "586.5").await?;

    app.press(&hook("change-threshold")).await?;
    app.press(&hook("remove-threshold")).await?;
    app.read(&hook("threshold-value"), "Off").await?;
    app.see_no(&hook("below-threshold")).await?;
    assert_eq!(daemon.waiting(), []);
    Ok(())
}
