//! The processes of a running app: its own, and those of the web view that it starts.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use tokio::time::{Instant, sleep};

use crate::app::{App, PATIENCE};

impl App {
    /// The ids of its processes, its own first.
    ///
    /// # Errors
    /// When it does not run.
    pub fn processes(&self) -> Result<Vec<u32>> {
        let own = running_with(self.data())?;
        let mut tree = vec![own.context("the app does not run")?];
        let parents = parents()?;
        let mut at = 0;
        while let Some(&parent) = tree.get(at) {
            let children = parents.iter().filter(|(_, of)| *of == parent);
            tree.extend(children.map(|(child, _)| child));
            at += 1;
        }
        Ok(tree)
    }
}

/// Waits until an app has started the process that draws its page, and tells its id.
///
/// # Errors
/// When it doesn't.
pub async fn web_process_of(app: u32) -> Result<u32> {
    let deadline = Instant::now() + PATIENCE;
    loop {
        let children = parents()?.into_iter().filter(|(_, of)| *of == app);
        let is_it = |process: &u32| {
            arguments(*process).is_ok_and(|all| all.iter().any(|it| it.ends_with(WEB_PROCESS)))
        };
        if let Some(found) = children.map(|(child, _)| child).find(is_it) {
            return Ok(found);
        }
        ensure!(Instant::now() < deadline, "nothing draws the page");
        sleep(BRIEFLY).await;
    }
}

/// What a process was started with, its program first; nothing of one that has ended.
///
/// # Errors
/// When it is another person's.
pub fn arguments(process: u32) -> Result<Vec<String>> {
    let said = match fs::read(format!("/proc/{process}/cmdline")) {
        Err(error) if error.kind() == ErrorKind::NotFound => Vec::new(),
        said => said?,
    };
    let all = said.split(|byte| *byte == 0).filter(|it| !it.is_empty());
    Ok(all
        .map(|it| String::from_utf8_lossy(it).into_owned())
        .collect())
}

/// What WebKitGTK calls the process that draws.
const WEB_PROCESS: &str = "WebKitWebProcess";

/// Long before it has drawn anything.
const BRIEFLY: Duration = Duration::from_millis(2);

/// In what Linux tells programs the time of its processors.
const TICK: Duration = Duration::from_millis(10);

/// What processes took up so far.
#[derive(Clone, Copy, Debug)]
pub struct Use {
    /// Time of processors.
    pub processor: Duration,
    /// Octets of its own: neither files nor what is shared with others, which counts less while more of them run.
    pub memory: u64,
}

impl Use {
    /// What these processes took up since they began.
    ///
    /// # Errors
    /// When one of them is gone.
    pub fn of(processes: &[u32]) -> Result<Self> {
        let (mut ticks, mut memory) = (0_u32, 0);
        for process in processes {
            let stat = fs::read_to_string(format!("/proc/{process}/stat"))?;
            // The name, in brackets, may hold anything.
            let (_, fields) = stat.rsplit_once(')').context("no process")?;
            let fields = fields.split_whitespace().skip(11).take(2);
            for field in fields {
                ticks += field.parse::<u32>()?;
            }
            let sizes = fs::read_to_string(format!("/proc/{process}/smaps_rollup"))?;
            let size = sizes
                .lines()
                .find_map(|line| line.strip_prefix("Pss_Anon:"));
            let size = size.context("no memory")?.trim().trim_end_matches(" kB");
            memory += size.parse::<u64>()? * 1024;
        }
        Ok(Self {
            processor: TICK.saturating_mul(ticks),
            memory,
        })
    }
}

/// The process that was started with this data directory, if there is one.
pub(crate) fn running_with(data: &Path) -> Result<Option<u32>> {
    let data = data.to_string_lossy();
    for process in ids()? {
        // Processes may end while they are looked at.
        let arguments = fs::read(format!("/proc/{process}/cmdline")).unwrap_or_default();
        let mut arguments = arguments.split(|byte| *byte == 0);
        if arguments.any(|argument| argument == data.as_bytes()) {
            return Ok(Some(process));
        }
    }
    Ok(None)
}

fn ids() -> Result<impl Iterator<Item = u32>> {
    let entries = fs::read_dir("/proc").context("processes can't be listed")?;
    let names = entries.flatten().map(|entry| entry.file_name());
    Ok(names.filter_map(|name| name.to_str()?.parse().ok()))
}

/// Each process with the one that started it.
fn parents() -> Result<Vec<(u32, u32)>> {
    let parents = ids()?.filter_map(|process| {
        let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
        let parent = status.lines().find_map(|line| line.strip_prefix("PPid:"))?;
        Some((process, parent.trim().parse().ok()?))
    });
    Ok(parents.collect())
}
