//! The last profile seen, and the page as it is drawn from it, kept in the cache directory.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use data_encoding::HEXLOWER;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use tempfile::Builder;

use crate::ports::TokenKey;
use crate::profile::ProfileSnapshot;

/// The form of the files; files of another form are removed.
const FORMAT: u32 = 4;
/// The most bytes of a file, so that no start waits for a bigger one: room for the page with the largest picture,
/// which a first frame holds twice.
const LIMIT: u64 = 4 * 1024 * 1024;
/// What a file is called until it is whole.
const UNFINISHED: &str = ".unfinished-";
/// How the names of profiles end, and of first frames.
const PROFILE: &str = "json";
const FIRST_FRAME: &str = "first-frame";

/// A profile, and where its pictures came from, so that the same picture is not downloaded again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SeenProfile {
    /// What the page shows.
    pub snapshot: ProfileSnapshot,
    /// The path of the person's picture on the portal, if there is one.
    pub avatar_path: Option<String>,
    /// The path of the organization's picture on the portal, if there is one.
    pub image_path: Option<String>,
}

/// The page as a start draws it first, kept ahead of that start.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FirstFrame {
    /// Tells what it was drawn from; a start that begins with anything else draws anew.
    pub drawn_from: String,
    /// The page's elements, as HTML without any script.
    pub markup: String,
}

/// Files per account, readable by this person alone.
#[derive(Clone, Debug)]
pub struct OfflineProfiles {
    directory: PathBuf,
}

#[derive(Serialize, Deserialize)]
struct Contents<Seen> {
    format: u32,
    portal: String,
    account: String,
    seen: Seen,
}

impl OfflineProfiles {
    /// The profiles in `directory`, which need not exist yet.
    #[must_use]
    pub fn in_directory(directory: PathBuf) -> Self {
        Self { directory }
    }

    /// The profile of `key` as last seen. A damaged or foreign file is removed.
    #[must_use]
    pub fn read(&self, key: &TokenKey) -> Option<SeenProfile> {
        read(&self.path(key, PROFILE), key)
    }

    /// Keeps `seen` as the last profile of `key`, whole or not at all.
    ///
    /// # Errors
    /// When the file can't be written or is too large; an earlier one stays as it is.
    pub fn write(&self, key: &TokenKey, seen: &SeenProfile) -> io::Result<()> {
        self.write_file(key, PROFILE, seen)
    }

    /// The first frame kept for `key`. A damaged or foreign file is removed.
    #[must_use]
    pub fn read_first_frame(&self, key: &TokenKey) -> Option<FirstFrame> {
        read(&self.path(key, FIRST_FRAME), key)
    }

    /// Keeps the first frame of the next start with `key`, whole or not at all.
    ///
    /// # Errors
    /// When the file can't be written or is too large; an earlier one stays as it is.
    pub fn write_first_frame(&self, key: &TokenKey, frame: &FirstFrame) -> io::Result<()> {
        self.write_file(key, FIRST_FRAME, frame)
    }

    /// Removes the first frame kept for `key`.
    pub fn remove_first_frame(&self, key: &TokenKey) {
        remove(&self.path(key, FIRST_FRAME));
    }

    /// Removes what is kept of `key`, and what an interrupted run left unfinished.
    pub fn remove(&self, key: &TokenKey) {
        remove(&self.path(key, PROFILE));
        self.remove_first_frame(key);
        let entries = fs::read_dir(&self.directory)
            .into_iter()
            .flatten()
            .flatten();
        for entry in entries {
            if entry.file_name().to_string_lossy().starts_with(UNFINISHED) {
                remove(&entry.path());
            }
        }
    }

    fn write_file<Seen: Serialize>(
        &self,
        key: &TokenKey,
        kind: &str,
        seen: &Seen,
    ) -> io::Result<()> {
        fs::create_dir_all(&self.directory)?;
        let contents = Contents {
            format: FORMAT,
            portal: key.portal.clone(),
            account: key.account.clone(),
            seen,
        };
        let contents = serde_json::to_vec(&contents)?;
        if is_too_large(&contents) {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        // A named temporary file has mode 0600 from the start, and keeps it when it gets its name.
        let mut file = Builder::new()
            .prefix(UNFINISHED)
            .tempfile_in(&self.directory)?;
        file.write_all(&contents)?;
        file.persist(self.path(key, kind))?;
        Ok(())
    }

    /// The name says nothing about the account, and any id makes a valid one.
    fn path(&self, key: &TokenKey, kind: &str) -> PathBuf {
        let mut hash = Sha256::new();
        hash.update(key.portal.as_bytes());
        hash.update([0]);
        hash.update(key.account.as_bytes());
        let name = HEXLOWER.encode(&hash.finalize());
        self.directory.join(name).with_extension(kind)
    }
}

impl<Seen> Contents<Seen> {
    fn is_of(&self, key: &TokenKey) -> bool {
        self.format == FORMAT && self.portal == key.portal && self.account == key.account
    }
}

fn read<Seen: DeserializeOwned>(path: &Path, key: &TokenKey) -> Option<Seen> {
    let bytes = match read_to_limit(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return None,
        Err(error) => {
            tracing::warn!(%error, "a file of the cache can't be read");
            return None;
        }
    };
    match serde_json::from_slice::<Contents<Seen>>(&bytes) {
        Ok(contents) if contents.is_of(key) && !is_too_large(&bytes) => Some(contents.seen),
        _ => {
            tracing::warn!("removing a damaged file from the cache");
            remove(path);
            None
        }
    }
}

/// All of a file, or of a larger one just enough to tell.
fn read_to_limit(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?.take(LIMIT + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn is_too_large(bytes: &[u8]) -> bool {
    bytes.len() as u64 > LIMIT
}

fn remove(path: &Path) {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            tracing::warn!(%error, "a file stays in the cache");
        }
        _ => {}
    }
}
