//! A disk without room for a file.

use anyhow::{Context, Result};
use portal_profile_tests::much_output::{many_events, yesterday};
use portal_server::domain::{ExportFailure, ExportState};
use portal_server::store::entities::export;
use sea_orm::EntityTrait;
use tokio::time::{sleep, timeout};
use uuid::Uuid;

use super::{PATIENCE, POLL, begun, kept};
use crate::support::{ADA, Backend, PASSWORD, Program, Tested};

/// Less than the file needs; the database lies elsewhere.
const KIBIBYTES: u32 = 4 * 1_024;

#[tokio::test]
async fn an_export_without_room_fails_and_leaves_nothing() -> Tested {
    let program = Program::new(Backend::Postgres).await?;
    program.says(&["sample"]).await?;
    let store = program.place.open().await?;
    many_events(&store, yesterday(), 100_000).await?;
    let running = program.serve_on_small_disk(KIBIBYTES).await?;
    let signed_in = running.sign_in(ADA, PASSWORD).await?;
    let token = signed_in["token"].as_str().context("no token")?;
    let ask = |key: &'static str| {
        let day = yesterday();
        let request = format!(
            "mutation {{ requestExport(input: {{ range: {{ firstDay: \"{day}\", lastDay: \"{day}\" }}, format: CSV,
            idempotencyKey: \"an export in a test: {key}\" }}) {{ ... on ExportRequested {{ export {{ id }} }} }} }}"
        );
        let (running, store) = (&running, &store);
        async move {
            let answer = running.ask(token, &request).await?;
            let id = answer["data"]["requestExport"]["export"]["id"].as_str();
            let id: Uuid = id.with_context(|| answer.to_string())?.parse()?;
            let ended = async {
                loop {
                    let found = export::Entity::find_by_id(id).one(store.read()).await?;
                    let export = found.context("no export")?;
                    if export.state != ExportState::InProgress {
                        return Ok(export);
                    }
                    sleep(POLL).await;
                }
            };
            let ended: Result<export::Model> = timeout(PATIENCE, ended).await?;
            ended
        }
    };
    let ended = ask("first").await?;
    assert_eq!(ended.state, ExportState::Failed);
    assert_eq!(ended.failure, Some(ExportFailure::StorageFull));
    let directory = program.place.directory();
    assert!(kept(directory)?.is_empty() && begun(directory)?.is_empty());
    // The portal goes on.
    let answer = running.ask(token, "{ viewer { id } }").await?;
    assert!(answer["data"]["viewer"].is_object(), "{answer}");
    running.end("TERM").await?;
    Ok(())
}
