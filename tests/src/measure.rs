//! How soon a program shows its content, and what memory it takes.

use std::fmt;
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use xtask::desktop::{Desktop, Framebuffer};
use xtask::keeper::Keeper;

use crate::app::PATIENCE;

/// What both programs show: text that is one dark bar on screen, in whatever font and size.
pub const CONTENT: &str = "██████████";

/// The bar's length and least height in pixels. A longer run is an empty screen, not a text.
const BAR: std::ops::RangeInclusive<usize> = 60..=400;
const BAR_HEIGHT: usize = 8;
/// Darker than any skeleton, border or button.
const DARK: u8 = 0x60;

/// How long a program is left alone before its memory is counted.
const SETTLED: Duration = Duration::from_secs(3);
const MARK: &str = "PORTAL_PROFILE_MEASURED";

/// What one start came to.
#[derive(Clone, Copy, Debug)]
pub struct Start {
    /// From the start of the process until the content is in the screen's memory.
    pub content: Duration,
    /// Proportional set size of the process and all its children, in bytes.
    pub memory: u64,
}

impl Start {
    /// The time to content.
    #[must_use]
    pub fn milliseconds(&self) -> f64 {
        self.content.as_secs_f64() * 1e3
    }

    /// The memory.
    #[must_use]
    pub fn mebibytes(&self) -> f64 {
        self.memory as f64 / f64::from(1 << 20)
    }
}

impl fmt::Display for Start {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "{:>5.0} ms {:>5.1} MiB",
            self.milliseconds(),
            self.mebibytes()
        )
    }
}

/// Starts a program, measures it and ends it. The screen must be empty before.
///
/// # Errors
/// When it doesn't start or shows no content.
pub fn measure(desktop: &Desktop, program: &mut Command, run: &str) -> Result<Start> {
    let screen = desktop.framebuffer()?;
    wait_for(&screen, false)?;
    let keeper = Keeper::watch(MARK, run, None)?;
    let begun = Instant::now();
    let mut process = program.env(MARK, run).spawn()?;
    wait_for(&screen, true)?;
    let content = begun.elapsed();
    std::thread::sleep(SETTLED);
    let memory = memory_of(run)?;
    drop(keeper);
    process.wait()?;
    Ok(Start { content, memory })
}

/// Waits until the content is on screen, or no longer is.
fn wait_for(screen: &Framebuffer, content: bool) -> Result<()> {
    let deadline = Instant::now() + PATIENCE;
    let mut pixels = Vec::new();
    loop {
        screen.read(&mut pixels)?;
        let bars = pixels
            .chunks(screen.bytes_per_line())
            .filter(|line| has_bar(line))
            .count();
        if (bars >= BAR_HEIGHT) == content {
            return Ok(());
        }
        ensure!(
            Instant::now() < deadline,
            "the content did not {}",
            if content { "come" } else { "go" }
        );
        std::thread::sleep(Duration::from_micros(500));
    }
}

/// Whether a line of the screen has a run of dark pixels as long as the bar, between light ones.
fn has_bar(line: &[u8]) -> bool {
    let is_dark = |pixel: &&[u8]| pixel[..3].iter().all(|part| *part < DARK);
    let pixels: Vec<_> = line.chunks(4).collect();
    let runs: Vec<_> = pixels
        .chunk_by(|one, next| is_dark(one) == is_dark(next))
        .collect();
    let inner = runs.get(1..runs.len() - 1).unwrap_or_default();
    inner
        .iter()
        .any(|run| is_dark(&run[0]) && BAR.contains(&run.len()))
}

/// The memory of every process that carries the mark.
fn memory_of(run: &str) -> Result<u64> {
    memory_where(format!("{MARK}={run}").as_bytes(), |_| true)
}

/// The memory of every process that carries a mark in its environment and has a name that is wanted.
fn memory_where(mark: &[u8], is_wanted: impl Fn(&str) -> bool) -> Result<u64> {
    let mut memory = 0;
    for process in std::fs::read_dir("/proc")? {
        let process = process?.path();
        // Processes may end while they are looked at.
        let environment = std::fs::read(process.join("environ")).unwrap_or_default();
        let name = std::fs::read_to_string(process.join("comm")).unwrap_or_default();
        if environment
            .split(|byte| *byte == 0)
            .any(|variable| variable == mark)
            && is_wanted(name.trim())
        {
            let sizes = std::fs::read_to_string(process.join("smaps_rollup")).unwrap_or_default();
            memory += proportional_set_size(&sizes);
        }
    }
    ensure!(memory > 0, "no memory was counted");
    Ok(memory)
}

/// The memory of the app and its web view on a desktop of its own: proportional set size in bytes.
///
/// # Errors
/// When it is not running.
pub fn memory_of_app(desktop: &Desktop) -> Result<u64> {
    let mark = format!("HOME={}", desktop.home().display());
    memory_where(mark.as_bytes(), |name| {
        ["portal-profile", "WebKitWebProces", "WebKitNetworkPr"].contains(&name)
    })
}

/// Reads the line `Pss: 1234 kB`.
fn proportional_set_size(sizes: &str) -> u64 {
    let line = sizes.lines().find_map(|line| line.strip_prefix("Pss:"));
    let kibibytes = line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<u64>().ok());
    kibibytes.unwrap_or(0) * 1024
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(runs: &[(u8, usize)]) -> Vec<u8> {
        runs.iter()
            .flat_map(|(shade, length)| vec![*shade; length * 4])
            .collect()
    }

    #[test]
    fn a_bar_is_dark_of_its_length_and_has_light_around_it() {
        assert!(has_bar(&line(&[(0xff, 40), (0x11, 150), (0xff, 900)])));
        assert!(
            !has_bar(&line(&[(0xff, 40), (0xd0, 150), (0xff, 900)])),
            "too light"
        );
        assert!(
            !has_bar(&line(&[(0xff, 40), (0x11, 20), (0xff, 900)])),
            "too short"
        );
        assert!(
            !has_bar(&line(&[(0xff, 1080), (0x00, 200)])),
            "the empty screen beside a window"
        );
        assert!(!has_bar(&line(&[(0x00, 1280)])), "the empty screen");
    }

    #[test]
    fn memory_is_read_in_kibibytes() {
        assert_eq!(
            proportional_set_size("Rss:  9 kB\nPss:     1234 kB\nPss_Dirty: 1 kB"),
            1234 * 1024
        );
    }
}
