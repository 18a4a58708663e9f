//! Writing exports: one streaming writer for all formats, for jobs and for the command line.
//!
//! The events are read from one snapshot, stream by stream, and merged by time; a second thread encodes, hashes and
//! writes them in one pass. What is held in memory doesn't depend on how many events there are.

mod batch;
mod catalog;
mod cursor;
mod encoding;
mod estimate;
mod manifest;
mod merge;
mod progress;
mod sink;
mod times;

#[cfg(test)]
mod tests;

use std::fs::File;
use std::io;
use std::ops::Range;
use std::sync::Arc;

use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

pub use encoding::Column;
pub use estimate::{Estimate, estimate};
pub use manifest::Manifest;
pub use progress::{Progress, SharedProgress};

use self::batch::Batch;
use self::catalog::Catalog;
use self::cursor::Room;
use self::encoding::Encoder;
use self::merge::Merge;
use self::sink::Sink;
use super::range::ExportRange;
use crate::domain::ExportFormat;
use crate::store::{Store, StoreError, stream_reading};

/// What the columns mean.
pub const SCHEMA_VERSION: u32 = 1;

/// Batches that reading may be ahead of writing.
const AHEAD: usize = 2;

/// What a file is to have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// Whose output events.
    pub organization_id: Uuid,
    /// Of which days.
    pub range: ExportRange,
    /// In which format.
    pub format: ExportFormat,
    /// Whether texts that spreadsheets take for formulas are left as they are, in comma-separated values; false for
    /// other formats.
    pub raw: bool,
}

impl Wanted {
    /// The time, in microseconds since 1970 in UTC.
    fn span(&self) -> Range<i64> {
        self.range.from.timestamp_micros()..self.range.until.timestamp_micros()
    }
}

/// What was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// Events.
    pub rows: u64,
    /// Octets.
    pub bytes: u64,
    /// The SHA-256 of the file, in lower-case hexadecimal digits.
    pub sha256: String,
}

/// Why a file was not written to its end.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The events can't be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The file can't be written. A full disk is [`io::ErrorKind::StorageFull`].
    #[error("the file can't be written: {0}")]
    File(#[source] io::Error),
    /// It was stopped.
    #[error("it was stopped")]
    Stopped,
}

/// Writes to `file`, which is empty; the caller makes sure that it gets to the disk. Tells `progress` how far it has
/// come. Ends within a fraction of a second once `stop` is cancelled.
///
/// The same events are always the same file, octet by octet.
///
/// # Errors
///
/// When the events can't be read, the file can't be written, or it was stopped. The file has a part of it all then.
pub async fn write(
    store: &Store,
    wanted: &Wanted,
    file: File,
    progress: Arc<SharedProgress>,
    stop: CancellationToken,
) -> Result<Written, WriteError> {
    if stop.is_cancelled() {
        return Err(WriteError::Stopped);
    }
    // Not to be given up halfway: a transaction that is begun has to come to an end.
    let snapshot = store.begin_read().await?;
    stream_reading::read_in_order(&snapshot).await?;
    let catalog = Arc::new(Catalog::read(&snapshot, wanted.organization_id).await?);
    let (sender, batches) = mpsc::channel(AHEAD);
    let encoding = Encoding {
        wanted: wanted.clone(),
        catalog: Arc::clone(&catalog),
        sink: Sink::to(file, Arc::clone(&progress)),
        progress,
        stop: stop.clone(),
    };
    let encoding = tokio::task::spawn_blocking(move || encoding.run(batches));
    let merging = merge(&snapshot, &catalog, wanted.span(), sender);
    let merged = tokio::select! {
        biased;
        () = stop.cancelled() => Err(WriteError::Stopped),
        merged = merging => merged.map_err(WriteError::Store),
    };
    drop(snapshot);
    let encoded = encoding.await.map_err(io::Error::other);
    merged?;
    encoded.map_err(WriteError::File)?
}

/// Hands over all events in order, until they are no longer taken.
async fn merge(
    snapshot: &sea_orm::DatabaseTransaction,
    catalog: &Catalog,
    span: Range<i64>,
    sender: mpsc::Sender<Batch>,
) -> Result<(), StoreError> {
    let room = Room::among(catalog.sources.iter().map(|source| source.kind));
    let mut merge = Merge::begin(snapshot, catalog, span, room).await?;
    while let Some(batch) = merge.next().await? {
        if sender.send(batch).await.is_err() {
            break;
        }
    }
    Ok(())
}

/// The half that encodes and writes, on a thread of its own.
struct Encoding {
    wanted: Wanted,
    catalog: Arc<Catalog>,
    sink: Sink,
    progress: Arc<SharedProgress>,
    stop: CancellationToken,
}

impl Encoding {
    fn run(self, mut batches: mpsc::Receiver<Batch>) -> Result<Written, WriteError> {
        let mut rows = 0;
        let encoder = Encoder::begin(&self.wanted, &self.catalog, self.sink);
        let mut encoder = encoder.map_err(WriteError::File)?;
        while let Some(batch) = batches.blocking_recv() {
            if self.stop.is_cancelled() {
                break;
            }
            encoder.write(&batch).map_err(WriteError::File)?;
            rows += batch.len() as u64;
            if let Some(last) = batch.at.last() {
                self.progress.advance(batch.len(), *last);
            }
        }
        if self.stop.is_cancelled() {
            return Err(WriteError::Stopped);
        }
        let sink = encoder.finish().map_err(WriteError::File)?;
        self.progress.advance(0, self.wanted.span().end);
        Ok(Written {
            rows,
            bytes: sink.bytes(),
            sha256: sink.sha256(),
        })
    }
}
