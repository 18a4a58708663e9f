//! The page of all transactions of credits.

use std::fs;

use anyhow::{Context, Result};
use chrono::Utc;
use portal_profile_tests::app::App;
use portal_profile_tests::long_ledger::{RARE, fill};
use portal_profile_tests::page::hook;
use portal_profile_tests::portal::ADA;
use portal_profile_tests::scene::{PROFILE, Scene};
use portal_server::store::credit_history::{self, CreditFilter};
use serde_json::json;

const ACME: &str = "ACME Robotics";
const LONG: &str = "Long Ledger";
const PAGE: &str = "[data-test=credit-history-page][data-state=ready]";
/// Transactions of the long ledger: together they would be higher than a page can be.
const COUNT: i64 = 200_000;

/// The numbers of the rows in sight, and those kept around them, from the top down.
const NUMBERS: &str = "return [...document.querySelectorAll('[data-test=history-row]')] \
    .toSorted((one, other) => one.getBoundingClientRect().top - other.getBoundingClientRect().top) \
    .map(row => Number(row.dataset.number));";

async fn open(app: &App) -> Result<()> {
    app.see(PROFILE).await?;
    app.press(&hook("open-credit-history")).await?;
    app.see(PAGE).await.map(drop)
}

/// A person who looks at a ledger of [`COUNT`] transactions.
async fn with_a_long_ledger(scene: &Scene) -> Result<App> {
    let add = ["organization", "add", "--name", LONG, "--owner", ADA.email];
    scene
        .operate(&[&add[..], &["--plan", "business"]].concat())
        .await?;
    let organization = scene.organization(LONG).await?.id;
    fill(&scene.store().await?, organization, COUNT, Utc::now()).await?;
    let app = scene.sign_in_at("first", ADA).await?;
    app.switch_to(LONG).await?;
    app.press(&hook("nav-account")).await?;
    open(&app).await?;
    Ok(app)
}

fn row(number: i64) -> String {
    format!("[data-test=history-row][data-number='{number}']")
}

#[tokio::test]
async fn it_is_scrolled_from_end_to_end_with_the_scroll_bar_the_wheel_and_the_keys() -> Result<()> {
    let scene = Scene::new().await?;
    let app = with_a_long_ledger(&scene).await?;
    let taken = COUNT - COUNT / RARE;
    let totals = format!(
        "200,000 transactions\n+4,000 added\n{}.{} taken",
        taken / 1000,
        taken % 1000
    );
    app.read(&hook("history-totals"), &totals).await?;
    app.see(&row(COUNT)).await?;

    let scroll_to = |place: &str| {
        format!(
            "const frame = document.querySelector('[data-test=virtual-rows]'); \
             frame.scrollTop = {place}; return frame.scrollTop;"
        )
    };
    app.evaluate(&scroll_to("frame.scrollHeight")).await?;
    app.see(&row(1)).await?;
    let half = scroll_to("(frame.scrollHeight - frame.clientHeight) / 2");
    app.evaluate(&half).await?;
    app.see(&row(COUNT / 2)).await?;
    // From there on row by row, and none is left out.
    app.comes_true("return ![...document.querySelectorAll('[data-test=history-row]')].some(row => !row.dataset.number)", json!(null)).await?;
    let before = app.evaluate(NUMBERS).await?;
    app.evaluate(&scroll_to("frame.scrollTop + 120")).await?;
    let before = before.as_array().context("no rows")?;
    let next = before
        .last()
        .and_then(|last| last.as_i64())
        .context("no number")?
        - 1;
    app.see(&row(next)).await?;
    let after = app.evaluate(NUMBERS).await?;
    let after = after.as_array().context("no rows")?;
    assert!(after.len() < 60, "only rows in sight are on the page");
    let first = after[0].as_i64().context("no number")?;
    let in_order: Vec<_> = (0..)
        .map(|place| json!(first - place))
        .take(after.len())
        .collect();
    assert_eq!(*after, in_order);

    // The keys reach both ends, and the focus with them.
    app.press(&row(next)).await?;
    app.press(&hook("close-transaction")).await?;
    app.see(&format!("{}:focus", row(next))).await?;
    app.press_keys("\u{e015}").await?;
    app.see(&format!("{}:focus", row(next - 1))).await?;
    app.press_keys("\u{e010}").await?;
    app.see(&format!("{}:focus", row(1))).await?;
    app.press_keys("\u{e011}").await?;
    app.see(&format!("{}:focus", row(COUNT))).await.map(drop)
}

