//! A portal that is killed while it works on exports.

use std::collections::HashSet;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use data_encoding::HEXLOWER;
use portal_profile_tests::much_output::{many_events, yesterday};
use portal_server::domain::ExportState;
use portal_server::store::Store;
use portal_server::store::entities::export;
use rstest::rstest;
use sea_orm::{EntityTrait, QueryOrder};
use serde_json::Value;
use sha2::{Digest, Sha256};
use tokio::time::{sleep, timeout};
use uuid::Uuid;

use super::chance::{self, Chance};
use super::{PATIENCE, begun, find, kept, until_it};
use crate::support::{ADA, Backend, GRACE, PASSWORD, Program, RunningProgram, Tested};

/// An export is taken up again soon after whoever worked on it is gone.
const SERVE: [&str; 4] = ["--export-lease", "3s", "--export-workers", "4"];

/// Kills on SQLite where nothing else is wanted. At each of them up to four exports are under way.
const KILLS: u32 = 8;

/// Up to when a portal is killed after four exports were asked for: before the first is begun, or after the last has ended.
const LATEST: Duration = Duration::from_millis(1_500);

const FORMATS: [&str; 4] = ["CSV", "CSV_GZIP", "PARQUET", "JSON_LINES"];

/// Asks for an export of ACME Robotics.
async fn ask(
    running: &RunningProgram,
    token: &str,
    acme: &str,
    format: &str,
    key: &str,
) -> Result<Uuid> {
    let day = yesterday();
    let document = format!(
        "mutation {{ requestExport(input: {{ range: {{ firstDay: \"{day}\", lastDay: \"{day}\" }},
        format: {format}, idempotencyKey: \"an export in a test: {key}\" }}) {{ __typename
        ... on ExportRequested {{ export {{ id }} }} }} }}"
    );
    let answer = running.ask_about(acme, token, &document).await?;
    let id = answer["data"]["requestExport"]["export"]["id"].as_str();
    Ok(id.with_context(|| answer.to_string())?.parse()?)
}

async fn token(running: &RunningProgram, email: &str) -> Result<String> {
    let answer = running.sign_in(email, PASSWORD).await?;
    Ok(answer["token"].as_str().context("no token")?.to_owned())
}

/// Waits until all of these have come to their end.
async fn until_ended(store: &Store, ids: &[Uuid]) -> Result<Vec<export::Model>> {
    let mut ended = Vec::new();
    for id in ids {
        let has_ended = |it: &export::Model| it.state != ExportState::InProgress;
        ended.push(until_it(store, *id, has_ended).await?);
    }
    Ok(ended)
}

async fn acme(running: &RunningProgram, token: &str) -> Result<String> {
    let viewer = "{ viewer { organization { id } } }";
    let answer: Value = running.ask(token, viewer).await?;
    let id = answer["data"]["viewer"]["organization"]["id"].as_str();
    Ok(id.context("no organization")?.to_owned())
}

