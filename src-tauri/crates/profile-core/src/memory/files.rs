//! Folders, disks and dialogs of the test's own.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use async_trait::async_trait;
use tokio::sync::Notify;

use super::lock;
use crate::ports::{
    Disk, Downloads, FileView, FileViewError, SaveDialog, SaveDialogError, SaveWish,
};

/// A downloads folder of the test's own.
pub struct SetDownloads {
    folder: PathBuf,
    records: PathBuf,
}

impl SetDownloads {
    /// Files go to `folder`, and what is kept of those under way to `records`.
    #[must_use]
    pub fn to(folder: PathBuf, records: PathBuf) -> Self {
        Self { folder, records }
    }
}

impl Downloads for SetDownloads {
    fn folder(&self) -> PathBuf {
        self.folder.clone()
    }

    fn records(&self) -> PathBuf {
        self.records.clone()
    }
}

/// What a person does with a save dialog.
#[derive(Clone, Debug, Default)]
pub enum SaveAnswer {
    /// They take what is proposed.
    #[default]
    Proposed,
    /// They choose another place.
    At(PathBuf),
    /// They close it.
    Dismissed,
    /// There is no dialog.
    Missing,
    /// They leave it open.
    Open,
}

/// A save dialog that answers by itself.
#[derive(Default)]
pub struct MemorySaveDialog {
    answer: Mutex<SaveAnswer>,
    asked: Mutex<Vec<SaveWish>>,
    opened: Notify,
}

impl MemorySaveDialog {
    /// From now on the person does this.
    pub fn set_answer(&self, answer: SaveAnswer) {
        *lock(&self.answer) = answer;
    }

    /// What was proposed so far, oldest first.
    #[must_use]
    pub fn asked(&self) -> Vec<SaveWish> {
        lock(&self.asked).clone()
    }

    /// Waits until one opens.
    pub async fn opened(&self) {
        self.opened.notified().await;
    }
}

#[async_trait]
impl SaveDialog for MemorySaveDialog {
    async fn ask(&self, wish: SaveWish) -> Result<Option<PathBuf>, SaveDialogError> {
        let proposed = wish.folder.join(&wish.name);
        lock(&self.asked).push(wish);
        self.opened.notify_one();
        let answer = lock(&self.answer).clone();
        match answer {
            SaveAnswer::Proposed => Ok(Some(proposed)),
            SaveAnswer::At(path) => Ok(Some(path)),
            SaveAnswer::Dismissed => Ok(None),
            SaveAnswer::Missing => Err(SaveDialogError("switched off by a test".into())),
            SaveAnswer::Open => std::future::pending().await,
        }
    }
}

/// A program that shows no folders.
#[derive(Default)]
pub struct MemoryFileView {
    shown: Mutex<Vec<PathBuf>>,
    missing: Mutex<bool>,
}

impl MemoryFileView {
    /// The files shown so far, oldest first.
    #[must_use]
    pub fn shown(&self) -> Vec<PathBuf> {
        lock(&self.shown).clone()
    }

    /// From now on there is none, or there is one again.
    pub fn set_missing(&self, missing: bool) {
        *lock(&self.missing) = missing;
    }
}

#[async_trait]
impl FileView for MemoryFileView {
    async fn show(&self, file: &Path) -> Result<(), FileViewError> {
        if *lock(&self.missing) {
            return Err(FileViewError("switched off by a test".into()));
        }
        lock(&self.shown).push(file.to_owned());
        Ok(())
    }
}

/// A disk with as much room as a test says.
pub struct SetDisk(Mutex<u64>);

impl SetDisk {
    /// From now on there is room for so many octets.
    pub fn set_room(&self, octets: u64) {
        *lock(&self.0) = octets;
    }
}

impl Default for SetDisk {
    fn default() -> Self {
        Self(Mutex::new(u64::MAX))
    }
}

impl Disk for SetDisk {
    fn room(&self, _folder: &Path) -> io::Result<u64> {
        Ok(*lock(&self.0))
    }
}
