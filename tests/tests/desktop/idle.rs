//! An hour in the tray, while much happens on the portal: the app takes no more than at its beginning.

use std::fs;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use chrono::{DateTime, SecondsFormat, SubsecRound, Utc};
use portal_profile_tests::app::PATIENCE;
use portal_profile_tests::notifications::NotificationDaemon;
use portal_profile_tests::page::hook;
use portal_profile_tests::portal::ADA;
use portal_profile_tests::processes::Use;
use portal_profile_tests::scene::Scene;
use portal_profile_tests::tray::Tray;
use portal_profile_tests::windows::Windows;
use tokio::time::{Instant, sleep};

const TITLE: &str = "Portal Profile";
const STAYS: &str = "[data-test=close-to-tray][aria-checked=true]:not([data-busy])";
const WORKFLOW: [&str; 5] = [
    "workflow",
    "deploy",
    "Weld and watch",
    "--organization",
    "ACME Robotics",
];

/// The hour in parts, each with as many events: ten thousand in all.
const PARTS: u32 = 20;
const EVENTS: u32 = 500;
const PART: Duration = Duration::from_secs(180);
/// After so many parts there is as much as is kept at most, and all that is done once is done.
const SETTLED: u32 = 10;
/// What the app's own memory may be more by then, in octets.
const MORE: u64 = 4 << 20;
/// What the web view's goes up by before it is cleaned up, in octets.
const SWAY: u64 = 24 << 20;

/// How long the processor is watched after some rest, and the most of one that the app may take up.
const REST: Duration = Duration::from_secs(15);
const WATCHED: Duration = Duration::from_secs(30);
const MOST: f64 = 0.005;

/// What is taken up by the app itself, and by the web view.
fn taken_up(processes: &[u32]) -> Result<(Use, Use)> {
    let (own, web_view) = processes.split_at(1);
    Ok((Use::of(own)?, Use::of(web_view)?))
}

/// Waits until the person was told what happened at a moment.
async fn told(scene: &Scene, at: DateTime<Utc>) -> Result<()> {
    let at = at.to_rfc3339_opts(SecondsFormat::Millis, true);
    let deadline = Instant::now() + 2 * PATIENCE;
    loop {
        let files = fs::read_dir(scene.data("first").join("notifications"))?;
        for file in files {
            if fs::read_to_string(file?.path()).is_ok_and(|text| text.contains(&at)) {
                return Ok(());
            }
        }
        ensure!(Instant::now() < deadline, "nothing is told of {at}");
        sleep(Duration::from_millis(50)).await;
    }
}

#[tokio::test]
async fn an_hour_in_the_tray_takes_up_no_more_and_more() -> Result<()> {
    let mut scene = Scene::new().await?;
    scene.portal.restart_with_clock(&scene.desktop).await?;
    let mut daemon = NotificationDaemon::start(&scene.desktop).await?;
    let mut tray = Tray::start(&scene.desktop).await?;
    let app = scene.sign_in_at("first", ADA).await?;
    let _icon = tray.next().await?;
    app.press(&hook("close-to-tray")).await?;
    app.see(STAYS).await?;
    daemon.next().await?;
    scene.operate(&WORKFLOW).await?;
    daemon.next().await?;
    let processes = app.processes()?;
    let windows = Windows::on(&scene.desktop)?;
    windows.close(windows.see(TITLE).await?)?;
    windows.see_no(TITLE).await?;

    let mut settled = None;
    for part in 1..=PARTS {
        scene.portal.pass(PART).await?;
        let at = Utc::now().trunc_subsecs(0) + PART * part;
        scene.portal.tell_again(EVENTS, at).await?;
        told(&scene, at + Duration::from_millis(u64::from(EVENTS) - 1)).await?;
        if part == SETTLED {
            settled = Some(taken_up(&processes)?);
        }
    }
    sleep(REST).await;
    let (own_settled, web_settled) = settled.context("there are fewer parts")?;
    let (own, web) = taken_up(&processes)?;
    let grown = |before: Use, after: Use, by: u64| after.memory > before.memory + by;
    ensure!(!grown(own_settled, own, MORE), "{own_settled:?} {own:?}");
    ensure!(!grown(web_settled, web, SWAY), "{web_settled:?} {web:?}");
    // All of it was shown, gathered in bursts.
    let shown = daemon.waiting().len();
    ensure!((1..=EVENTS as usize).contains(&shown), "{shown} shown");

    sleep(WATCHED).await;
    let (own_later, web_later) = taken_up(&processes)?;
    let busy = (own_later.processor - own.processor) + (web_later.processor - web.processor);
    let taken = busy.as_secs_f64() / WATCHED.as_secs_f64();
    ensure!(taken < MOST, "{taken} of a processor");
    Ok(())
}
