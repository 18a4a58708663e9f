//! Exports as jobs: who may ask for them, whose turn it is, their ends, their files, and what kills and stops do.

mod anew;
mod asking;
mod downloading;
mod ending;
mod far;
mod full_disk;
mod going_on;
mod killed;
mod stopped;
mod told;
mod turns;

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use chrono::{Days, NaiveDate, NaiveTime, TimeDelta, Utc};
use chrono_tz::Tz;
use portal_server::exports::ExportPolicy;
use portal_server::store::Store;
use portal_server::store::entities::{export, organization, stream};
use sea_orm::{ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, QueryFilter, QueryOrder};
use serde_json::{Value, json};
use tokio::time::{sleep, timeout};

use crate::support::{Backend, Settings, TestPortal};

/// Longer than any of these takes, in whatever company.
const PATIENCE: Duration = Duration::from_secs(120);

/// How often something is looked at while waiting for it.
const POLL: Duration = Duration::from_millis(50);

/// The day before the sample's last, in ACME's time zone.
const DAY: &str = "2026-03-01";

const REQUEST: &str =
    "mutation ($input: RequestExportInput!) { requestExport(input: $input) { __typename
    ... on ExportRequested { export { id state } } ... on ExportRangeRefused { reason limitDays }
    ... on TooManyExports { limit } } }";

const SEE: &str = "query ($id: ID!) { export(id: $id) { id firstDay lastDay timeZone from until format isRaw state
    failure createdAt startedAt finishedAt expiresAt rows expectedRows secondsLeft size sha256 requestedBy isOwn
    canCancel splitInto } }";

const DOWNLOAD: &str = "mutation ($id: ID!) { createExportDownload(id: $id) { __typename
    ... on ExportDownload { path expiresAt fileName size sha256 manifest } ... on ExportNotReady { export { state } } } }";

/// A portal where `workers` exports run at a time.
async fn portal(backend: Backend, workers: usize) -> Result<TestPortal> {
    let exports = ExportPolicy {
        workers,
        ..ExportPolicy::default()
    };
    let settings = Settings {
        exports,
        ..Settings::default()
    };
    TestPortal::start_as(backend, settings).await
}

/// What is asked for, with a key of its own.
fn wanted(first: &str, last: &str, key: &str) -> Value {
    json!({ "input": {
        "range": { "firstDay": first, "lastDay": last },
        "format": "CSV",
        "idempotencyKey": format!("an export in a test: {key}"),
    } })
}

async fn request(portal: &TestPortal, token: &str, key: &str) -> Result<String> {
    let answer = portal.answer(token, REQUEST, wanted(DAY, DAY, key)).await?;
    let id = answer["export"]["id"].as_str();
    Ok(id.with_context(|| answer.to_string())?.to_owned())
}

async fn see(portal: &TestPortal, token: &str, id: &str) -> Result<Value> {
    portal.answer(token, SEE, json!({ "id": id })).await
}

/// Waits until the export is in a state.
async fn until(portal: &TestPortal, token: &str, id: &str, state: &str) -> Result<Value> {
    let mut last = Value::Null;
    let waiting = async {
        loop {
            last = see(portal, token, id).await?;
            if last["state"] == state {
                return Ok(last.clone());
            }
            sleep(POLL).await;
        }
    };
    let waited = timeout(PATIENCE, waiting).await;
    waited.with_context(|| format!("not {state}: {last}"))?
}

/// Waits until an export is being written.
async fn until_written_to(store: &Store, id: &str) -> Result<()> {
    let waiting = async {
        loop {
            let found = export::Entity::find_by_id(id.parse::<uuid::Uuid>()?);
            let export = found.one(store.read()).await?.context("no export")?;
            ensure!(export.finished_at.is_none(), "it is over: {export:?}");
            if export.rows > 0 {
                return Ok(());
            }
            sleep(POLL).await;
        }
    };
    timeout(PATIENCE, waiting).await.context("never begun")?
}

/// The day before today where ACME is, for programs, whose clock is the system's.
fn yesterday() -> NaiveDate {
    let today = Utc::now().with_timezone(&Tz::Europe__Berlin).date_naive();
    today - Days::new(1)
}

/// Lets one of ACME's devices put out so much more on a day, evenly from noon on.
async fn many_events(store: &Store, day: NaiveDate, events: u32) -> Result<()> {
    let acme = organization::Entity::find()
        .filter(organization::Column::Name.eq("ACME Robotics"))
        .one(store.read())
        .await?
        .context("no ACME")?;
    let stream = stream::Entity::find()
        .filter(stream::Column::OrganizationId.eq(acme.id))
        .filter(stream::Column::Kind.eq(portal_server::domain::ValueKind::Number))
        .order_by_asc(stream::Column::Id)
        .one(store.read())
        .await?
        .context("no stream")?;
    let noon = day.and_time(NaiveTime::MIN).and_utc() + TimeDelta::hours(12);
    let noon = noon.timestamp_micros();
    let step = 6 * 3_600_000_000 / i64::from(events);
    let numbers = match store.read().get_database_backend() {
        DbBackend::Postgres => format!("generate_series(1, {events}) AS n(i)"),
        _ => format!(
            "(WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {events}) SELECT i FROM n) AS n"
        ),
    };
    let insertion = format!(
        "INSERT INTO output_events (stream_id, at, ordinal, \"number\")
        SELECT {}, {noon} + i * CAST({step} AS BIGINT), 7, i * 0.5 FROM {numbers}",
        stream.id
    );
    store.read().execute_unprepared(&insertion).await?;
    Ok(())
}

/// Names of the files in a directory of the objects, in order; none where it is missing.
fn files(directory: &Path, of: &str) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let directory = directory.join("objects").join(of);
    if directory.exists() {
        for entry in std::fs::read_dir(directory)? {
            let path = entry?.path();
            if path.is_file() {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

/// Whole files, and those that were begun.
fn kept(directory: &Path) -> Result<Vec<PathBuf>> {
    files(directory, "exports")
}

fn begun(directory: &Path) -> Result<Vec<PathBuf>> {
    files(directory, "exports/unfinished")
}
