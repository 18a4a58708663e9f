//! A throw-away PostgreSQL cluster: one for each process of tests, and a database for each test.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};
use tokio::sync::OnceCell;
use tokio::time::timeout;

/// Ends the cluster when its standard input is closed.
const KEEPER: &str = include_str!("postgres_keeper.sh");

/// Where Debian and Ubuntu keep the programs of a server, by version.
const DEBIAN: &str = "/usr/lib/postgresql";

/// How long a part of it may take to start.
const PATIENCE: Duration = Duration::from_secs(60);

static CLUSTER: OnceCell<Cluster> = OnceCell::const_new();
static DATABASES: AtomicU32 = AtomicU32::new(0);

struct Cluster {
    binaries: PathBuf,
    /// Where its socket lies.
    directory: PathBuf,
    /// Closed by the system when this process ends, also when it is killed.
    _open_while_needed: ChildStdin,
    _keeper: Child,
}

/// A new, empty database; answers its address.
///
/// # Errors
/// When PostgreSQL is missing or doesn't start.
pub async fn database() -> Result<String> {
    create(None).await
}

/// A new database with all that the one at this address has, which nobody has open; answers its address.
///
/// # Errors
/// As [`database`].
pub async fn copy_of(database: &str) -> Result<String> {
    let (_, name) = database.rsplit_once('/').context("no name")?;
    create(Some(name)).await
}

async fn create(template: Option<&str>) -> Result<String> {
    let cluster = CLUSTER.get_or_try_init(Cluster::start).await?;
    let number = DATABASES.fetch_add(1, Ordering::Relaxed);
    let name = format!("portal_{number}");
    let mut create = Command::new(cluster.binaries.join("createdb"));
    create
        .arg("--host")
        .arg(&cluster.directory)
        .args(["--username", "portal"])
        .args(template.map(|template| format!("--template={template}")))
        .arg(&name);
    let created = timeout(PATIENCE, create.output())
        .await
        .context("createdb does not end")??;
    ensure!(
        created.status.success(),
        "no database: {}",
        String::from_utf8_lossy(&created.stderr)
    );
    let host = cluster.directory.display().to_string().replace('/', "%2F");
    Ok(format!("postgres://portal@{host}/{name}"))
}

impl Cluster {
    async fn start() -> Result<Self> {
        let binaries = binaries()?;
        let mut keeper = Command::new("sh")
            .args(["-c", KEEPER, "keeper"])
            .arg(&binaries)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let input = keeper.stdin.take().context("standard input is not piped")?;
        let output = keeper
            .stdout
            .take()
            .context("standard output is not piped")?;
        let directory = socket_directory(output).await?;
        Ok(Self {
            binaries,
            directory,
            _open_while_needed: input,
            _keeper: keeper,
        })
    }
}

async fn socket_directory(output: ChildStdout) -> Result<PathBuf> {
    let mut lines = BufReader::new(output).lines();
    let line = timeout(PATIENCE, lines.next_line())
        .await
        .context("the keeper of the PostgreSQL cluster does not say that it is ready")??;
    let line = line.context("the keeper of the PostgreSQL cluster said nothing")?;
    match line.strip_prefix("ready ") {
        Some(directory) => Ok(PathBuf::from(directory)),
        None => bail!("PostgreSQL did not start: {line}"),
    }
}

/// The programs of the newest server that is installed.
fn binaries() -> Result<PathBuf> {
    let in_path = std::env::var_os("PATH").unwrap_or_default();
    let found = std::env::split_paths(&in_path)
        .chain(versions())
        .filter(|directory| {
            ["initdb", "pg_ctl", "createdb"]
                .iter()
                .all(|program| directory.join(program).is_file())
        })
        .last();
    found.context(
        "PostgreSQL is not installed, and these tests run on it as well as on SQLite: \
         run `cargo xtask test`, which installs it, or `apt-get install postgresql`",
    )
}

/// Debian's versions, the newest last.
fn versions() -> Vec<PathBuf> {
    let mut versions: Vec<(u32, PathBuf)> = Path::new(DEBIAN)
        .read_dir()
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| {
            let version = entry.file_name().to_str()?.parse().ok()?;
            Some((version, entry.path().join("bin")))
        })
        .collect();
    versions.sort();
    versions.into_iter().map(|(_, path)| path).collect()
}
