//! The log: warnings on standard error, and more in a file that is kept small. `PORTAL_PROFILE_LOG` asks for more of either.

use std::collections::VecDeque;
use std::io::{self, Write};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use file_rotate::compression::Compression;
use file_rotate::suffix::AppendCount;
use file_rotate::{ContentLimit, FileRotate};
use tracing_subscriber::filter::{EnvFilter, LevelFilter};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{Layer, fmt};

use crate::platform;

/// Asks for more or less, in the form of [`EnvFilter`].
const VARIABLE: &str = "PORTAL_PROFILE_LOG";

/// What goes to the file: what this app does, and what goes wrong elsewhere.
const KEPT: &str =
    "warn,portal_profile=info,profile_core=info,portal_client=info,portal_server=info";

const FILE: &str = "portal-profile.log";
/// So long a file gets, in octets, before the next one is begun.
const LONGEST: usize = 512 * 1024;
/// So many earlier files are kept.
const EARLIER: usize = 4;

/// So many warnings and errors are remembered for those who ask what went wrong.
const REMEMBERED: usize = 20;
/// So much is held, in octets, until the file is known.
const HELD: usize = 64 * 1024;

/// How secrets begin that a portal gives out.
const SECRETS: [&str; 2] = ["portal_session_", "portal_key_"];

/// What is written so far, and where it goes. Cheap to clone.
#[derive(Clone, Default)]
pub(crate) struct Log(Arc<Mutex<Written>>);

#[derive(Default)]
struct Written {
    file: Kept,
    last_errors: VecDeque<String>,
}

enum Kept {
    /// Until it is known which directory is this instance's.
    Held(Vec<u8>),
    File(Box<FileRotate<AppendCount>>),
}

impl Default for Kept {
    fn default() -> Self {
        Self::Held(Vec::new())
    }
}

impl Log {
    /// Begins the log of this process.
    pub(crate) fn begin() -> Self {
        let log = Self::default();
        let asked = |usual: &str| {
            EnvFilter::try_from_env(VARIABLE).unwrap_or_else(|_| EnvFilter::new(usual))
        };
        let shown = fmt::layer()
            .with_writer(io::stderr)
            .with_filter(asked("warn"));
        let kept = {
            let log = log.clone();
            fmt::layer()
                .with_ansi(false)
                .with_writer(move || Lines(log.clone(), Written::keep))
                .with_filter(asked(KEPT))
        };
        let errors = {
            let log = log.clone();
            fmt::layer()
                .with_ansi(false)
                .with_writer(move || Lines(log.clone(), Written::remember))
                .with_filter(LevelFilter::WARN)
        };
        let layers = tracing_subscriber::registry()
            .with(shown)
            .with(kept)
            .with(errors);
        // Fails only if a log is written already, which is as good.
        let _ = layers.try_init();
        log
    }

    /// Keeps the log in files in `folder` from now on, for this person only, with what was said before. Where that can't be,
    /// the app runs without.
    pub(crate) fn keep_in(&self, folder: &Path) {
        if let Err(error) = platform::create_private_directory(folder) {
            tracing::warn!(%error, "the log is not kept");
            return;
        }
        let mut file = FileRotate::new(
            folder.join(FILE),
            AppendCount::new(EARLIER),
            ContentLimit::BytesSurpassed(LONGEST),
            Compression::None,
            platform::private_file_options(),
        );
        let mut written = self.lock();
        if let Kept::Held(before) = &written.file {
            // A full disk costs the log and nothing else.
            let _ = file.write_all(before);
        }
        written.file = Kept::File(Box::new(file));
    }

