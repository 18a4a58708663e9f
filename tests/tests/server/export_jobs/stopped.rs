//! A portal process that stands still for longer than its lease.

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use portal_profile_tests::much_output::{many_events, yesterday};
use portal_server::domain::ExportState;
use portal_server::store::Store;
use portal_server::store::entities::export;
use rstest::rstest;
use tokio::process::Command;
use tokio::time::{sleep, timeout};
use uuid::Uuid;

use super::{PATIENCE, find, kept, until_it};
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

/// Has a process stand still, but not while it holds the database, which nobody else could write to then.
async fn stop(running: &RunningProgram, store: &Store) -> Result<()> {
    signal(running, "STOP").await?;
    while store.begin_write().await.is_err() {
        signal(running, "CONT").await?;
        signal(running, "STOP").await?;
    }
    Ok(())
}

fn has_ended(export: &export::Model) -> bool {
    export.state != ExportState::InProgress
}

/// An export that one process works on, and the store of both.
struct Begun {
    program: Program,
    store: Store,
    stale: RunningProgram,
    token: String,
    id: Uuid,
}

impl Begun {
    /// Stops the process in the middle of writing so many events.
    async fn stopped(backend: Backend, events: u32) -> Result<Self> {
        let program = Program::new(backend).await?;
        program.says(&["sample"]).await?;
        let store = program.place.open().await?;
        many_events(&store, yesterday(), events).await?;
        let stale = program.serve(&SERVE).await?;
        let signed_in = stale.sign_in(ADA, PASSWORD).await?;
        let token = signed_in["token"].as_str().context("no token")?.to_owned();
        let day = yesterday();
        let request = format!(
            "mutation {{ requestExport(input: {{ range: {{ firstDay: \"{day}\", lastDay: \"{day}\" }}, format: CSV,
            idempotencyKey: \"an export in a test\" }}) {{ ... on ExportRequested {{ export {{ id }} }} }} }}"
        );
        let answer = stale.ask(&token, &request).await?;
        let id = answer["data"]["requestExport"]["export"]["id"].as_str();
        let id: Uuid = id.with_context(|| answer.to_string())?.parse()?;
        super::until_written_to(&store, &id.to_string()).await?;
        stop(&stale, &store).await?;
        let taken = find(&store, id).await?;
        assert_eq!((taken.state, taken.fence), (ExportState::InProgress, 1));
        Ok(Self {
            program,
            store,
            stale,
            token,
            id,
        })
    }

    /// Lets the process go on until it has found out by itself that the export is not its any more.
    async fn let_stale_go_on(self) -> Result<(Program, Store)> {
        signal(&self.stale, "CONT").await?;
        let asking = self.stale.ask(&self.token, "{ viewer { id } }");
        let answer = timeout(PATIENCE, asking).await??;
        ensure!(answer["data"]["viewer"].is_object(), "{answer}");
        // It looks four times a second.
        sleep(Duration::from_secs(3)).await;
        let (_, log) = self.stale.end("TERM").await?;
        ensure!(
            log.contains("an export went on without this process"),
            "{log}"
        );
        Ok((self.program, self.store))
    }
}

#[rstest]
#[case(Backend::Sqlite)]
#[case(Backend::Postgres)]
#[tokio::test]
async fn who_comes_back_late_is_refused(#[case] backend: Backend) -> Tested {
    let begun = Begun::stopped(backend, 300_000).await?;
    let other = begun.program.serve(&SERVE).await?;
    let finished = until_it(&begun.store, begun.id, has_ended).await?;
    assert_eq!(finished.state, ExportState::Ready);
    assert!(finished.fence > 1, "{finished:?}");
    let files = kept(begun.program.place.directory())?;
    assert_eq!(files.len(), 1);

    // What it wrote is gone, and nothing else has changed.
    let (program, store) = begun.let_stale_go_on().await?;
    assert_eq!(find(&store, finished.id).await?, finished);
    assert_eq!(kept(program.place.directory())?, files);
    assert!(super::begun(program.place.directory())?.is_empty());
    other.end("TERM").await?;
    Ok(())
}

/// The export is still in progress then, with another: the fence alone says whose it is.
#[rstest]
#[case(Backend::Sqlite)]
#[case(Backend::Postgres)]
#[tokio::test]
async fn who_comes_back_while_another_works_is_refused(#[case] backend: Backend) -> Tested {
    let begun = Begun::stopped(backend, 900_000).await?;
    // Whoever it is taken from must not take it back.
    let other = begun.program.serve(&["--export-lease", "10m"]).await?;
    let is_written_anew = |it: &export::Model| it.fence == 2 && it.rows > 0;
    until_it(&begun.store, begun.id, is_written_anew).await?;
    stop(&other, &begun.store).await?;
    let taken = find(&begun.store, begun.id).await?;
    assert_eq!((taken.state, taken.fence), (ExportState::InProgress, 2));

    let (program, store) = begun.let_stale_go_on().await?;
    assert_eq!(find(&store, taken.id).await?, taken);
    assert!(kept(program.place.directory())?.is_empty());
    signal(&other, "CONT").await?;
    let finished = until_it(&store, taken.id, has_ended).await?;
    assert_eq!((finished.state, finished.fence), (ExportState::Ready, 2));
    assert_eq!(kept(program.place.directory())?.len(), 1);
    other.end("TERM").await?;
    Ok(())
}
