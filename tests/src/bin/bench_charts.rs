//! Measures how soon a chart of one year is answered: `cargo xtask bench charts`.
//!
//! A portal on SQLite answers over HTTP on loopback for a chart with half a million events of four devices. The shell
//! of SQLite works out the same days from the same file, in turns, so that a busy machine slows both down alike.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use portal_server::domain::{ChartCalculation, ChartKind, OutputValue, ValueKind};
use portal_server::store::entities::{chart, chart_workspace, skill};
use portal_server::store::output_events::{self, NewEvent};
use portal_server::store::streams::{self, StreamSource};
use portal_server::store::{Store, chart_workspaces, charts, devices, organizations};
use portal_server::{PortalConfig, sample};
use reqwest::Client;
use sea_orm::EntityTrait;
use serde_json::{Value, json};
use uuid::Uuid;

const ADA: &str = "ada@acme.example";
const SIGN_IN: &str = "mutation ($email: String!, $password: String!) { signIn(input: {
    email: $email, password: $password, client: \"Benchmark\" }) { ... on SignedIn { token } } }";
const READINGS: &str = "query ($chart: ID!, $calculation: ChartCalculation) {
    chartReadings(chart: $chart, range: YEAR, calculation: $calculation, timeZone: \"Europe/Berlin\") {
        from until bucket calculation buckets events
        series { name values texts overall overallText } } }";

const EVENTS: i64 = 500_000;
const DEVICES: usize = 4;
const YEAR: i64 = 365 * 86_400_000_000;

/// What a chart of one year may take from request to reply, in milliseconds.
const WITHIN: f64 = 200.0;

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
    let bench = Bench {
        client: Client::builder().no_proxy().build()?,
        url: format!("http://{}/graphql", portal.address()),
    };
    let token = bench.sign_in().await?;
    println!(
        "A chart of one year with {EVENTS} events of {DEVICES} devices, medians of {tries}, in turns"
    );
    let mut slowest: f64 = 0.0;
    for calculation in ["LAST", "COUNT", "SUM", "AVERAGE", "MINIMUM", "MAXIMUM"] {
        let (mut portal, mut shell) = (Vec::new(), Vec::new());
        for _ in 0..tries {
            portal.push(bench.readings(&token, chart, calculation).await?);
            shell.push(with_shell(&file, &streams, calculation, now)?);
        }
        let (portal, shell) = (median(portal), median(shell));
        println!(
            "  {calculation:<8} {portal:>8.1} ms   sqlite3 shell {shell:>8.1} ms   ratio {:>6.2}",
            portal / shell
        );
        slowest = slowest.max(portal);
    }
    portal.stop().await;
    ensure!(slowest < WITHIN, "a chart of one year takes too long");
    Ok(())
}

/// Fills a chart; answers its id and the streams that it shows.
async fn fill(store: &Store, now: i64) -> Result<(Uuid, Vec<i64>)> {
    let database = store.read();
    let organization_id = organizations::shared_by_name(database, "ACME Robotics").await?[0].id;
    let devices = devices::page(database, organization_id, None, DEVICES as u64).await?;
    let skill = skill::Entity::find()
        .one(database)
        .await?
        .context("no skill")?;
    let mut numbers = Vec::new();
    for (place, device) in devices.iter().enumerate() {
        let source = StreamSource {
            organization_id,
            device_id: device.id,
            skill_id: skill.id,
            key: "benchmark".to_owned(),
            kind: ValueKind::Number,
        };
        let stream_id = streams::ensure(database, &source).await?;
        let each = EVENTS / DEVICES as i64;
        let events = (0..each).map(|event| NewEvent {
            stream_id,
            at: now - YEAR + YEAR / each * event + place as i64,
            value: OutputValue::Number((event * 7_919 % 100_003) as f64 / 100.0),
        });
        let transaction = store.begin_write().await?;
        output_events::add(&transaction, events.collect()).await?;
        transaction.commit().await?;
        numbers.push(stream_id);
    }
    let workspace_id = Uuid::from_u128(1);
    let workspace = chart_workspace::Model {
        id: workspace_id,
        organization_id,
        name: "Benchmark".to_owned(),
        name_order: "benchmark".to_owned(),
        owner_id: None,
        changed_at: chrono::DateTime::UNIX_EPOCH,
    };
    chart_workspaces::insert(database, workspace).await?;
    let row = chart::Model {
        id: Uuid::from_u128(2),
        workspace_id,
        position: 0,
        title: "Benchmark".to_owned(),
        kind: ChartKind::Line,
        calculation: ChartCalculation::Average,
        unit: None,
        key: "benchmark".to_owned(),
        skill_id: None,
        every_device: true,
    };
    let id = row.id;
    charts::insert(database, row, &[]).await?;
    Ok((id, numbers))
}

struct Bench {
    client: Client,
    url: String,
}

impl Bench {
    async fn ask(&self, query: &str, variables: Value, token: Option<&str>) -> Result<Value> {
        let body = json!({ "query": query, "variables": variables });
        let mut request = self.client.post(&self.url).json(&body);
        if let Some(token) = token {
            request = request.bearer_auth(token);
        }
        let answer: Value = request.send().await?.error_for_status()?.json().await?;
        ensure!(answer["errors"].is_null(), "{answer}");
        Ok(answer["data"].clone())
    }

    async fn sign_in(&self) -> Result<String> {
        let variables = json!({ "email": ADA, "password": sample::PASSWORD });
        let answer = self.ask(SIGN_IN, variables, None).await?;
        let token = answer["signIn"]["token"].as_str();
        Ok(token.context("no session")?.to_owned())
    }

    /// From request to reply.
    async fn readings(&self, token: &str, chart: Uuid, calculation: &str) -> Result<Duration> {
        let variables = json!({ "chart": chart, "calculation": calculation });
        let begun = Instant::now();
        let answer = self.ask(READINGS, variables, Some(token)).await?;
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
