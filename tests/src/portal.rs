//! A portal as its own process, with sample data in a database of its own.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use portal_server::domain::Page;
use portal_server::store::entities::{membership, pinned_page};
use portal_server::store::{Store, pinned_pages};
use sea_orm::EntityTrait;
use serde_json::Value;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::process::{Child, ChildStdin, Command};
use tokio::sync::Mutex;
use tokio::time::timeout;
use xtask::desktop::Desktop;

use crate::app::PATIENCE;
use crate::kept_files::KeptFiles;
use crate::programs::program;

/// What the portal calls itself.
pub const NAME: &str = "Example Portal";

const DATABASE: &str = "sqlite:portal.db";
const OBJECTS: &str = "file:objects";
/// Where the operator's program puts it if nobody says otherwise.
const KEY_FILE: &str = "portal.key";

/// For how long sample data is as good as new.
const NOT_LONG: Duration = Duration::from_secs(120);

/// An account of the sample data.
#[derive(Clone, Copy, Debug)]
pub struct Person {
    /// What they sign in with.
    pub email: &'static str,
    /// Their password.
    pub password: &'static str,
    /// Full name as others see it.
    pub display_name: &'static str,
}

/// The person that tests are about, unless they say otherwise.
pub const ADA: Person = Person {
    email: "ada@acme.example",
    password: "sample",
    display_name: "Ada Lovelace",
};

/// Works in a personal account.
pub const LINUS: Person = Person {
    email: "linus@borealis.example",
    password: ADA.password,
    display_name: "Linus Okafor",
};

/// Works in all organizations, each time in another role.
pub const GRACE: Person = Person {
    email: "grace@acme.example",
    password: ADA.password,
    display_name: "Grace Hopper",
};

/// Works in all organizations, and manages none of them.
pub const MEI: Person = Person {
    email: "mei@cobalt.example",
    password: ADA.password,
    display_name: "Mei Tanaka",
};

/// A running portal; ends when it is dropped.
#[derive(Debug)]
pub struct Portal {
    process: Child,
    address: String,
    directory: PathBuf,
    /// Where its clock is set forward, if it can be.
    clock: Option<ChildStdin>,
}

impl Portal {
    /// Starts a portal with sample data, which lives as long as the desktop. Everybody there pinned their profile, so
    /// that it opens first.
    ///
    /// # Errors
    /// When it is not built or doesn't start.
    pub async fn start(desktop: &Desktop) -> Result<Self> {
        let portal = Self::start_unpinned(desktop).await?;
        pin_profiles(&portal.database()).await?;
        Ok(portal)
    }

    /// As [`Self::start`], beside the first portal of the desktop.
    ///
    /// # Errors
    /// As [`Self::start`].
    pub async fn start_another(desktop: &Desktop) -> Result<Self> {
        let portal = Self::start_in(desktop, "another-portal").await?;
        pin_profiles(&portal.database()).await?;
        Ok(portal)
    }

    /// As [`Self::start`], where nobody pinned anything.
    ///
    /// # Errors
    /// As [`Self::start`].
    pub async fn start_unpinned(desktop: &Desktop) -> Result<Self> {
        Self::start_in(desktop, "portal").await
    }

    async fn start_in(desktop: &Desktop, name: &str) -> Result<Self> {
        let directory = desktop.directory().join(name);
        std::fs::create_dir(&directory)?;
        sample().await?.write_to(&directory)?;
        let (process, address) = serve(desktop, &directory, "127.0.0.1:0", None, &[]).await?;
        Ok(Self {
            process,
            address,
            directory,
            clock: None,
        })
    }

    /// Where it listens, such as `http://127.0.0.1:40123`.
    #[must_use]
    pub fn address(&self) -> &str {
        &self.address
    }

    /// The address of its database, for whoever looks into it beside the portal.
    #[must_use]
    pub fn database(&self) -> String {
        format!("sqlite:{}", self.directory.join("portal.db").display())
    }

    /// Kills it without warning.
    ///
    /// # Errors
    /// When it is already gone.
    pub async fn kill(&mut self) -> Result<()> {
        Ok(self.process.kill().await?)
    }

    /// Stops it in its tracks: connections stand, nothing is answered.
    ///
    /// # Errors
    /// When it is already gone.
    pub async fn suspend(&self) -> Result<()> {
        let process = self.process.id().context("the portal is gone")?.to_string();
        finish(Command::new("kill").args(["-STOP", &process])).await
    }

    /// Starts it again after [`Self::kill`], at the same address with the same data.
    ///
    /// # Errors
    /// When it doesn't start.
    pub async fn restart(&mut self, desktop: &Desktop) -> Result<()> {
        self.serve_again(desktop, None, &[]).await
    }

    /// Ends it and starts it again at the same address with the same data, logging all there is.
    ///
    /// # Errors
    /// When it is already gone, or doesn't start.
    pub async fn restart_talkative(&mut self, desktop: &Desktop) -> Result<()> {
        self.kill().await?;
        self.serve_again(desktop, Some("trace"), &[]).await
    }

    /// Ends it and starts it again at the same address with the same data and further arguments.
    ///
    /// # Errors
    /// When it is already gone, or doesn't start.
    pub async fn restart_with(&mut self, desktop: &Desktop, arguments: &[&str]) -> Result<()> {
        self.kill().await?;
        self.serve_again(desktop, None, arguments).await
    }

