//! Files of exports, and pictures, in what speaks S3.

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use chrono::{TimeDelta, Utc};
use data_encoding::HEXLOWER;
use portal_profile_tests::much_output::{many_events, yesterday};
use portal_server::domain::ExportState;
use portal_server::store::Store;
use portal_server::store::entities::export;
use reqwest::StatusCode;
use reqwest::header::RANGE;
use rstest::rstest;
use sea_orm::EntityTrait;
use sea_orm::sea_query::Expr;
use serde_json::Value;
use sha2::{Digest, Sha256};
use tokio::time::{sleep, timeout};
use uuid::Uuid;

use super::{PATIENCE, POLL};
use crate::support::{ADA, Backend, Held, PASSWORD, Program, RunningProgram, S3, Tested, http};

/// Some parts of a file, in CSV.
const MANY: u32 = 200_000;

/// A program whose objects are in S3.
struct Far {
    s3: S3,
    program: Program,
    store: Store,
}

/// A portal that runs, with whoever is signed in.
struct Served {
    running: RunningProgram,
    token: String,
}

impl Far {
    async fn new(backend: Backend) -> Result<Self> {
        let (s3, program) = (S3::start().await?, Program::new(backend).await?);
        let mut sample = program.command(&["sample"])?;
        let loaded = sample.envs(s3.environment()).output().await?;
        ensure!(loaded.status.success(), "{loaded:?}");
        let store = program.place.open().await?;
        Ok(Self { s3, program, store })
    }

    async fn serve(&self) -> Result<Served> {
        let environment = self.s3.environment();
        let environment: Vec<_> = environment
            .iter()
            .map(|(name, it)| (*name, &**it))
            .collect();
        let running = self
            .program
            .serve_in(&environment, &["--export-lease", "3s"]);
        let running = running.await?;
        let signed_in = running.sign_in(ADA, PASSWORD).await?;
        let token = signed_in["token"].as_str().context("no token")?.to_owned();
        Ok(Served { running, token })
    }

    async fn find(&self, id: Uuid) -> Result<export::Model> {
        let found = export::Entity::find_by_id(id)
            .one(self.store.read())
            .await?;
        found.context("no export")
    }

    /// Waits until an export has ended.
    async fn ended(&self, id: Uuid) -> Result<export::Model> {
        let waiting = async {
            loop {
                let export = self.find(id).await?;
                if export.state != ExportState::InProgress {
                    return Ok(export);
                }
                sleep(POLL).await;
            }
        };
        timeout(PATIENCE, waiting).await.context("it goes on")?
    }

    /// Has the time of all files be over.
    async fn expire(&self) -> Tested {
        let before = Utc::now() - TimeDelta::seconds(1);
        export::Entity::update_many()
            .col_expr(export::Column::ExpiresAt, Expr::value(before))
            .exec(self.store.read())
            .await?;
        Ok(())
    }

    /// What was begun and is on this machine.
    fn unfinished(&self) -> Result<usize> {
        let place = self.program.place.key_file().with_extension("unfinished");
        Ok(std::fs::read_dir(place)?.count())
    }

    /// Waits until nothing is left of what was not completed, here and there.
    async fn cleared(&self) -> Tested {
        let clearing = async {
            while self.unfinished()? > 0 || !self.s3.incomplete()?.is_empty() {
                sleep(POLL).await;
            }
            Ok(())
        };
        let left = || format!("{:?} {:?}", self.unfinished(), self.s3.incomplete());
        timeout(PATIENCE, clearing).await.with_context(left)?
    }
}

impl Served {
    async fn ask(&self, document: &str) -> Result<Value> {
        let mut answer = self.running.ask(&self.token, document).await?;
        ensure!(answer.get("errors").is_none(), "{answer}");
        let fields = answer["data"].as_object_mut().context("no data")?;
        Ok(fields.values_mut().next().context("no field")?.take())
    }

