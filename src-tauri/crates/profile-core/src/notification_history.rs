//! Notifications on disk: one file per account, in the order in which they came.
//!
//! Each line is a checksum and a notification. New ones are added at the end; the whole file is written anew when
//! something in it changes, or when it holds more than is kept. A line that a killed process left half written is
//! dropped. A file that is damaged otherwise is set aside before anything is written, and what can be read of it stays.

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

/// The notifications of one account, read once and written through.
#[derive(Debug)]
pub(crate) struct NotificationHistory {
    path: PathBuf,
    kept: Vec<Notification>,
    /// Lines in the file.
    written: usize,
}

impl NotificationHistory {
    /// Those of `key` in `folder`, which need not exist yet.
    pub(crate) fn of(folder: &Path, key: &TokenKey) -> Self {
        let path = folder.join(name(key)).with_extension(ENDING);
        let read = read(&path).unwrap_or_else(|error| {
            if error.kind() != io::ErrorKind::NotFound {
                tracing::warn!(%error, "the notifications can't be read");
            }
            Lines::default()
        });
        let mut history = Self {
            path,
            written: read.sound.len(),
            kept: read.sound,
        };
        if read.is_damaged {
            history.set_aside();
        } else if read.is_torn {
            history.write_anew();
        }
        history
    }

    /// All that are kept, the newest first.
    pub(crate) fn all(&self, now: DateTime<Utc>) -> Vec<Notification> {
        let kept = self.kept.iter().rev();
        kept.filter(|it| is_kept(it, now)).cloned().collect()
    }

    /// Adds a notification with the next number, which `make` is given.
    pub(crate) fn add(&mut self, now: DateTime<Utc>, make: impl FnOnce(u32) -> Notification) {
        let next = self.kept.last().map_or(1, |last| last.id.saturating_add(1));
        let notification = make(next);
        let line = line(&notification);
        self.kept.push(notification);
        if self.written.max(self.kept.len()) >= MOST + SLACK {
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

    /// What can't be written holds for this run.
    fn append(&mut self, line: &str) {
        let appended = create_folder(&self.path)
            .and_then(|()| open_private(&self.path))
            .and_then(|mut file| file.write_all(line.as_bytes()));
        match appended {
            Ok(()) => self.written += 1,
            Err(error) => tracing::warn!(%error, "a notification is not kept"),
        }
    }

    fn write_anew(&mut self) {
        let written = create_folder(&self.path).and_then(|()| {
            let folder = self.path.parent().unwrap_or(Path::new("."));
            // Mode 0600 from the start.
            let mut file = Builder::new().prefix(".unfinished-").tempfile_in(folder)?;
            for notification in &self.kept {
                file.write_all(line(notification).as_bytes())?;
            }
            file.persist(&self.path).map_err(|failed| failed.error)?;
            Ok(())
        });
        match written {
            Ok(()) => self.written = self.kept.len(),
            Err(error) => tracing::warn!(%error, "the notifications are not kept as they are"),
        }
    }

    fn set_aside(&mut self) {
        let aside = (1..)
            .map(|number| self.path.with_extension(format!("damaged-{number}")))
            .find(|candidate| !candidate.exists());
        let Some(aside) = aside else { return };
        match fs::rename(&self.path, &aside) {
            Ok(()) => {
                tracing::warn!("damaged notifications are set aside");
                self.write_anew();
            }
            Err(error) => tracing::warn!(%error, "damaged notifications stay where they are"),
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

    fn files(folder: &Path) -> Vec<PathBuf> {
        let entries = fs::read_dir(folder).into_iter().flatten().flatten();
        entries.map(|entry| entry.path()).collect()
    }

    #[test]
    fn they_are_there_after_a_restart_the_newest_first() -> io::Result<()> {
        let folder = tempfile::tempdir()?;
        let folder = folder.path().join("notifications");
        let mut history = NotificationHistory::of(&folder, &key());
        assert!(ids(&history).is_empty());
        for _ in 0..3 {
            add(&mut history, now());
        }
        history.change(|it| {
            it.is_read |= it.id == 1;
            it.id != 2
        });
        let again = NotificationHistory::of(&folder, &key());
        assert_eq!(again.all(now()), history.all(now()));
        assert_eq!(ids(&again), [3, 1]);
        assert!(again.all(now())[1].is_read);
        let other = TokenKey {
            account: "grace".into(),
            ..key()
        };
        assert!(ids(&NotificationHistory::of(&folder, &other)).is_empty());
        Ok(())
    }

    #[cfg(unix)]
    #[test]
    fn they_are_for_the_person_alone() -> io::Result<()> {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir()?;
        let mut history = NotificationHistory::of(folder.path(), &key());
        for _ in 0..2 {
            add(&mut history, now());
            let mode = fs::metadata(&history.path)?.permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
            history.change(|it| it.id > 1);
        }
        Ok(())
    }

    #[test]
    fn old_ones_go_and_the_file_stays_small() -> io::Result<()> {
        let folder = tempfile::tempdir()?;
        let mut history = NotificationHistory::of(folder.path(), &key());
        add(&mut history, now() - KEPT);
        add(&mut history, now() - KEPT + TimeDelta::seconds(1));
        assert_eq!(ids(&history), [2]);
        for _ in 0..2 * (MOST + SLACK) {
            add(&mut history, now());
        }
        let lines = fs::read_to_string(&history.path)?.lines().count();
        assert!(lines < MOST + SLACK, "{lines}");
        assert!(history.kept.len() < MOST + SLACK);
        assert_eq!(history.kept.last().map(|it| it.id), Some(5_002));
        Ok(())
    }

    #[test]
    fn what_a_killed_process_left_costs_one_alone() -> io::Result<()> {
        let folder = tempfile::tempdir()?;
        let mut history = NotificationHistory::of(folder.path(), &key());
        for _ in 0..2 {
            add(&mut history, now());
        }
        let whole = fs::read(&history.path)?;
        let first = whole.iter().position(|&it| it == b'\n').unwrap_or(0) + 1;
        for length in 0..whole.len() {
            fs::write(&history.path, &whole[..length])?;
            let mut torn = NotificationHistory::of(folder.path(), &key());
            let expected = if length < first { vec![] } else { vec![1] };
            assert_eq!(ids(&torn), expected, "{length}");
            add(&mut torn, now());
            let again = NotificationHistory::of(folder.path(), &key());
            assert_eq!(again.all(now()), torn.all(now()));
        }
        assert_eq!(files(folder.path()).len(), 1, "nothing is set aside");
        Ok(())
    }

    #[test]
    fn a_damaged_file_is_set_aside_and_what_is_sound_stays() -> io::Result<()> {
        let folder = tempfile::tempdir()?;
        let mut history = NotificationHistory::of(folder.path(), &key());
        for _ in 0..3 {
            add(&mut history, now());
        }
        let whole = fs::read(&history.path)?;
        for bit in 0..whole.len() * 8 {
            let mut damaged = whole.clone();
            damaged[bit / 8] ^= 1 << (bit % 8);
            fs::write(&history.path, &damaged)?;
            let found = NotificationHistory::of(folder.path(), &key());
            let sound = found.all(now());
            assert!(sound.len() < 3 || sound == history.all(now()), "{bit}");
            assert!(sound.iter().all(|it| history.kept.contains(it)), "{bit}");
            let aside = files(folder.path())
                .into_iter()
                .find(|it| *it != found.path);
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
