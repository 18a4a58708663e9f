//! Measures how soon a chart of one year is answered and drawn: `cargo xtask bench charts`.
//!
//! A portal on SQLite answers over HTTP on loopback for a chart with half a million events of four devices. The shell
//! of SQLite works out the same days from the same file, in turns, so that a busy machine slows both down alike. Then
//! a person clicks in the real window, and the time runs until the chart is painted.

mod filled;
#[cfg(target_os = "linux")]
mod window;

use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use portal_profile_tests::script::Script;
use portal_server::store::Store;
use portal_server::{PortalConfig, sample};
use serde_json::json;
use uuid::Uuid;

use crate::filled::{DEVICES, EVENTS, YEAR, fill};
#[cfg(target_os = "linux")]
use crate::window::{Click, Window};

const ADA: &str = "ada@acme.example";
const READINGS: &str = "query ($chart: ID!, $calculation: ChartCalculation) {
    chartReadings(chart: $chart, range: YEAR, calculation: $calculation, timeZone: \"Europe/Berlin\") {
        from until bucket calculation buckets events
        series { name values texts overall overallText } } }";

/// What a chart of one year may take from request to reply, in milliseconds.
const WITHIN: f64 = 200.0;
/// What it may take from the click of a person until it is painted, in milliseconds.
#[cfg(target_os = "linux")]
const DRAWN_WITHIN: f64 = 300.0;

#[tokio::main]
async fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let tries: usize = arguments.first().context("how many tries?")?.parse()?;
    let _installed = rustls::crypto::ring::default_provider().install_default();
    let directory = tempfile::tempdir()?;
    let file = directory.path().join("portal.db");
    let database = format!("sqlite:{}", file.display());
    let listen = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
    let mut config = PortalConfig::new(
        listen,
        database.parse()?,
        directory.path().join("objects").into(),
        directory.path().join("portal.key"),
    );
    config.sample_data = true;
    config.sample_days = 1;
    let now = chrono::Utc::now().timestamp_micros();
    let portal = portal_server::start(config).await?;
    let store = Store::open(&database.parse()?).await?;
    let (chart, streams) = fill(&store, now).await?;
    let address = format!("http://{}", portal.address());
    let bench = Bench(Script::sign_in(&address, ADA, sample::PASSWORD).await?);
    println!(
        "A chart of one year with {EVENTS} events of {DEVICES} devices, medians of {tries}, in turns"
    );
    let mut slowest: f64 = 0.0;
    for calculation in ["LAST", "COUNT", "SUM", "AVERAGE", "MINIMUM", "MAXIMUM"] {
        let (mut portal, mut shell) = (Vec::new(), Vec::new());
        for _ in 0..tries {
            portal.push(bench.readings(chart, calculation).await?);
            shell.push(with_shell(&file, &streams, calculation, now)?);
        }
        let (portal, shell) = (median(portal), median(shell));
        println!(
            "  {calculation:<8} {portal:>8.1} ms   sqlite3 shell {shell:>8.1} ms   ratio {:>6.2}",
            portal / shell
        );
        slowest = slowest.max(portal);
    }
    #[cfg(target_os = "linux")]
    drawing(&bench, &address, chart, tries).await?;
    portal.stop().await;
    ensure!(slowest < WITHIN, "a chart of one year takes too long");
    Ok(())
}

/// What a person waits from click to drawn, against the part of it that the portal takes.
#[cfg(target_os = "linux")]
async fn drawing(bench: &Bench, portal: &str, chart: Uuid, tries: usize) -> Result<()> {
    let window = Window::open(portal).await?;
    println!("From click to drawn in the real window, against the portal's part alone");
    for (name, click) in [("range", Click::Range), ("workspace", Click::Workspace)] {
        let (mut painted, mut replied) = (Vec::new(), Vec::new());
        for _ in 0..tries {
            painted.push(window.click(click).await?);
            replied.push(bench.readings(chart, "AVERAGE").await?);
        }
        let (painted, replied) = (median(painted), median(replied));
        println!(
            "  {name:<10} {painted:>6.1} ms   request to reply {replied:>6.1} ms   ratio {:>6.2}",
            painted / replied
        );
        ensure!(
            painted < DRAWN_WITHIN,
            "a chart of one year is drawn too late"
        );
    }
    Ok(())
}

struct Bench(Script);

impl Bench {
    /// From request to reply.
    async fn readings(&self, chart: Uuid, calculation: &str) -> Result<Duration> {
        let variables = json!({ "chart": chart, "calculation": calculation });
        let begun = Instant::now();
        let answer = self.0.ask(READINGS, variables).await?;
        let time = begun.elapsed();
        let events = answer["chartReadings"]["events"].as_i64();
        // The oldest are at the edge of the range, and time goes on.
        ensure!(
            events.is_some_and(|events| events > EVENTS * 99 / 100),
            "{events:?} events"
        );
        Ok(time)
    }
}

/// The same in days of UTC by the shell of SQLite, with its start.
fn with_shell(file: &Path, streams: &[i64], calculation: &str, now: i64) -> Result<Duration> {
    let what = match calculation {
        "COUNT" => "count(*)",
        "SUM" => "sum(number)",
        "AVERAGE" => "avg(number)",
        "MINIMUM" => "min(number)",
        "MAXIMUM" => "max(number)",
        // SQLite takes the number from the row with the greatest time.
        _ => "max(at), number",
    };
    let streams: Vec<_> = streams.iter().map(i64::to_string).collect();
    let since = now - YEAR;
    let statement = format!(
        "SELECT stream_id, at / 86400000000, {what} FROM output_events \
         WHERE stream_id IN ({}) AND at >= {since} AND at < {now} GROUP BY 1, 2;",
        streams.join(", ")
    );
    let begun = Instant::now();
    let output = Command::new("sqlite3")
        .arg("-readonly")
        .arg(file)
        .arg(statement)
        .output()
        .context("sqlite3 is not installed: apt-get install sqlite3")?;
    let time = begun.elapsed();
    let lines = output.stdout.split(|byte| *byte == b'\n').count();
    ensure!(
        lines > DEVICES * 365,
        "sqlite3: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    Ok(time)
}

/// In milliseconds.
fn median(mut times: Vec<Duration>) -> f64 {
    times.sort_unstable();
    times[times.len() / 2].as_secs_f64() * 1e3
}