    async fn request(&self, key: &str) -> Result<Uuid> {
        let day = yesterday();
        let document = format!(
            "mutation {{ requestExport(input: {{ range: {{ firstDay: \"{day}\", lastDay: \"{day}\" }},
            format: CSV, idempotencyKey: \"an export in a test: {key}\" }}) {{ ... on ExportRequested {{ export {{ id }} }} }} }}"
        );
        let answer = self.ask(&document).await?;
        let id = answer["export"]["id"].as_str();
        Ok(id.with_context(|| answer.to_string())?.parse()?)
    }

    /// The file of an export, part by part.
    async fn download(&self, id: Uuid) -> Result<Vec<u8>> {
        let document = format!(
            "mutation {{ createExportDownload(id: \"{id}\") {{ ... on ExportDownload {{ path size }} }} }}"
        );
        let link = self.ask(&document).await?;
        let path = link["path"].as_str().with_context(|| link.to_string())?;
        let size = link["size"].as_f64().context("no size")? as usize;
        let mut whole = Vec::new();
        for range in [0..size / 3, size / 3..size - 1, size - 1..size] {
            let asked = format!("bytes={}-{}", range.start, range.end - 1);
            let url = format!("{}{path}", self.running.address);
            let part = http()?.get(url).header(RANGE, &asked).send().await?;
            ensure!(part.status() == StatusCode::PARTIAL_CONTENT, "{part:?}");
            let part = part.bytes().await?;
            ensure!(part.len() == range.len(), "{asked}");
            whole.extend_from_slice(&part);
        }
        Ok(whole)
    }

    async fn stop(self) -> Tested {
        self.running.end("TERM").await?;
        Ok(())
    }
}

/// All that there is to do: pictures, sending in parts, having parts again, removing.
#[rstest]
#[case(Backend::Sqlite)]
#[case(Backend::Postgres)]
#[tokio::test]
async fn files_are_kept_in_s3_and_removed_from_there(#[case] backend: Backend) -> Tested {
    let far = Far::new(backend).await?;
    many_events(&far.store, yesterday(), MANY).await?;
    let portal = far.serve().await?;
    let viewer = portal.ask("{ viewer { avatarPath } }").await?;
    let path = viewer["avatarPath"].as_str().context("no picture")?;
    let url = format!("{}{path}", portal.running.address);
    let picture = http()?.get(url).send().await?;
    ensure!(picture.status() == StatusCode::OK, "{picture:?}");
    ensure!(picture.bytes().await?.starts_with(b"\x89PNG"));

    let ids = [portal.request("one").await?, portal.request("same").await?];
    for id in ids {
        let export = far.ended(id).await?;
        assert_eq!(export.state, ExportState::Ready, "{export:?}");
        let sha256 = export.sha256.context("no file")?;
        assert_eq!(far.s3.names("exports")?, [format!("{sha256}.csv")]);
        let file = portal.download(id).await?;
        assert_eq!(HEXLOWER.encode(&Sha256::digest(&file)), sha256);
    }
    let (parts, at_a_time, largest) = far.s3.parts();
    ensure!(parts >= 6, "{parts} parts");
    // Each of the two had two under way at most: what is held in memory does not grow with the file.
    ensure!(at_a_time <= 4, "{at_a_time} at a time");
    ensure!(largest <= 8 << 20, "{largest} octets");
    far.cleared().await?;
    portal.stop().await?;

    far.expire().await?;
    let portal = far.serve().await?;
    let removed = async {
        while !far.s3.names("exports")?.is_empty() {
            sleep(POLL).await;
        }
        Ok::<_, anyhow::Error>(())
    };
    timeout(PATIENCE, removed).await.context("it is there")??;
    assert_eq!(far.find(ids[0]).await?.state, ExportState::Expired);
    ensure!(!far.s3.names("avatars")?.is_empty());
    portal.stop().await
}

