//! Notifications on disk: one file per account, in the order in which they came.
//!
//! Each line is a checksum and a notification. New ones are added at the end; the whole file is written anew when
//! something in it changes, or when it holds more than is kept. A line that a killed process left half written is
//! dropped. A file that is damaged otherwise is set aside before anything is written, and what can be read of it stays.
//! One that can't be read at all is left alone.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use chrono::{DateTime, TimeDelta, Utc};
use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};
use tempfile::Builder;

use crate::notifications::Notification;
use crate::ports::TokenKey;

/// For so long a notification is kept.
const KEPT: TimeDelta = TimeDelta::days(90);
/// So many are kept of an account.
const MOST: usize = 2_000;
/// So many more may lie in the file before it is written anew.
const SLACK: usize = 500;
/// The most octets of a file: what is beyond them is left alone.
const LIMIT: u64 = 8 * 1024 * 1024;
const ENDING: &str = "notifications";
/// What a file is called until it is whole.
const UNFINISHED: &str = ".unfinished-";

/// The notifications of one account, read once and written through.
#[derive(Debug)]
pub(crate) struct NotificationHistory {
    /// `None` keeps them in memory alone.
    path: Option<PathBuf>,
    kept: Vec<Notification>,
    /// The number of the next one: never one that there was before.
    next: u32,
    /// Lines in the file.
    written: usize,
    /// The file is not as it should be: something could not be written.
    is_behind: bool,
}

impl NotificationHistory {
    /// Those of `key` in `folder`, which need not exist yet. What is too old goes.
    ///
    /// # Errors
    /// When there is a file that can't be read, or a damaged one that can't be set aside: nothing is to be written in
    /// its place.
    pub(crate) fn of(folder: &Path, key: &TokenKey, now: DateTime<Utc>) -> io::Result<Self> {
        sweep(folder, now);
        let path = folder.join(name(key)).with_extension(ENDING);
        let read = match read(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Lines::default(),
            read => read?,
        };
        if read.is_damaged {
            set_aside(&path)?;
        }
        let mut history = Self {
            path: Some(path),
            next: following(&read.sound),
            written: read.sound.len(),
            is_behind: read.is_damaged || read.is_torn,
            kept: read.sound,
        };
        let before = history.kept.len();
        history.kept.retain(|it| is_kept(it, now));
        if history.is_behind || history.kept.len() < before {
            history.write_anew();
        }
        Ok(history)
    }

    /// Removes those of `key`, with what was set aside of them.
    pub(crate) fn remove(folder: &Path, key: &TokenKey) {
        let name = name(key);
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.file_stem().is_some_and(|stem| stem == &*name)
                && let Err(error) = fs::remove_file(&path)
            {
                tracing::warn!(%error, "notifications of an account that is not used any more stay");
            }
        }
    }

    /// Those of a session that leaves nothing on this machine.
    pub(crate) fn in_memory() -> Self {
        Self {
            path: None,
            kept: Vec::new(),
            next: 1,
            written: 0,
            is_behind: false,
        }
    }

    /// All that are kept, the newest first.
    pub(crate) fn all(&self, now: DateTime<Utc>) -> Vec<Notification> {
        let kept = self.kept.iter().rev();
        kept.filter(|it| is_kept(it, now)).cloned().collect()
    }

    /// Adds a notification with the next number, which `make` is given.
    pub(crate) fn add(&mut self, now: DateTime<Utc>, make: impl FnOnce(u32) -> Notification) {
        let notification = make(self.next);
        self.next = self.next.saturating_add(1);
        let line = line(&notification);
        self.kept.push(notification);
        if self.is_behind || self.written.max(self.kept.len()) >= MOST + SLACK {
            self.drop_old(now);
            self.write_anew();
        } else {
            self.append(&line);
        }
    }

    /// Changes or removes notifications: `keep` says whether one stays. Nothing is written when nothing changed.
    pub(crate) fn change(&mut self, keep: impl FnMut(&mut Notification) -> bool) {
        let before = self.kept.clone();
        self.kept.retain_mut(keep);
        if self.kept != before {
            self.write_anew();
        }
    }

    fn drop_old(&mut self, now: DateTime<Utc>) {
        self.kept.retain(|it| is_kept(it, now));
        let surplus = self.kept.len().saturating_sub(MOST);
        self.kept.drain(..surplus);
    }

    /// What can't be written holds for this run, and is written with the next one.
    fn append(&mut self, line: &str) {
        let Some(path) = &self.path else { return };
        let appended = create_folder(path)
            .and_then(|()| open_private(path))
            .and_then(|mut file| file.write_all(line.as_bytes()));
        match appended {
            Ok(()) => self.written += 1,
            Err(error) => {
                tracing::warn!(%error, "a notification is not kept yet");
                self.is_behind = true;
            }
        }
    }

    fn write_anew(&mut self) {
        let Some(path) = &self.path else { return };
        let written = create_folder(path).and_then(|()| {
            let folder = path.parent().unwrap_or(Path::new("."));
            // Mode 0600 from the start.
            let mut file = Builder::new().prefix(UNFINISHED).tempfile_in(folder)?;
            for notification in &self.kept {
                file.write_all(line(notification).as_bytes())?;
            }
            file.as_file().sync_all()?;
            file.persist(path).map_err(|failed| failed.error)?;
            Ok(())
        });
        self.is_behind = written.is_err();
        match written {
            Ok(()) => self.written = self.kept.len(),
            Err(error) => tracing::warn!(%error, "the notifications are not kept as they are"),
        }
    }
}

