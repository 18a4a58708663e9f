//! Installs the packages in a clean system, starts what they bring, and removes them.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use serde::Deserialize;
use xtask::desktop::{Desktop, Keyring, SettingsPortal};

use super::clean_system::CleanSystem;
use crate::programs::{answer, program, run};

/// How long a program may take until it is ready.
const START_BUDGET: Duration = Duration::from_secs(60);
/// What the window is called.
const TITLE: &str = "\"Portal Profile\"";
/// A window with text on it has at least as many; an empty one has one or two.
const COLORS_OF_TEXT: usize = 16;
const DESKTOP_ENTRIES: &str = "usr/share/applications/mimeinfo.cache";
const LINKS_OPEN_THE_APP: &str = "x-scheme-handler/portal-profile=portal-profile.desktop";

/// Tries the server first, which asks for less.
pub(super) fn try_out(packages: &[PathBuf], root: &Path) -> Result<()> {
    let [app, server] = packages else {
        bail!("there are other packages than those of the app and of the server");
    };
    let folder = app.parent().context("packages lie in a folder")?;
    let system = CleanSystem::install(root, folder)?;
    come_and_go(&system, server, "portal-server", || try_server(&system))?;
    come_and_go(&system, app, "portal-profile", || try_app(&system))
}

/// Installs a package beside what it says that it needs, tries it, and removes it with all that it left.
fn come_and_go(
    system: &CleanSystem,
    package: &Path,
    name: &str,
    try_it: impl FnOnce() -> Result<()>,
) -> Result<()> {
    let needs = answer(
        program("dpkg-deb")
            .arg("--field")
            .arg(package)
            .arg("Depends"),
    )
    .with_context(|| format!("{} can't be read", package.display()))?;
    let alone = ["--yes", "--quiet", "--no-install-recommends"];
    system.apt(&[&["satisfy"], &alone[..], &[&needs]].concat())?;
    let before = system.files()?;
    let file = package.file_name().context("a package has a name")?;
    let file = format!("/mnt/{}", file.to_string_lossy());
    system.apt(&[&["install"], &alone[..], &[&file]].concat())?;
    try_it()?;
    system.apt(&["purge", "--yes", "--quiet", name])?;
    let after = system.files()?;
    let left: Vec<_> = after.difference(&before).collect();
    ensure!(left.is_empty(), "{name} leaves behind: {left:?}");
    let taken: Vec<_> = before.difference(&after).collect();
    ensure!(taken.is_empty(), "{name} takes away: {taken:?}");
    Ok(())
}

#[derive(Deserialize)]
struct Announcement {
    address: String,
}

/// Is understood by systemd, runs as whom the package made for it, and answers who asks what it is.
fn try_server(system: &CleanSystem) -> Result<()> {
    run(&mut system.command(&["portal-server", "--version"]))?;
    run(&mut system.command(&[
        "systemd-analyze",
        "verify",
        "--man=no",
        "portal-server.service",
    ]))?;
    let mut server = Running::start(
        system
            .command(&[
                "setpriv",
                "--reuid=portal-server",
                "--regid=portal-server",
                "--clear-groups",
                "portal-server",
                "serve",
                "--listen=127.0.0.1:0",
                "--database=sqlite:/tmp/portal.db",
                "--objects=file:/tmp/objects",
            ])
            .stdout(Stdio::piped()),
    )?;
    let output = server
        .0
        .stdout
        .take()
        .context("standard output is not piped")?;
    let mut line = String::new();
    BufReader::new(output).read_line(&mut line)?;
    let Announcement { address } =
        serde_json::from_str(&line).context("portal-server says no address")?;
    let address = address.trim_start_matches("http://").trim_end_matches('/');
    let mut stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(START_BUDGET))?;
    stream.write_all(
        format!("GET /.well-known/portal HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n")
            .as_bytes(),
    )?;
    let mut answered = String::new();
    stream.read_to_string(&mut answered)?;
    ensure!(
        answered.starts_with("HTTP/1.1 200 "),
        "portal-server answers: {answered}"
    );
    Ok(())
}

/// Shows its window with text on it, and takes a link while it is open. Display and session bus are those of a headless
/// desktop outside of the system, so that nothing is in there that the package does not ask for.
fn try_app(system: &CleanSystem) -> Result<()> {
    let entries = system.read(DESKTOP_ENTRIES)?;
    ensure!(
        entries
            .lines()
            .any(|line| line.trim_end_matches(';') == LINKS_OPEN_THE_APP),
        "links are not registered with the system"
    );
    let desktop = Desktop::builder()
        .keyring(Keyring::None)
        .settings_portal(SettingsPortal::None)
        .start()?;
    let start = |words: &[&str]| {
        let mut command = system.enter(desktop.directory(), words);
        command.envs(desktop.env());
        command
    };
    let mut app = Running::start(&mut start(&["portal-profile"]))?;
    wait_for(
        "a window",
        || Ok(app.is_running()? && has_window(&desktop)?),
    )?;
    wait_for("text in the window", || {
        Ok(app.is_running()? && colors(&desktop)? >= COLORS_OF_TEXT)
    })?;
    let link = [
        "timeout",
        "30",
        "portal-profile",
        "portal-profile://exports",
    ];
    run(&mut start(&link))?;
    ensure!(app.is_running()?, "the app ended by the link");
    Ok(())
}

fn has_window(desktop: &Desktop) -> Result<bool> {
    let mut listing = desktop.command("xwininfo");
    let listing = answer(listing.args(["-root", "-tree"])).context("xwininfo tells nothing")?;
    Ok(listing.lines().any(|line| line.contains(TITLE)))
}

/// How many colors are on the screen.
fn colors(desktop: &Desktop) -> Result<usize> {
    let mut pixels = Vec::new();
    desktop.framebuffer()?.read(&mut pixels)?;
    let colors: BTreeSet<_> = pixels.chunks_exact(4).map(|pixel| &pixel[..3]).collect();
    Ok(colors.len())
}

fn wait_for(what: &str, mut is_there: impl FnMut() -> Result<bool>) -> Result<()> {
    let deadline = Instant::now() + START_BUDGET;
    while !is_there()? {
        ensure!(Instant::now() < deadline, "{what} did not come");
        sleep(Duration::from_millis(100));
    }
    Ok(())
}

/// Ended when it is dropped.
struct Running(Child);

impl Running {
    fn start(command: &mut Command) -> Result<Self> {
        Ok(Self(
            command.spawn().context("a clean system can't be entered")?,
        ))
    }

    /// An error once it has ended.
    fn is_running(&mut self) -> Result<bool> {
        if let Some(status) = self.0.try_wait()? {
            bail!("it ended by itself: {status}");
        }
        Ok(true)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if let Err(error) = self.0.kill().and_then(|()| self.0.wait().map(drop)) {
            eprintln!("the end of a process was not awaited: {error}");
        }
    }
}