    /// Ends it and starts it again at the same address with the same data, and with a clock that can be
    /// [set forward](Self::pass).
    ///
    /// # Errors
    /// When it is already gone, or doesn't start.
    pub async fn restart_with_clock(&mut self, desktop: &Desktop) -> Result<()> {
        self.kill().await?;
        let listen = self.address.trim_start_matches("http://");
        let mut server = program_in(desktop, &self.directory, "portal_with_clock")?;
        server.args([NAME, listen, DATABASE, OBJECTS, KEY_FILE]);
        (self.process, self.address) = begin(server.stdin(Stdio::piped())).await?;
        self.clock = self.process.stdin.take();
        Ok(())
    }

    /// Has so much time go by at once.
    ///
    /// # Errors
    /// When it was not started with a clock for that.
    pub async fn pass(&mut self, time: Duration) -> Result<()> {
        let clock = self.clock.as_mut().context("its clock can't be set")?;
        let line = format!("{}\n", time.as_secs());
        Ok(clock.write_all(line.as_bytes()).await?)
    }

    async fn serve_again(
        &mut self,
        desktop: &Desktop,
        log: Option<&str>,
        arguments: &[&str],
    ) -> Result<()> {
        let listen = self.address.trim_start_matches("http://");
        let again = serve(desktop, &self.directory, listen, log, arguments);
        (self.process, self.address) = again.await?;
        Ok(())
    }

    /// Does an operator's step, such as `["mfa", "require", "--organization", "ACME Robotics"]`.
    ///
    /// # Errors
    /// When the step is refused.
    pub async fn operate(&self, desktop: &Desktop, step: &[&str]) -> Result<()> {
        let mut server = portal_server(desktop, &self.directory)?;
        finish(server.args(step).args(["--database", DATABASE])).await
    }

    /// Where its database, pictures, key and log lie.
    #[must_use]
    pub fn directory(&self) -> &Path {
        &self.directory
    }
}

/// Pins the profile page for everybody everywhere, where most tests begin.
///
/// # Errors
/// When the database fails.
async fn pin_profiles(database: &str) -> Result<()> {
    let store = Store::open(&database.parse()?).await?;
    for member in membership::Entity::find().all(store.read()).await? {
        let page = pinned_page::Model {
            organization_id: member.organization_id,
            account_id: member.account_id,
            page: Page::Profile,
            workspace_id: None,
            workspace_name: None,
            unpinned_at: None,
        };
        pinned_pages::pin(store.read(), page).await?;
    }
    Ok(store.close().await?)
}

async fn serve(
    desktop: &Desktop,
    directory: &Path,
    listen: &str,
    log: Option<&str>,
    arguments: &[&str],
) -> Result<(Child, String)> {
    let mut server = portal_server(desktop, directory)?;
    server
        .envs(log.map(|filter| ("PORTAL_LOG", filter)))
        .args([
            "serve",
            "--name",
            NAME,
            "--listen",
            listen,
            "--database",
            DATABASE,
        ])
        .args(["--objects", OBJECTS, "--payments", "sandbox"])
        .args(arguments);
    begin(&mut server).await
}

/// Starts a portal, and answers where it listens.
async fn begin(server: &mut Command) -> Result<(Child, String)> {
    let mut process = server.stdout(Stdio::piped()).spawn()?;
    let output = process
        .stdout
        .take()
        .context("standard output is not piped")?;
    let mut lines = BufReader::new(output).lines();
    let line = timeout(PATIENCE, lines.next_line())
        .await
        .context("the portal does not say where it listens")??;
    let line: Value = serde_json::from_str(&line.context("the portal did not start")?)?;
    let address = line["address"]
        .as_str()
        .context("the portal names no address")?;
    Ok((process, address.to_owned()))
}

/// What the sample data is when it was loaded not long ago: that takes longer than to write it.
async fn sample() -> Result<Arc<KeptFiles>> {
    static LAST: Mutex<Option<(Instant, Arc<KeptFiles>)>> = Mutex::const_new(None);
    let mut last = LAST.lock().await;
    if let Some((loaded, sample)) = &*last
        && loaded.elapsed() < NOT_LONG
    {
        return Ok(Arc::clone(sample));
    }
    let directory = tempfile::tempdir()?;
    let loaded = Instant::now();
    let mut server = Command::new(program("portal-server")?);
    server.args(["sample", "--database", DATABASE, "--objects", OBJECTS]);
    let server = server.current_dir(directory.path()).kill_on_drop(true);
    finish(server.stderr(Stdio::null())).await?;
    let sample = Arc::new(KeptFiles::of(directory.path())?);
    *last = Some((loaded, Arc::clone(&sample)));
    Ok(sample)
}

/// The operator's program where the portal's data lies; the desktop's keeper ends it at the latest.
fn portal_server(desktop: &Desktop, directory: &Path) -> Result<Command> {
    program_in(desktop, directory, "portal-server")
}

fn program_in(desktop: &Desktop, directory: &Path, name: &str) -> Result<Command> {
    let mut server = Command::from(desktop.command(program(name)?));
    let log = File::options()
        .create(true)
        .append(true)
        .open(directory.join("portal.log"))?;
    server.current_dir(directory).stderr(log).kill_on_drop(true);
    Ok(server)
}

async fn finish(command: &mut Command) -> Result<()> {
    let status = timeout(PATIENCE, command.stdout(Stdio::null()).status())
        .await
        .with_context(|| format!("{command:?} does not end"))??;
    ensure!(status.success(), "{command:?} failed");
    Ok(())
}