#[tokio::test]
async fn what_is_looked_for_is_found_added_up_and_saved() -> Result<()> {
    let scene = Scene::new().await?;
    let app = with_a_long_ledger(&scene).await?;
    let rare = "4 transactions\n+4,000 added\n0 taken";
    for (field, text) in [("historyText", "raRE"), ("historyLeast", "1,000")] {
        app.type_into(&format!("input[name={field}]"), text).await?;
        app.read(&hook("history-totals"), rare).await?;
        app.see(&row(1)).await?;
        app.see_no(&row(COUNT)).await?;
        app.press(&hook("clear-filter")).await?;
        app.see(&row(COUNT)).await?;
    }
    app.press(&hook("filter-grant")).await?;
    app.read(&hook("history-totals"), rare).await?;
    app.see(&row(RARE + 1)).await?;

    app.press(&hook("save-history")).await?;
    let told = app.text(&hook("save-history-outcome")).await?;
    let downloads = scene.desktop.home().join("Downloads");
    let file = fs::read_dir(downloads)?.next().context("no file")??.path();
    assert!(told.contains(&*file.to_string_lossy()), "{told}");
    let mut reader = csv::Reader::from_path(&file)?;
    let rows: Vec<_> = reader.records().collect::<Result<_, _>>()?;
    let numbers: Vec<_> = rows.iter().map(|row| row[0].to_owned()).collect();
    assert_eq!(numbers, ["150001", "100001", "50001", "1"]);
    assert_eq!(
        (&rows[3][2], &rows[3][3], &rows[3][5]),
        ("grant", "1000.000", "Rare")
    );
    Ok(())
}

#[tokio::test]
async fn a_file_has_every_transaction_with_all_that_is_known_of_it() -> Result<()> {
    let scene = Scene::new().await?;
    let app = scene.sign_in_at("first", ADA).await?;
    open(&app).await?;
    app.press(&hook("save-history")).await?;
    app.see(&hook("save-history-outcome")).await?;
    let downloads = scene.desktop.home().join("Downloads");
    let file = fs::read_dir(downloads)?.next().context("no file")??.path();
    let mut reader = csv::Reader::from_path(&file)?;
    let saved: Vec<Vec<String>> = reader
        .records()
        .map(|row| row.map(|row| row.iter().map(str::to_owned).collect()))
        .collect::<Result<_, _>>()?;
    let acme = scene.organization(ACME).await?.id;
    let store = scene.store().await?;
    let all = CreditFilter::default();
    let known = credit_history::page(store.read(), acme, &all, None, 100_000).await?;
    let known: Vec<Vec<String>> = known
        .transactions
        .into_iter()
        .map(|row| {
            vec![
                row.number.to_string(),
                row.at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true),
                format!("{:?}", row.kind).to_lowercase(),
                row.amount.to_string(),
                row.balance_after.to_string(),
                row.text,
                row.reference.unwrap_or_default(),
                row.actor_name.unwrap_or_default(),
            ]
        })
        .collect();
    assert!(known.len() > 500);
    assert_eq!(saved, known);

    // All of one is said when it is opened.
    app.press("[data-test=history-row]").await?;
    let dialog = app.text(&hook("transaction-dialog")).await?;
    assert!(dialog.contains(&known[0][5]), "{dialog}");
    Ok(())
}
