//! A portal process that stands still for longer than its lease.

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use portal_profile_tests::much_output::{many_events, yesterday};
use portal_server::domain::ExportState;
use portal_server::store::entities::export;
use rstest::rstest;
use sea_orm::EntityTrait;
use tokio::process::Command;
use tokio::time::{sleep, timeout};
use uuid::Uuid;

use super::{PATIENCE, POLL, begun, kept};
use crate::support::{ADA, Backend, PASSWORD, Program, RunningProgram, Tested};

const SERVE: [&str; 2] = ["--export-lease", "3s"];

async fn signal(running: &RunningProgram, signal: &str) -> Result<()> {
    let pid = running.child.id().context("it has ended")?.to_string();
    let sent = Command::new("kill")
        .args(["-s", signal, &pid])
        .status()
        .await?;
    ensure!(sent.success(), "{signal} was not sent");
    Ok(())
}

#[rstest]
#[case(Backend::Sqlite)]
#[case(Backend::Postgres)]
#[tokio::test]
async fn who_comes_back_late_is_refused(#[case] backend: Backend) -> Tested {
    let program = Program::new(backend).await?;
    program.says(&["sample"]).await?;
    let store = program.place.open().await?;
    many_events(&store, yesterday(), 300_000).await?;
    let stale = program.serve(&SERVE).await?;
    let signed_in = stale.sign_in(ADA, PASSWORD).await?;
    let token = signed_in["token"].as_str().context("no token")?;
    let day = yesterday();
    let request = format!(
        "mutation {{ requestExport(input: {{ range: {{ firstDay: \"{day}\", lastDay: \"{day}\" }}, format: CSV,
        idempotencyKey: \"an export in a test\" }}) {{ ... on ExportRequested {{ export {{ id }} }} }} }}"
    );
    let answer = stale.ask(token, &request).await?;
    let id = answer["data"]["requestExport"]["export"]["id"].as_str();
    let id: Uuid = id.with_context(|| answer.to_string())?.parse()?;
    let find = || async {
        let found = export::Entity::find_by_id(id).one(store.read()).await?;
        found.context("no export")
    };
    super::until_written_to(&store, &id.to_string()).await?;
    signal(&stale, "STOP").await?;
    // Not while it holds the database, which nobody else could write to then.
    while store.begin_write().await.is_err() {
        signal(&stale, "CONT").await?;
        signal(&stale, "STOP").await?;
    }
    let taken = find().await?;
    assert_eq!((taken.state, taken.fence), (ExportState::InProgress, 1));

    let other = program.serve(&SERVE).await?;
    let finished = async {
        loop {
            let export = find().await?;
            if export.state != ExportState::InProgress {
                return Ok::<_, anyhow::Error>(export);
            }
            sleep(POLL).await;
        }
    };
    let finished = timeout(PATIENCE, finished).await??;
    assert_eq!(finished.state, ExportState::Ready);
    assert!(finished.fence > taken.fence, "{finished:?}");
    let files = kept(program.place.directory())?;
    assert_eq!(files.len(), 1);

    signal(&stale, "CONT").await?;
    // It finds out by itself: what it wrote is gone, and nothing else has changed.
    let answer = timeout(PATIENCE, stale.ask(token, "{ viewer { id } }")).await??;
    ensure!(answer["data"]["viewer"].is_object(), "{answer}");
    // It looks four times a second.
    sleep(Duration::from_secs(3)).await;
    let (_, log) = stale.end("TERM").await?;
    assert!(
        log.contains("an export went on without this process"),
        "{log}"
    );
    assert_eq!(find().await?, finished);
    assert_eq!(kept(program.place.directory())?, files);
    assert!(begun(program.place.directory())?.is_empty());
    other.end("TERM").await?;
    Ok(())
}
