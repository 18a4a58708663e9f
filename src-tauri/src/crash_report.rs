//! What brought the app down, written on this machine and offered at the next start. It is never sent.

use std::backtrace::Backtrace;
use std::fs;
use std::io::{Read, Write};
use std::panic::PanicHookInfo;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use profile_core::start::Notice;

use crate::diagnostics;
use crate::log::{Log, without_secrets};
use crate::platform;

const FILE: &str = "crash-report.txt";
/// What was offered already, until the next one.
const OFFERED: &str = "last-crash-report.txt";

/// No more of a report is read, in octets: a damaged file may be of any length.
const LONGEST: u64 = 256 * 1024;

/// Writes a report when the app panics, once it is known where. Cheap to clone.
#[derive(Clone, Default)]
pub(crate) struct CrashReports(Arc<OnceLock<PathBuf>>);

impl CrashReports {
    /// Begins to watch this process.
    pub(crate) fn watch(log: Log) -> Self {
        let reports = Self::default();
        let usual = std::panic::take_hook();
        let watching = reports.clone();
        std::panic::set_hook(Box::new(move |panic| {
            usual(panic);
            if let Some(folder) = watching.0.get() {
                write(folder, &report(panic, &log));
            }
        }));
        reports
    }

    /// Writes reports in `folder` from now on. Answers what an earlier run left there, once.
    pub(crate) fn keep_in(&self, folder: &Path) -> Option<Notice> {
        // There is one directory; a second call would change nothing.
        let _ = self.0.set(folder.to_owned());
        take(folder).map(|report| Notice::Crashed { report })
    }
}

fn report(panic: &PanicHookInfo<'_>, log: &Log) -> String {
    let thread = std::thread::current();
    let name = thread.name().unwrap_or("without a name");
    // The hook may run in the midst of a write to the log.
    let errors = log.last_errors_at_once();
    let mut text = format!(
        "{}\n\nthread: {name}\n{panic}\n",
        diagnostics::text(None, &errors),
    );
    // What is shipped has no names of functions, and without them a backtrace says nothing.
    if cfg!(debug_assertions) {
        text = format!("{text}\n{}", Backtrace::force_capture());
    }
    without_secrets(&text)
}

/// The first one counts: others may follow from it.
fn write(folder: &Path, report: &str) {
    // Nobody is left who could do something about it.
    let _ = platform::private_append_options()
        .create_new(true)
        .open(folder.join(FILE))
        .and_then(|mut file| file.write_all(report.as_bytes()));
}

fn take(folder: &Path) -> Option<String> {
    let path = folder.join(FILE);
    let mut octets = Vec::new();
    let read = fs::File::open(&path).and_then(|file| file.take(LONGEST).read_to_end(&mut octets));
    read.ok()?;
    if let Err(error) = fs::rename(&path, folder.join(OFFERED)) {
        tracing::warn!(%error, "a crash report is offered again");
    }
    Some(String::from_utf8_lossy(&octets).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_is_offered_once_and_the_first_one_counts() -> std::io::Result<()> {
        let directory = tempfile::tempdir()?;
        let folder = directory.path();
        assert_eq!(take(folder), None);
        write(folder, "first");
        write(folder, "second");
        assert_eq!(take(folder).as_deref(), Some("first"));
        assert_eq!(take(folder), None);
        assert_eq!(fs::read_to_string(folder.join(OFFERED))?, "first");
        write(folder, "third");
        assert_eq!(take(folder).as_deref(), Some("third"));
        Ok(())
    }

    #[test]
    fn a_panic_leaves_a_report_without_secrets() -> std::io::Result<()> {
        let directory = tempfile::tempdir()?;
        let reports = CrashReports::watch(Log::default());
        assert_eq!(reports.keep_in(directory.path()), None);
        let panicked = std::thread::Builder::new()
            .name("worker".to_owned())
            .spawn(|| panic!("it holds portal_session_Q7x"))?
            .join();
        drop(std::panic::take_hook());
        assert!(panicked.is_err());
        let report = take(directory.path()).unwrap_or_default();
        for words in [
            "Portal Profile ",
            "thread: worker",
            "it holds portal_session_…",
            "crash_report.rs",
        ] {
            assert!(report.contains(words), "{words}: {report}");
        }
        assert!(!report.contains("Q7x"), "{report}");
        Ok(())
    }

    #[test]
    fn a_damaged_report_of_any_length_is_read_as_far_as_it_goes() -> std::io::Result<()> {
        let directory = tempfile::tempdir()?;
        let octets = vec![0xff; 2 * LONGEST as usize];
        fs::write(directory.path().join(FILE), octets)?;
        let report = take(directory.path()).unwrap_or_default();
        assert_eq!(report.chars().count() as u64, LONGEST);
        Ok(())
    }
}
