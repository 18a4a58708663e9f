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
mod tests {
    use super::*;
    use crate::announcements::Announcement;

    fn key() -> TokenKey {
        TokenKey {
            portal: "https://a.example".into(),
            account: "ada".into(),
        }
    }

    fn now() -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::days(20_000)
    }

    fn add(history: &mut NotificationHistory, at: DateTime<Utc>) {
        history.add(at, |id| Notification {
            id,
            at,
            announcement: Announcement::ApiKeyCreated {
                name: "Line\n4".into(),
            },
            organization: Some("org_1".into()),
            is_read: false,
        });
    }

    fn ids(history: &NotificationHistory) -> Vec<u32> {
        history.all(now()).iter().map(|it| it.id).collect()
    }

    fn path(history: &NotificationHistory) -> &Path {
        history.path.as_deref().unwrap_or(Path::new(""))
    }

    fn files(folder: &Path) -> Vec<PathBuf> {
        let entries = fs::read_dir(folder).into_iter().flatten().flatten();
        entries.map(|entry| entry.path()).collect()
    }

    #[test]
    fn they_are_there_after_a_restart_the_newest_first() -> io::Result<()> {
        let folder = tempfile::tempdir()?;
        let folder = folder.path().join("notifications");
        let mut history = NotificationHistory::of(&folder, &key(), now())?;
        assert!(ids(&history).is_empty());
        for _ in 0..3 {
            add(&mut history, now());
        }
        history.change(|it| {
            it.is_read |= it.id == 1;
            it.id != 2
        });
        let again = NotificationHistory::of(&folder, &key(), now())?;
        assert_eq!(again.all(now()), history.all(now()));
        assert_eq!(ids(&again), [3, 1]);
        assert!(again.all(now())[1].is_read);
        let other = TokenKey {
            account: "grace".into(),
            ..key()
        };
        assert!(ids(&NotificationHistory::of(&folder, &other, now())?).is_empty());
        Ok(())
    }

    #[cfg(unix)]
    #[test]
    fn they_are_for_the_person_alone() -> io::Result<()> {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir()?;
        let mut history = NotificationHistory::of(folder.path(), &key(), now())?;
        for _ in 0..2 {
            add(&mut history, now());
            let mode = fs::metadata(path(&history))?.permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
            history.change(|it| it.id > 1);
        }
        Ok(())
    }

    #[test]
    fn old_ones_go_and_the_file_stays_small() -> io::Result<()> {
        let folder = tempfile::tempdir()?;
        let mut history = NotificationHistory::of(folder.path(), &key(), now())?;
        add(&mut history, now() - KEPT);
        add(&mut history, now() - KEPT + TimeDelta::seconds(1));
        assert_eq!(ids(&history), [2]);
        for _ in 0..2 * (MOST + SLACK) {
            add(&mut history, now());
        }
        let lines = fs::read_to_string(path(&history))?.lines().count();
        assert!(lines < MOST + SLACK, "{lines}");
        assert!(history.kept.len() < MOST + SLACK);
        assert_eq!(history.kept.last().map(|it| it.id), Some(5_002));
        let later = now() + KEPT;
        let gone = NotificationHistory::of(folder.path(), &key(), later)?;
        assert!(gone.kept.is_empty());
        assert_eq!(fs::read(path(&gone))?, b"", "nothing old stays on disk");
        Ok(())
    }

    #[test]
    fn a_number_is_given_once() -> io::Result<()> {
        let folder = tempfile::tempdir()?;
        let mut history = NotificationHistory::of(folder.path(), &key(), now())?;
        for _ in 0..3 {
            add(&mut history, now());
        }
        history.change(|it| it.id < 3);
        add(&mut history, now());
        assert_eq!(ids(&history), [4, 2, 1]);
        history.change(|_| false);
        add(&mut history, now());
        assert_eq!(ids(&history), [5]);
        Ok(())
    }

    #[test]
    fn what_could_not_be_written_is_written_with_the_next_one() -> io::Result<()> {
        let folder = tempfile::tempdir()?;
        let place = folder.path().join("notifications");
        let mut history = NotificationHistory::of(&place, &key(), now())?;
        // A file where the folder is to be.
        fs::write(&place, "")?;
        add(&mut history, now());
        assert_eq!(ids(&history), [1]);
        fs::remove_file(&place)?;
        add(&mut history, now());
        let again = NotificationHistory::of(&place, &key(), now())?;
        assert_eq!(ids(&again), [2, 1]);
        Ok(())
    }

    #[test]
    fn a_file_that_can_not_be_read_is_left_alone() -> io::Result<()> {
        let folder = tempfile::tempdir()?;
        let history = NotificationHistory::of(folder.path(), &key(), now())?;
        fs::create_dir(path(&history))?;
        assert!(NotificationHistory::of(folder.path(), &key(), now()).is_err());
        assert!(path(&history).is_dir());
        Ok(())
    }

    #[test]
    fn what_a_killed_process_left_unfinished_is_removed() -> io::Result<()> {
        let folder = tempfile::tempdir()?;
        fs::write(folder.path().join(".unfinished-abc"), "half")?;
        NotificationHistory::of(folder.path(), &key(), now())?;
        assert!(files(folder.path()).is_empty());
        Ok(())
    }

    #[test]
    fn what_a_killed_process_left_costs_one_alone() -> io::Result<()> {
        let folder = tempfile::tempdir()?;
        let mut history = NotificationHistory::of(folder.path(), &key(), now())?;
        for _ in 0..2 {
            add(&mut history, now());
        }
        let whole = fs::read(path(&history))?;
        let first = whole.iter().position(|&it| it == b'\n').unwrap_or(0) + 1;
        for length in 0..whole.len() {
            fs::write(path(&history), &whole[..length])?;
            let mut torn = NotificationHistory::of(folder.path(), &key(), now())?;
            let expected = if length < first { vec![] } else { vec![1] };
            assert_eq!(ids(&torn), expected, "{length}");
            add(&mut torn, now());
            let again = NotificationHistory::of(folder.path(), &key(), now())?;
            assert_eq!(again.all(now()), torn.all(now()));
        }
        assert_eq!(files(folder.path()).len(), 1, "nothing is set aside");
        Ok(())
    }

    #[test]
    fn a_damaged_file_is_set_aside_and_what_is_sound_stays() -> io::Result<()> {
        let folder = tempfile::tempdir()?;
        let mut history = NotificationHistory::of(folder.path(), &key(), now())?;
        for _ in 0..3 {
            add(&mut history, now());
        }
        let whole = fs::read(path(&history))?;
        for bit in 0..whole.len() * 8 {
            let mut damaged = whole.clone();
            damaged[bit / 8] ^= 1 << (bit % 8);
            fs::write(path(&history), &damaged)?;
            let found = NotificationHistory::of(folder.path(), &key(), now())?;
            let sound = found.all(now());
            assert!(sound.len() < 3 || sound == history.all(now()), "{bit}");
            assert!(sound.iter().all(|it| history.kept.contains(it)), "{bit}");
            let aside = files(folder.path())
                .into_iter()
                .find(|it| it != path(&found));
            // A last line without its end is taken for one that was left half written.
            if let Some(aside) = aside {
                assert_eq!(fs::read(&aside)?, damaged, "{bit}");
                fs::remove_file(aside)?;
            } else {
                assert_eq!(bit / 8, whole.len() - 1, "{bit}");
            }
        }
        Ok(())
    }
}
