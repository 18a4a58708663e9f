//! The other ends of exports, and what each offers.

use std::time::Duration;

use anyhow::Result;
use portal_profile_tests::exporting::{ask, export_row, exports_in, see_ready};
use portal_profile_tests::page::{error, hook};
use portal_profile_tests::portal::{ADA, MEI};
use portal_profile_tests::scene::{PROFILE, Scene};
use portal_server::domain::ExportState;

/// For how long an export may run, and its file is kept, where nobody says otherwise.
const ALLOWED: Duration = Duration::from_secs(600);
const KEPT: Duration = Duration::from_secs(24 * 3_600);
const SECOND: Duration = Duration::from_secs(1);

/// More than is written before somebody who sees it go on has pressed a button, or the time has gone by.
const TOO_MANY: u32 = 300_000;

#[tokio::test]
async fn one_that_runs_is_cancelled_and_retried() -> Result<()> {
    let mut scene = Scene::new().await?;
    scene.much_is_put_out(TOO_MANY).await?;
    let one = ["--export-workers", "1"];
    scene.portal.restart_with(&scene.desktop, &one).await?;
    let app = scene.sign_in_at("first", ADA).await?;
    ask(&app, "yesterday", "csv").await?;
    app.see(&export_row("in_progress")).await?;
    app.see(&hook("export-progress")).await?;
    app.press(&hook("cancel-export")).await?;
    app.see(&export_row("cancelled")).await?;
    app.press(&format!(
        "{} {}",
        export_row("cancelled"),
        hook("retry-export")
    ))
    .await?;
    see_ready(&app).await
}

#[tokio::test]
async fn one_that_takes_too_long_is_split_into_ranges_that_do_not() -> Result<()> {
    let mut scene = Scene::new().await?;
    scene.much_is_put_out(TOO_MANY).await?;
    scene.portal.restart_with_clock(&scene.desktop).await?;
    let app = scene.sign_in_at("first", ADA).await?;
    ask(&app, "last_7_days", "csv").await?;
    app.see(&export_row("in_progress")).await?;
    app.see(&hook("export-progress")).await?;
    scene.portal.pass(ALLOWED + SECOND).await?;
    let new = format!("{}:first-child", export_row("timed_out"));
    app.see(&new).await?;
    app.press(&format!("{new} {}", hook("split-export")))
        .await?;
    see_ready(&app).await?;
    // Rows that come and go move what is below them.
    app.see_no(&export_row("in_progress")).await?;
    app.press(&hook("open-all-exports")).await?;
    app.see("[data-test=exports-page][data-state=ready]")
        .await?;
    let ready = exports_in(&scene.store().await?, ExportState::Ready).await?;
    assert!(ready.len() >= 2, "{ready:?}");
    let mut days: Vec<_> = ready.iter().map(|it| (it.first_day, it.last_day)).collect();
    days.sort_unstable();
    assert!(
        days.windows(2)
            .all(|pair| pair[0].1.succ_opt() == Some(pair[1].0)),
        "{days:?}"
    );
    Ok(())
}

#[tokio::test]
async fn one_whose_time_is_over_expires_and_is_retried() -> Result<()> {
    let mut scene = Scene::new().await?;
    scene.portal.restart_with_clock(&scene.desktop).await?;
    let app = scene.sign_in_at("first", ADA).await?;
    ask(&app, "yesterday", "parquet").await?;
    see_ready(&app).await?;
    app.see(&hook("export-expiry")).await?;
    scene.portal.pass(KEPT + SECOND).await?;
    // It looks for files whose time is over twice a minute, and the page that is open hears of it.
    let store = scene.store().await?;
    while exports_in(&store, ExportState::Expired).await?.is_empty() {
        tokio::time::sleep(SECOND).await;
    }
    let new = format!("{}:first-child", export_row("expired"));
    app.see(&new).await?;
    app.press(&format!("{new} {}", hook("retry-export")))
        .await?;
    see_ready(&app).await
}

#[tokio::test]
async fn one_that_the_portal_can_not_keep_fails_and_says_why() -> Result<()> {
    let scene = Scene::new().await?;
    let app = scene.sign_in_at("first", ADA).await?;
    let exports = scene.portal.directory().join("objects/exports");
    std::fs::create_dir_all(&exports)?;
    std::fs::remove_dir_all(&exports)?;
    std::fs::write(&exports, "a file, not a directory")?;
    ask(&app, "yesterday", "csv").await?;
    let failed = export_row("failed");
    app.see(&failed).await?;
    app.read(
        &format!("{failed} {}", hook("export-reason")),
        "The portal could not keep the file. Try again later.",
    )
    .await?;
    std::fs::remove_file(&exports)?;
    app.press(&format!("{failed} {}", hook("retry-export")))
        .await?;
    see_ready(&app).await
}

#[tokio::test]
async fn days_that_are_none_are_explained_and_nothing_is_asked_for() -> Result<()> {
    let scene = Scene::new().await?;
    let app = scene.sign_in_at("first", ADA).await?;
    app.see(&hook("new-export")).await?;
    for (first, last, code) in [
        ("2026-13-01", "2026-03-01", "no_day"),
        ("2026-03-02", "2026-03-01", "end_before_start"),
        ("2026-03-02", "2099-03-01", "in_future"),
        ("1970-01-01", "2026-03-01", "too_long"),
    ] {
        app.type_into("input[name=exportFirstDay]", first).await?;
        app.type_into("input[name=exportLastDay]", last).await?;
        app.see(&error(code)).await?;
        app.see("[data-test=request-export]:is(:disabled, [aria-disabled=true])")
            .await?;
    }
    // There is none for whoever may not see the charts.
    scene
        .operate(&[
            "feature",
            "off",
            "--organization",
            "ACME Robotics",
            "chart-data-export",
        ])
        .await?;
    app.load_again().await?;
    app.see(PROFILE).await?;
    app.see_no(&hook("exports")).await?;
    let none = exports_in(&scene.store().await?, ExportState::InProgress).await?;
    assert!(none.is_empty(), "{none:?}");
    Ok(())
}

/// Mei looks at charts; what Ada asked for is there for her too, but not hers to cancel.
#[tokio::test]
async fn what_others_asked_for_is_listed_and_can_be_downloaded() -> Result<()> {
    let scene = Scene::new().await?;
    let app = scene.sign_in_at("first", ADA).await?;
    ask(&app, "yesterday", "csv_gzip").await?;
    see_ready(&app).await?;
    app.kill().await?;
    let app = scene.sign_in_at("second", MEI).await?;
    app.switch_to("ACME Robotics").await?;
    app.press(&hook("nav-account")).await?;
    see_ready(&app).await?;
    app.see(&hook("download-export")).await?;
    let row = app.text(&export_row("ready")).await?;
    assert!(row.contains("Ada Lovelace"), "{row}");
    Ok(())
}