    /// The last warnings and errors of this run, oldest first, a line each.
    pub(crate) fn last_errors(&self) -> Vec<String> {
        self.lock().last_errors.iter().cloned().collect()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Written> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Written {
    fn keep(&mut self, line: &str) {
        match &mut self.file {
            Kept::Held(before) if before.len() + line.len() <= HELD => {
                before.extend_from_slice(line.as_bytes());
            }
            Kept::Held(_) => {}
            // As above.
            Kept::File(file) => drop(file.write_all(line.as_bytes())),
        }
    }

    fn remember(&mut self, line: &str) {
        if self.last_errors.len() == REMEMBERED {
            self.last_errors.pop_front();
        }
        self.last_errors.push_back(line.trim_end().to_owned());
    }
}

/// Takes events, one with each write.
struct Lines(Log, fn(&mut Written, &str));

impl Write for Lines {
    fn write(&mut self, octets: &[u8]) -> io::Result<usize> {
        let line = without_secrets(&String::from_utf8_lossy(octets));
        (self.1)(&mut self.0.lock(), &line);
        Ok(octets.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// `text` with all secrets that a portal gave out cut off after their beginning. None is ever meant to be logged: this is
/// for what others say, such as a parser that quotes what it can't read.
pub(crate) fn without_secrets(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    let mut rest = text;
    loop {
        let found = SECRETS
            .iter()
            .filter_map(|begin| Some(rest.find(begin)? + begin.len()))
            .min();
        let Some(end) = found else {
            clean.push_str(rest);
            return clean;
        };
        let (before, secret) = rest.split_at(end);
        clean.push_str(before);
        clean.push('…');
        rest =
            secret.trim_start_matches(|it: char| it.is_ascii_alphanumeric() || "-_".contains(it));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(log: &Log, kind: fn(&mut Written, &str), text: &str) -> io::Result<()> {
        Lines(log.clone(), kind).write_all(text.as_bytes())
    }

    #[test]
    fn secrets_are_cut_off() {
        let said = r#"invalid type: string "portal_session_a-B_9", and portal_key_x, expected u32"#;
        assert_eq!(
            without_secrets(said),
            r#"invalid type: string "portal_session_…", and portal_key_…, expected u32"#
        );
        assert_eq!(without_secrets("portal_key_"), "portal_key_…");
        assert_eq!(without_secrets("nothing to hide"), "nothing to hide");
    }

    #[test]
    fn what_was_said_before_is_in_the_file_and_old_files_go() -> io::Result<()> {
        let directory = tempfile::tempdir()?;
        let folder = directory.path().join("logs");
        let log = Log::default();
        line(&log, Written::keep, "early\n")?;
        log.keep_in(&folder);
        line(&log, Written::keep, "portal_key_secret\n")?;
        let read = || std::fs::read_to_string(folder.join(FILE));
        assert_eq!(read()?, "early\nportal_key_…\n");
        let long = format!("{}\n", "x".repeat(LONGEST / 4));
        for _ in 0..40 {
            line(&log, Written::keep, &long)?;
        }
        let files = std::fs::read_dir(&folder)?.collect::<Result<Vec<_>, _>>()?;
        assert_eq!(files.len(), EARLIER + 1);
        let all: u64 = files
            .iter()
            .map(|file| file.metadata().map_or(0, |it| it.len()))
            .sum();
        assert!(all < (EARLIER as u64 + 2) * LONGEST as u64, "{all}");
        Ok(())
    }

    #[test]
    fn without_a_folder_the_app_goes_on() -> io::Result<()> {
        let directory = tempfile::tempdir()?;
        let file = directory.path().join("file");
        std::fs::write(&file, "")?;
        let log = Log::default();
        log.keep_in(&file.join("logs"));
        for number in 0..3000 {
            line(
                &log,
                Written::keep,
                &format!("{number} {}\n", "x".repeat(100)),
            )?;
        }
        assert_eq!(std::fs::read_to_string(&file)?, "");
        Ok(())
    }

    #[test]
    fn the_last_errors_are_remembered() -> io::Result<()> {
        let log = Log::default();
        for number in 0..30 {
            line(&log, Written::remember, &format!("{number}\n"))?;
        }
        let expected: Vec<_> = (10..30).map(|number| number.to_string()).collect();
        assert_eq!(log.last_errors(), expected);
        Ok(())
    }
}
