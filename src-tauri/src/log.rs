//! The log: warnings on standard error, and more in a file that is kept small. `PORTAL_PROFILE_LOG` asks for more of either.

use std::collections::VecDeque;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, TryLockError};

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
const LONGEST: u64 = 512 * 1024;
/// So many earlier files are kept.
const EARLIER: u32 = 4;

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
    Files(LogFiles),
}

/// The log's files in a folder: the one that is written, and earlier ones with numbers, `.1` being the last.
///
/// No library does this that goes on when files can't be written or renamed: `file-rotate` panics, and `tracing-appender`
/// knows no length.
struct LogFiles {
    folder: PathBuf,
    /// The one that is written, and its length in octets.
    open: Option<(File, u64)>,
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
        let mut files = LogFiles {
            folder: folder.to_owned(),
            open: None,
        };
        let mut written = self.lock();
        if let Kept::Held(before) = &written.file {
            // A full disk costs the log and nothing else.
            let _ = files.append(before);
        }
        written.file = Kept::Files(files);
    }

    /// The last warnings and errors of this run, oldest first, a line each.
    pub(crate) fn last_errors(&self) -> Vec<String> {
        self.lock().last_errors.iter().cloned().collect()
    }

    /// As [`Self::last_errors`], where this thread may be writing to the log just now: none are known then.
    pub(crate) fn last_errors_at_once(&self) -> Vec<String> {
        let written = match self.0.try_lock() {
            Ok(written) => written,
            Err(TryLockError::Poisoned(written)) => written.into_inner(),
            Err(TryLockError::WouldBlock) => return Vec::new(),
        };
        written.last_errors.iter().cloned().collect()
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
            Kept::Files(files) => drop(files.append(line.as_bytes())),
        }
    }

    fn remember(&mut self, line: &str) {
        if self.last_errors.len() == REMEMBERED {
            self.last_errors.pop_front();
        }
        self.last_errors.push_back(line.trim_end().to_owned());
    }
}

impl LogFiles {
    /// # Errors
    /// When the file can't be written, or is full and can't be renamed. What was to be said is lost then.
    fn append(&mut self, octets: &[u8]) -> io::Result<()> {
        let added = octets.len() as u64;
        if self.opened()?.1 + added > LONGEST {
            self.open = None;
            self.make_room()?;
        }
        let (file, length) = self.opened()?;
        file.write_all(octets)?;
        *length += added;
        Ok(())
    }

    fn opened(&mut self) -> io::Result<&mut (File, u64)> {
        match &mut self.open {
            Some(open) => Ok(open),
            closed => {
                let file = platform::private_append_options().open(self.folder.join(FILE))?;
                let length = file.metadata()?.len();
                Ok(closed.insert((file, length)))
            }
        }
    }

    fn make_room(&self) -> io::Result<()> {
        let numbered = |number: u32| self.folder.join(format!("{FILE}.{number}"));
        for number in (1..EARLIER).rev() {
            match fs::rename(numbered(number), numbered(number + 1)) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                _ => {}
            }
        }
        fs::rename(self.folder.join(FILE), numbered(1))
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
        let read = || fs::read_to_string(folder.join(FILE));
        assert_eq!(read()?, "early\nportal_key_…\n");
        let long = format!("{}\n", "x".repeat(100_000));
        for _ in 0..40 {
            line(&log, Written::keep, &long)?;
        }
        let files = fs::read_dir(&folder)?.collect::<Result<Vec<_>, _>>()?;
        assert_eq!(files.len(), 5);
        let all: u64 = files
            .iter()
            .map(|file| file.metadata().map_or(0, |it| it.len()))
            .sum();
        assert!(all <= 5 * LONGEST, "{all}");
        Ok(())
    }

    #[test]
    fn without_a_folder_the_app_goes_on() -> io::Result<()> {
        let directory = tempfile::tempdir()?;
        let file = directory.path().join("file");
        fs::write(&file, "")?;
        let log = Log::default();
        log.keep_in(&file.join("logs"));
        for number in 0..3000 {
            line(
                &log,
                Written::keep,
                &format!("{number} {}\n", "x".repeat(100)),
            )?;
        }
        assert_eq!(fs::read_to_string(&file)?, "");
        Ok(())
    }

    #[test]
    fn a_file_that_can_not_be_renamed_takes_no_more() -> io::Result<()> {
        let directory = tempfile::tempdir()?;
        let log = Log::default();
        log.keep_in(directory.path());
        // Nothing takes the place of a folder with something in it.
        for number in [3, 4] {
            fs::create_dir_all(directory.path().join(format!("{FILE}.{number}/occupied")))?;
        }
        let long = format!("{}\n", "x".repeat(100_000));
        for _ in 0..20 {
            line(&log, Written::keep, &long)?;
        }
        let length = fs::metadata(directory.path().join(FILE))?.len();
        assert!(length <= LONGEST, "{length}");
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
