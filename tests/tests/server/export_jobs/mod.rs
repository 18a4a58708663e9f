//! Exports as jobs: who may ask for them, whose turn it is, their ends, their files, and what kills and stops do.

mod anew;
mod asking;
mod chance;
mod downloading;
mod ending;
mod far;
mod full_disk;
mod going_on;
mod killed;
mod killed_downloads;
mod stopped;
mod told;
mod turns;

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use portal_server::exports::ExportPolicy;
use portal_server::store::Store;
use portal_server::store::entities::export;
use sea_orm::EntityTrait;
use serde_json::{Value, json};
use tokio::time::{sleep, timeout};
use uuid::Uuid;

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

/// An export as the store has it.
async fn find(store: &Store, id: Uuid) -> Result<export::Model> {
    let found = export::Entity::find_by_id(id).one(store.read()).await?;
    found.context("no export")
}

/// Waits until an export is as it is to be.
async fn until_it(
    store: &Store,
    id: Uuid,
    is: impl Fn(&export::Model) -> bool,
) -> Result<export::Model> {
    let waiting = async {
        loop {
            let export = find(store, id).await?;
            if is(&export) {
                return Ok(export);
            }
            sleep(POLL).await;
        }
    };
    timeout(PATIENCE, waiting).await.context("it never is")?
}

/// Waits until an export is being written.
async fn until_written_to(store: &Store, id: &str) -> Result<()> {
    let waiting = async {
        loop {
            let export = find(store, id.parse()?).await?;
            ensure!(export.finished_at.is_none(), "it is over: {export:?}");
            if export.rows > 0 {
                return Ok(());
            }
            sleep(POLL).await;
        }
    };
    timeout(PATIENCE, waiting).await.context("never begun")?
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
