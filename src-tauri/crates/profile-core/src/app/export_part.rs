//! What is here of a download's file: taken up, checked, and given its name.

use std::io;
use std::path::Path;
use std::sync::Arc;

use super::downloads_under_way::Download;
use super::export_download::{End, Run, Trouble};
use super::export_downloads::keep_now;
use super::{Shared, lock};
use crate::downloads::SavedFile;
use crate::export_downloads::{DownloadFailure, DownloadState, PauseReason};
use crate::part_file::{self, PartFile};

impl Run<'_> {
    /// What is here of the file, from its beginning if there is nothing or too much; `None` when the whole file is where
    /// it should be: the run before this one came to its end between giving it its name and saying so.
    pub(super) async fn open(&self) -> Result<Option<PartFile>, Trouble> {
        let (shared, download) = (Arc::clone(&self.app.shared), Arc::clone(self.download));
        let opened = self.on_disk(move || {
            let record = download.record();
            let part = PartFile::reopen(&record.part)?;
            let Some(mut part) = part else {
                if part_file::is_file_with(record.place(), record.size, &record.sha256) {
                    return Ok(None);
                }
                return create(&shared, &download).map(Some);
            };
            if part.length() > record.size || record.etag.is_none() {
                part.start_over()?;
            }
            Ok(Some(part))
        });
        Ok(opened.await?)
    }

    pub(super) async fn saved_before(&self) -> SavedFile {
        let record = self.download.record();
        let place = record.place();
        let name = place.file_name().unwrap_or_default();
        SavedFile {
            name: name.to_string_lossy().into_owned(),
            path: place.display().to_string(),
        }
    }

    /// Compares all of it with what the portal says, and gives it its name.
    pub(super) async fn check(&self, mut part: PartFile) -> Result<SavedFile, Trouble> {
        self.show(DownloadState::Checking);
        let record = self.download.record();
        let stop = self.stop.clone();
        let checked = self.on_disk(move || {
            part.sync()?;
            let hash = part.hash(|| stop.is_cancelled())?;
            Ok((part, hash))
        });
        let (part, hash) = checked.await?;
        match hash {
            // Whoever stopped it drops this.
            None => Err(Trouble::Passing { progressed: true }),
            Some(hash) if hash == record.sha256 => {
                let (shared, download) = (Arc::clone(&self.app.shared), Arc::clone(self.download));
                Ok(self
                    .on_disk(move || finish(&shared, &download, part))
                    .await?)
            }
            Some(_) => Err(self.start_over(part).await),
        }
    }

    /// Throws away what is here, once; the second time there will be no file.
    pub(super) async fn start_over(&self, part: PartFile) -> Trouble {
        if lock(&self.download.record).started_over {
            return Trouble::Ended(End::Failed(DownloadFailure::Damaged));
        }
        tracing::warn!("an export's file is not what it should be: it is fetched once more");
        lock(&self.download.record).started_over = true;
        self.clear(part).await
    }

    /// Throws away what is here: the portal calls its content otherwise by now, so what is here may not belong to it.
    pub(super) async fn clear(&self, mut part: PartFile) -> Trouble {
        self.change(|record| record.etag = None).await;
        match self.on_disk(move || part.start_over()).await {
            Ok(()) => Trouble::Passing { progressed: true },
            Err(error) => error.into(),
        }
    }

    pub(super) async fn check_room(&self, target: &Path, needed: u64) -> Result<(), Trouble> {
        match self.app.missing_room(target, needed).await {
            0 => Ok(()),
            missing => Err(Trouble::Ended(End::Paused(PauseReason::DiskFull {
                missing,
            }))),
        }
    }
}

/// Begins the file of a download. Where it is kept before it is there, so that no run leaves one that none knows of.
pub(super) fn create(shared: &Shared, download: &Download) -> io::Result<PartFile> {
    let target = download.record().target;
    PartFile::create(&target, |part| {
        lock(&download.record).part = part.to_owned();
        keep_now(shared, download);
    })
}

/// Gives a file that is whole its name, unless the person gave it up before.
fn finish(shared: &Shared, download: &Download, part: PartFile) -> io::Result<SavedFile> {
    if !download.begin_naming() {
        return Err(io::Error::other("it was given up"));
    }
    let record = download.record();
    let ending = record.kind.extension();
    let named = part.finish(&record.target, ending, record.replaces, |place| {
        // Killed after it has that name, the next run finds it there.
        if place != download.record().place() {
            lock(&download.record).named = Some(place.to_owned());
            keep_now(shared, download);
        }
    });
    if named.is_err() {
        download.stop_naming();
    }
    named
}
