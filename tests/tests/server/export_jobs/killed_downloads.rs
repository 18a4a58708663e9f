//! The app as a process, killed at any octet of a download, while portals start anew and links are over: what is there
//! under its name is the file, and nothing else ever is.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use data_encoding::HEXLOWER;
use portal_profile_tests::go_between::GoBetween;
use portal_profile_tests::much_output::many_events;
use portal_profile_tests::programs::program;
use sha2::{Digest, Sha256};
use tempfile::TempDir;
use tokio::process::{Child, Command};
use tokio::time::{sleep, timeout};

use super::chance::{self, Chance};
use super::{DAY, PATIENCE, portal, request, until};
use crate::support::{ADA, Backend, PASSWORD, TestPortal, Tested};

/// Kills where nothing else is wanted.
const KILLS: u32 = 24;

/// Events of the file: some mebibytes.
const EVENTS: u32 = 20_000;

/// The most kills of one download.
const OF_ONE: u32 = 6;

/// Longer than links are valid.
const LINK_IS_OVER: Duration = Duration::from_secs(301);

/// Up to when a client is killed that nothing holds back: before it has signed in, or after the file is there.
const LATEST: Duration = Duration::from_millis(900);

/// Up to how long what came before the rest is held back has to be written.
const LOOK: Duration = Duration::from_millis(100);

/// More than the head of a reply takes.
const HEAD: u64 = 2_000;

/// A file that can be downloaded, and where.
struct Exported {
    portal: TestPortal,
    go_between: GoBetween,
    id: String,
    size: u64,
    sha256: String,
}

impl Exported {
    async fn new() -> Result<Self> {
        let portal = portal(Backend::Sqlite, 1).await?;
        many_events(&portal.store, DAY.parse()?, EVENTS).await?;
        let token = portal.sign_in(ADA).await?;
        let id = request(&portal, &token, "one").await?;
        let export = until(&portal, &token, &id, "READY").await?;
        let sha256 = export["sha256"].as_str().context("no digest")?.to_owned();
        let size = export["size"].as_f64().context("no size")? as u64;
        Ok(Self {
            go_between: GoBetween::start(&portal.url("")).await?,
            portal,
            id,
            size,
            sha256,
        })
    }

    fn client(&self, machine: &Path) -> Result<Child> {
        Ok(Command::new(program("download_client")?)
            .arg(machine)
            .args([self.go_between.address(), ADA, PASSWORD, &self.id])
            .stdin(Stdio::null())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()?)
    }

    /// Starts the portal anew, at another address.
    async fn restart(mut self) -> Result<Self> {
        self.portal = self.portal.restart().await?;
        self.go_between.lead_to(&self.portal.url("")).await?;
        Ok(self)
    }

    /// Whether the file is there. Fails when something else is there under a name of its own.
    fn is_saved(&self, machine: &Path) -> Result<bool> {
        let mut is_saved = false;
        for path in downloads(machine)? {
            let name = path.display().to_string();
            if name.ends_with(".part") || name.ends_with(".manifest.json") {
                continue;
            }
            let sha256 = HEXLOWER.encode(&Sha256::digest(fs::read(&path)?));
            ensure!(sha256 == self.sha256, "{name} is another file");
            is_saved = true;
        }
        Ok(is_saved)
    }
}

fn downloads(machine: &Path) -> Result<Vec<PathBuf>> {
    let folder = machine.join("Downloads");
    if !folder.exists() {
        return Ok(Vec::new());
    }
    fs::read_dir(folder)?
        .map(|entry| Ok(entry?.path()))
        .collect()
}

/// The octets that are here of a file that isn't whole.
fn come(machine: &Path) -> Result<Option<u64>> {
    let all = downloads(machine)?;
    let part = all
        .iter()
        .find(|path| path.display().to_string().ends_with(".part"));
    Ok(part.map(fs::metadata).transpose()?.map(|it| it.len()))
}

/// Whether the app keeps no download in mind any more.
fn is_done(machine: &Path, is_saved: bool) -> Result<bool> {
    Ok(is_saved && fs::read_dir(machine.join("records"))?.next().is_none())
}

#[tokio::test]
async fn killed_at_any_octet_the_app_ends_with_the_file() -> Tested {
    let mut chance = Chance::new()?;
    let kills = chance::kills(KILLS)?;
    let mut exported = Exported::new().await?;
    let (mut hits, mut downloads_begun) = (0, 0);
    while hits < kills {
        downloads_begun += 1;
        ensure!(downloads_begun <= kills, "{hits} kills met a download");
        let machine = TempDir::new()?;
        let machine = machine.path();
        for _ in 0..OF_ONE {
            let rest = (exported.size - come(machine)?.unwrap_or_default()) as f64;
            let at = HEAD + (rest * chance.part()) as u64;
            let is_held = chance.happens(70);
            if is_held {
                let at = usize::try_from(at)?;
                exported.go_between.cut_replies_to("GET /exports/", at);
            }
            let mut client = exported.client(machine)?;
            if is_held {
                let held_back = async {
                    tokio::select! {
                        ended = client.wait() => ended.map(drop),
                        () = exported.go_between.held_back() => Ok(()),
                    }
                };
                let held_back = timeout(PATIENCE, held_back).await;
                held_back.context("nothing comes")??;
                // For what has come to be written, or just not.
                sleep(LOOK.mul_f64(chance.part())).await;
            } else {
                sleep(LATEST.mul_f64(chance.part())).await;
            }
            client.kill().await?;
            hits += u32::from(come(machine)?.is_some());
            exported.go_between.let_replies_go();
            if exported.is_saved(machine)? {
                break;
            }
            if chance.happens(25) {
                exported.portal.clock.advance(LINK_IS_OVER);
            }
            if chance.happens(15) {
                exported = exported.restart().await?;
            }
        }
        // One that was killed when all was done would begin another.
        if is_done(machine, exported.is_saved(machine)?)? {
            continue;
        }
        let client = exported.client(machine)?;
        let ended = timeout(PATIENCE, client.wait_with_output()).await;
        let ended = ended.context("it never ends")??;
        ensure!(ended.status.success(), "{ended:?}");
        assert!(exported.is_saved(machine)?);
        let all = downloads(machine)?;
        assert_eq!(all.len(), 2, "not just the file and what it is: {all:?}");
    }
    println!("{hits} kills met {downloads_begun} downloads");
    let resumed = exported.go_between.asked().matches("range: bytes=").count();
    ensure!(
        resumed * 2 > hits as usize,
        "only {resumed} of {hits} went on"
    );
    Ok(())
}
