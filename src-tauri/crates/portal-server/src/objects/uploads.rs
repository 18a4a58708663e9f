//! Sending files of exports to where they are kept, part by part: as much of them is held in memory as a few parts have, and
//! what becomes of a part that was sent for nothing is known also after a crash.

use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::time::Duration;

use axum::body::Bytes;
use futures_util::{StreamExt, TryStreamExt, stream};
use object_store::multipart::PartId;
use object_store::{ObjectStoreExt, path};
use serde::{Deserialize, Serialize};
use tokio::task::spawn_blocking;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

use super::export_files::remove;
use super::{ExportFileName, FarStore, Objects, ObjectsError, Place, UnfinishedExport};

/// Octets of a part, but for files that would have more than S3 allows.
const PART: u64 = 8 << 20;

/// Parts that S3 allows.
const MOST_PARTS: u64 = 10_000;

/// Parts that are sent at a time.
const AT_A_TIME: usize = 2;

/// For how long whoever stops an upload waits until what was sent is gone. The rest is done by the sweeper.
const FORGET_WITHIN: Duration = Duration::from_secs(2);

/// An upload that was begun, as it is written down before the first part is sent.
#[derive(Serialize, Deserialize)]
struct Upload {
    place: String,
    id: String,
}

impl Objects {
    /// Whether files are sent somewhere, which takes its time.
    pub(crate) fn are_far(&self) -> bool {
        matches!(self.place, Place::Far { .. })
    }

    /// Sends a file that is whole to where it is kept, in place of the same one; answers whether it was, and not stopped.
    /// Where files just get their names, there is nothing to do.
    ///
    /// # Errors
    ///
    /// When it can't be read, or the object store fails.
    pub(crate) async fn send_export(
        &self,
        whole: &UnfinishedExport,
        name: &ExportFileName,
        stop: &CancellationToken,
    ) -> Result<bool, ObjectsError> {
        let Place::Far { store, .. } = &self.place else {
            return Ok(true);
        };
        let (record, place) = (whole.upload(), name.place());
        let sent = tokio::select! {
            () = stop.cancelled() => Ok(false),
            sent = send(store.as_ref(), whole.path(), &place, &record) => sent.map(|()| true),
        };
        if !matches!(sent, Ok(true)) {
            // What was sent would be paid for until somebody clears it.
            match timeout(FORGET_WITHIN, self.forget_upload(&record)).await {
                Ok(Ok(())) => {}
                Ok(Err(error)) => tracing::warn!(%error, "an incomplete upload stays for now"),
                Err(_) => tracing::warn!("an incomplete upload stays for now"),
            }
        }
        sent
    }

    /// Has what was sent of a file removed, if its upload was not completed.
    pub(super) async fn forget_upload(&self, record: &Path) -> Result<(), ObjectsError> {
        let Place::Far { store, .. } = &self.place else {
            return Ok(());
        };
        let written = match fs::read(record) {
            Ok(written) => written,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            Err(error) => return Err(ObjectsError::of(error)),
        };
        // Of one that was cut while it was written, nothing was sent.
        if let Ok(Upload { place, id }) = serde_json::from_slice(&written) {
            let place = path::Path::from(place);
            match store.abort_multipart(&place, &id).await {
                Ok(()) | Err(object_store::Error::NotFound { .. }) => {}
                Err(error) => return Err(ObjectsError::of(error)),
            }
        }
        remove(record);
        Ok(())
    }
}

async fn send(
    store: &dyn FarStore,
    file: &Path,
    place: &path::Path,
    record: &Path,
) -> Result<(), ObjectsError> {
    let size = fs::metadata(file).map_err(ObjectsError::of)?.len();
    let part = PART.max(size.div_ceil(MOST_PARTS));
    if size <= part {
        let whole = read(file.to_owned(), 0..size).await?;
        let put = store.put(place, whole.into()).await;
        return put.map(drop).map_err(ObjectsError::of);
    }
    let id = store.create_multipart(place).await;
    let id = id.map_err(ObjectsError::of)?;
    let upload = Upload {
        place: place.to_string(),
        id,
    };
    write_down(record, &upload).map_err(ObjectsError::of)?;
    let parts = (0..size.div_ceil(part)).map(|index| {
        let range = index * part..size.min((index + 1) * part);
        let (file, id) = (file.to_owned(), &upload.id);
        async move {
            let octets = read(file, range).await?;
            let index = usize::try_from(index).map_err(ObjectsError::of)?;
            let put = store.put_part(place, id, index, octets.into()).await;
            put.map_err(ObjectsError::of)
        }
    });
    let parts = stream::iter(parts).buffered(AT_A_TIME);
    let parts: Vec<PartId> = parts.try_collect().await?;
    let whole = store.complete_multipart(place, &upload.id, parts).await;
    whole.map_err(ObjectsError::of)?;
    remove(record);
    Ok(())
}

fn write_down(record: &Path, upload: &Upload) -> io::Result<()> {
    let written = serde_json::to_vec(upload)?;
    fs::write(record, written)?;
    File::open(record)?.sync_all()
}

async fn read(path: PathBuf, range: Range<u64>) -> Result<Bytes, ObjectsError> {
    let reading = spawn_blocking(move || {
        let mut file = File::open(path)?;
        file.seek(SeekFrom::Start(range.start))?;
        let length = usize::try_from(range.end - range.start).map_err(io::Error::other)?;
        let mut octets = vec![0; length];
        file.read_exact(&mut octets)?;
        Ok::<_, io::Error>(Bytes::from(octets))
    });
    let octets = reading.await.map_err(ObjectsError::of)?;
    octets.map_err(ObjectsError::of)
}
