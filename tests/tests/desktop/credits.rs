//! What the profile shows of the credits of the organization in view.

use anyhow::{Context, Result};
use portal_profile_tests::page::hook;
use portal_profile_tests::portal::{ADA, GRACE};
use portal_profile_tests::scene::{PROFILE, Scene};
use portal_server::domain::{Credits, PERSONAL_ACCOUNT};
use portal_server::store::{credit_history, credits};
use serde_json::json;

const ACME: &str = "ACME Robotics";
const SECTION: &str = "[data-test=credits][data-state=ready]";

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
    // A minute later somebody looks at the window again.
    let later = "const now = Date.now; Date.now = () => now() + 60_000; \
        const RealDate = Date; \
        window.Date = class extends RealDate { constructor(...at) { \
            if (at.length) super(...at); else super(RealDate.now()); } }; \
        window.dispatchEvent(new Event('focus')); return true;";
    app.evaluate(later).await?;
    app.see_no(&hook("credits")).await
}
