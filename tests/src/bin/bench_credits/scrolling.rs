//! From the first row to the last in the real window.

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use portal_profile_tests::measure::memory_of_app;
use portal_profile_tests::page::hook;
use portal_profile_tests::portal::ADA;
use portal_profile_tests::scene::Scene;

/// Places that are stopped at on the way down, and waited at until all rows in sight are there.
const STOPS: u32 = 1_000;
/// Ways from the first row to the last. On the first one the web view fills the room that it gives scripts; what is
/// left of the rows passed would make the later ones take more.
const WAYS: usize = 4;
/// How much more memory may be taken after the last way than after the first.
const FLAT: f64 = 1.15;
/// How long the app is left alone before its memory is counted.
const SETTLED: Duration = Duration::from_secs(3);

/// Scrolls some of the way, and answers how long it took in the mean until all rows in sight were there, and the
/// number of the last row on the page then.
const SCROLL: &str = "
    const frame = document.querySelector('[data-test=virtual-rows]');
    const rows = () => [...document.querySelectorAll('[data-test=history-row]')];
    const drawn = () => new Promise(done => requestAnimationFrame(done));
    const begun = performance.now();
    for (let stop = FROM; stop < TO; stop += 1) {
        frame.scrollTop = (frame.scrollHeight - frame.clientHeight) * (stop + 1) / STOPS;
        do await drawn(); while (rows().some(row => !row.dataset.number));
    }
    const numbers = rows().map(row => Number(row.dataset.number));
    return [(performance.now() - begun) / (TO - FROM), Math.min(...numbers)];";

/// Scrolls through the ledger of an organization.
pub(crate) async fn measure(scene: &Scene, organization: &str) -> Result<()> {
    let app = scene.sign_in_at("first", ADA).await?;
    app.switch_to(organization).await?;
    app.press(&hook("nav-account")).await?;
    app.press(&hook("open-credit-history")).await?;
    app.see("[data-test=history-row][data-number]").await?;
    let mut memory = Vec::new();
    let mut waits = Vec::new();
    for _ in 0..WAYS {
        let mut last = 0.0;
        for from in (0..STOPS).step_by(100) {
            let script = SCROLL
                .replace("STOPS", &STOPS.to_string())
                .replace("FROM", &from.to_string())
                .replace("TO", &(from + 100).to_string());
            let answer = app.evaluate_async(&script).await?;
            waits.push(answer[0].as_f64().context("no time")?);
            last = answer[1].as_f64().context("no row")?;
        }
        ensure!(last == 1.0, "the last row is {last}");
        tokio::time::sleep(SETTLED).await;
        memory.push(memory_of_app(&scene.desktop)?);
    }
    let (first, last) = (memory[0], memory[memory.len() - 1]);
    let ratio = last as f64 / first as f64;
    let mebibytes = |bytes: u64| bytes as f64 / f64::from(1 << 20);
    println!("Scrolled to the last row in the real window {WAYS} times, with {STOPS} stops each");
    println!(
        "  until all rows in sight are there {:>6.1} ms at each stop",
        waits.iter().sum::<f64>() / waits.len() as f64
    );
    for memory in memory {
        println!("  memory {:>6.1} MiB", mebibytes(memory));
    }
    println!("  last to first way   ratio {ratio:>5.2}");
    ensure!(ratio < FLAT, "the memory grows with the rows passed");
    Ok(())
}