/// The number after the highest.
fn following(notifications: &[Notification]) -> u32 {
    let highest = notifications.iter().map(|it| it.id).max();
    highest.map_or(1, |highest| highest.saturating_add(1))
}

fn set_aside(path: &Path) -> io::Result<()> {
    let aside = (1..)
        .map(|number| path.with_extension(format!("damaged-{number}")))
        .find(|candidate| !candidate.exists())
        .ok_or(io::ErrorKind::AlreadyExists)?;
    tracing::warn!("damaged notifications are set aside");
    fs::rename(path, aside)
}

/// Removes what a killed process left half written, and what nothing was added to for so long that all of it is too
/// old: accounts that are used here no more.
fn sweep(folder: &Path, now: DateTime<Utc>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let is_unfinished = entry.file_name().to_string_lossy().starts_with(UNFINISHED);
        let changed = entry.metadata().and_then(|metadata| metadata.modified());
        let is_old =
            changed.is_ok_and(|at| now.signed_duration_since(DateTime::<Utc>::from(at)) >= KEPT);
        if is_unfinished || is_old {
            // One that stays is met again.
            let _ = fs::remove_file(entry.path());
        }
    }
}

fn is_kept(notification: &Notification, now: DateTime<Utc>) -> bool {
    now.signed_duration_since(notification.at) < KEPT
}

/// The name says nothing about the account, and any id makes a valid one.
fn name(key: &TokenKey) -> String {
    let mut name = Sha256::new();
    for part in [&key.portal, &key.account] {
        name.update((part.len() as u64).to_le_bytes());
        name.update(part);
    }
    HEXLOWER.encode(&name.finalize())
}

fn create_folder(path: &Path) -> io::Result<()> {
    path.parent().map_or(Ok(()), fs::create_dir_all)
}

fn open_private(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.append(true).create(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    options.open(path)
}

fn line(notification: &Notification) -> String {
    // Plain fields: none can fail to be written.
    let text = serde_json::to_string(notification).unwrap_or_default();
    format!("{:08x} {text}\n", crc32fast::hash(text.as_bytes()))
}

#[derive(Default)]
struct Lines {
    sound: Vec<Notification>,
    /// The last line has no end.
    is_torn: bool,
    /// Another line is not what was written.
    is_damaged: bool,
}

fn read(path: &Path) -> io::Result<Lines> {
    let mut octets = Vec::new();
    File::open(path)?.take(LIMIT + 1).read_to_end(&mut octets)?;
    let mut lines = Lines {
        is_damaged: octets.len() as u64 > LIMIT,
        is_torn: octets.last().is_some_and(|&last| last != b'\n'),
        ..Lines::default()
    };
    let mut rows: Vec<_> = octets.split(|&octet| octet == b'\n').collect();
    // What follows the last end of a line is nothing, or was left half written.
    rows.pop();
    for row in rows {
        match parse(row) {
            Some(notification) => lines.sound.push(notification),
            None => lines.is_damaged = true,
        }
    }
    Ok(lines)
}

fn parse(row: &[u8]) -> Option<Notification> {
    let (checksum, text) = row.split_at_checked(9)?;
    let is_sound = format!("{:08x} ", crc32fast::hash(text)).as_bytes() == checksum;
    is_sound
        .then(|| serde_json::from_slice(text).ok())
        .flatten()
}

#[cfg(test)]
mod tests;