/// At random moments: with `PORTAL_TEST_KILLS=100`, at a hundred of them.
#[rstest]
#[case(Backend::Sqlite, KILLS)]
#[case(Backend::Postgres, 2)]
#[tokio::test]
async fn each_export_ends_with_one_file_whenever_the_portal_is_killed(
    #[case] backend: Backend,
    #[case] kills: u32,
) -> Tested {
    let kills = match backend {
        Backend::Sqlite => chance::kills(kills)?,
        Backend::Postgres => kills,
    };
    let mut chance = Chance::new()?;
    let program = Program::new(backend).await?;
    program.says(&["sample"]).await?;
    let store = program.place.open().await?;
    many_events(&store, yesterday(), 60_000).await?;
    let running = program.serve(&SERVE).await?;
    let (ada, grace) = (token(&running, ADA).await?, token(&running, GRACE).await?);
    let acme = acme(&running, &ada).await?;
    let mut undisturbed = Vec::new();
    for format in FORMATS {
        undisturbed.push(
            ask(
                &running,
                &ada,
                &acme,
                format,
                &format!("undisturbed {format}"),
            )
            .await?,
        );
    }
    let undisturbed = until_ended(&store, &undisturbed).await?;
    let expected: HashSet<_> = undisturbed.iter().map(|it| it.sha256.clone()).collect();
    ensure!(!expected.contains(&None), "{undisturbed:?}");

    let (mut running, mut disturbed, mut hits) = (running, HashSet::new(), 0);
    for kill in 0.. {
        if hits == kills {
            break;
        }
        ensure!(kill < 4 * kills, "{hits} of {kill} kills met an export");
        let before = disturbed.len();
        let mut ids = Vec::new();
        for (place, format) in FORMATS.into_iter().enumerate() {
            let token = if place % 2 == 0 { &ada } else { &grace };
            ids.push(ask(&running, token, &acme, format, &format!("{kill} {format}")).await?);
        }
        sleep(LATEST.mul_f64(chance.part())).await;
        running.end("KILL").await?;
        for id in &ids {
            let export = find(&store, *id).await?;
            if export.attempts > 0 && export.state == ExportState::InProgress {
                disturbed.insert(*id);
            }
        }
        // One that came before all or after all was no kill of an export.
        hits += u32::from(disturbed.len() > before);
        running = program.serve(&SERVE).await?;
        for (export, undisturbed) in until_ended(&store, &ids).await?.iter().zip(&undisturbed) {
            assert_eq!(export.state, ExportState::Ready, "{export:?}");
            assert_eq!(export.sha256, undisturbed.sha256, "{export:?}");
            assert_eq!(
                (export.rows, export.size),
                (undisturbed.rows, undisturbed.size)
            );
        }
    }
    println!("{} exports were under way when killed", disturbed.len());

    // One file each, and each what its name says.
    let directory = program.place.directory();
    let files = kept(directory)?;
    assert_eq!(files.len(), FORMATS.len());
    for file in files {
        let sha256 = HEXLOWER.encode(&Sha256::digest(std::fs::read(&file)?));
        assert!(expected.contains(&Some(sha256)), "{}", file.display());
    }
    running.end("TERM").await?;
    assert!(begun(directory)?.is_empty());
    let all = export::Entity::find()
        .order_by_asc(export::Column::Id)
        .all(store.read())
        .await?;
    assert!(all.iter().all(|it| it.state != ExportState::InProgress));
    Ok(())
}

/// Killed at every attempt, an export fails in the end, and says why.
#[tokio::test]
async fn what_is_interrupted_too_often_fails() -> Tested {
    let program = Program::new(Backend::Sqlite).await?;
    program.says(&["sample"]).await?;
    let store = program.place.open().await?;
    many_events(&store, yesterday(), 600_000).await?;
    let mut running = program.serve(&SERVE).await?;
    let ada = token(&running, ADA).await?;
    let acme = acme(&running, &ada).await?;
    let id = ask(&running, &ada, &acme, "CSV", "doomed").await?;
    for attempt in 1..=5 {
        let taken = async {
            loop {
                let export = find(&store, id).await?;
                if export.attempts == attempt && export.rows > 0 {
                    return Ok::<_, anyhow::Error>(());
                }
                ensure!(export.state == ExportState::InProgress, "{export:?}");
                sleep(Duration::from_millis(10)).await;
            }
        };
        timeout(PATIENCE, taken).await.context("not taken up")??;
        running.end("KILL").await?;
        running = program.serve(&SERVE).await?;
    }
    let ended = until_ended(&store, &[id]).await?;
    let failure = ended[0].failure;
    assert_eq!(ended[0].state, ExportState::Failed);
    assert_eq!(
        failure,
        Some(portal_server::domain::ExportFailure::Interrupted)
    );
    assert!(kept(program.place.directory())?.is_empty());
    running.end("KILL").await?;
    Ok(())
}