#[tokio::test]
async fn whoever_cancels_while_a_file_is_sent_stops_that() -> Tested {
    let far = Far::new(Backend::Sqlite).await?;
    many_events(&far.store, yesterday(), MANY).await?;
    let portal = far.serve().await?;
    far.s3.hold(Held::Parts);
    let id = portal.request("one").await?;
    until_parts_come(&far).await?;
    ensure!(!far.s3.incomplete()?.is_empty());
    let cancel = format!("mutation {{ cancelExport(id: \"{id}\") {{ __typename }} }}");
    assert_eq!(portal.ask(&cancel).await?["__typename"], "ExportCancelled");
    // While nothing is answered yet: what holds up the file does not hold up its end.
    far.cleared().await?;
    far.s3.hold(Held::None);
    ensure!(far.s3.names("exports")?.is_empty());
    portal.stop().await
}

#[rstest]
#[case(Backend::Sqlite)]
#[case(Backend::Postgres)]
#[tokio::test]
async fn nothing_is_left_of_a_file_that_was_cut_while_it_was_sent(
    #[case] backend: Backend,
) -> Tested {
    let far = Far::new(backend).await?;
    many_events(&far.store, yesterday(), MANY).await?;
    let portal = far.serve().await?;
    far.s3.hold(Held::Parts);
    let id = portal.request("one").await?;
    until_parts_come(&far).await?;
    portal.running.end("KILL").await?;
    ensure!(far.unfinished()? > 0 && !far.s3.incomplete()?.is_empty());
    far.s3.hold(Held::None);
    let portal = far.serve().await?;
    let export = far.ended(id).await?;
    assert_eq!(export.state, ExportState::Ready);
    ensure!(export.attempts > 1, "{export:?}");
    far.cleared().await?;
    assert_eq!(far.s3.names("exports")?.len(), 1);
    portal.stop().await
}

/// Removing takes its time: people sign in meanwhile, exports are made, and none loses its file.
#[rstest]
#[case(Backend::Sqlite)]
#[case(Backend::Postgres)]
#[tokio::test]
async fn a_slow_removal_holds_up_nobody_and_takes_nothing_that_is_new(
    #[case] backend: Backend,
) -> Tested {
    let far = Far::new(backend).await?;
    let portal = far.serve().await?;
    let old = portal.request("old").await?;
    let old = far.ended(old).await?;
    portal.stop().await?;
    far.expire().await?;
    far.s3.hold(Held::Removals);
    // Signs in as well.
    let portal = far.serve().await?;
    let removing = async {
        while far.s3.removals() == 0 {
            sleep(POLL).await;
        }
    };
    timeout(PATIENCE, removing)
        .await
        .context("nothing is removed")?;
    let same = portal.request("same").await?;
    let written = async {
        while far.find(same).await?.sha256.is_none() {
            sleep(POLL).await;
        }
        Ok::<_, anyhow::Error>(())
    };
    timeout(PATIENCE, written).await.context("not written")??;
    many_events(&far.store, yesterday(), 1_000).await?;
    let other = portal.request("other").await?;
    let other = far.ended(other).await?;
    assert_eq!(other.state, ExportState::Ready, "{other:?}");
    let waits = far.find(same).await?;
    assert_eq!(
        (waits.state, &waits.sha256),
        (ExportState::InProgress, &old.sha256)
    );
    far.s3.hold(Held::None);
    assert_eq!(far.ended(same).await?.state, ExportState::Ready);
    let file = portal.download(same).await?;
    assert_eq!(Some(HEXLOWER.encode(&Sha256::digest(&file))), old.sha256);
    portal.stop().await
}

async fn until_parts_come(far: &Far) -> Tested {
    let coming = async {
        while far.s3.parts().0 == 0 {
            sleep(Duration::from_millis(10)).await;
        }
    };
    timeout(PATIENCE, coming).await.context("nothing is sent")
}
