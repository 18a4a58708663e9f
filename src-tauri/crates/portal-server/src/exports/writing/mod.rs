//! Writing exports: one streaming writer for all formats, for jobs and for the command line.
//!
//! The events are read from one snapshot, stream by stream, merged by time, and encoded, hashed and written in one pass;
//! on SQLite, what streams and devices are called is of a moment before. What is held in memory doesn't depend on how many
//! events there are.

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

use tokio::runtime::Handle;
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
use self::merge::{Events, Merge};
use self::sink::Sink;
use super::range::ExportRange;
use crate::domain::ExportFormat;
use crate::store::sqlite_snapshot::SqliteSnapshot;
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

/// How many processors writing takes while it lasts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Processors {
    /// One, so that whoever asks the portal something meanwhile finds another one free. What a PostgreSQL of the same
    /// machine takes comes on top.
    One,
    /// One reads while the other one encodes.
    Two,
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
    processors: Processors,
) -> Result<Written, WriteError> {
    if stop.is_cancelled() {
        return Err(WriteError::Stopped);
    }
    // Not to be given up halfway: a transaction that is begun has to come to an end.
    let snapshot = store.begin_read().await?;
    stream_reading::read_in_order(&snapshot).await?;
    let catalog = Arc::new(Catalog::read(&snapshot, wanted.organization_id).await?);
    let encoding = Encoding {
        wanted: wanted.clone(),
        catalog: Arc::clone(&catalog),
        sink: Sink::to(file, Arc::clone(&progress)),
        progress,
    };
    let merging = Merging {
        catalog,
        span: wanted.span(),
        stop,
    };
    let opened = store.clone();
    let Some(events) = on_thread(move || Ok(SqliteSnapshot::of(&opened)?)).await? else {
        let (sender, batches) = mpsc::channel(AHEAD);
        let encoding = on_thread(move || encoding.run(batches));
        let (merged, written) = tokio::join!(merging.hand_over(&snapshot, sender), encoding);
        return merged.and(written);
    };
    drop(snapshot);
    let runtime = Handle::current();
    match processors {
        Processors::One => {
            on_thread(move || runtime.block_on(merging.encode(events, encoding))).await
        }
        Processors::Two => {
            let (sender, batches) = mpsc::channel(AHEAD);
            let merging = on_thread(move || runtime.block_on(merging.hand_over(events, sender)));
            let (merged, written) = tokio::join!(merging, on_thread(|| encoding.run(batches)));
            merged.and(written)
        }
    }
}

/// Runs what blocks.
async fn on_thread<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, WriteError> + Send + 'static,
) -> Result<T, WriteError> {
    let done = tokio::task::spawn_blocking(work).await;
    done.map_err(|error| WriteError::File(io::Error::other(error)))?
}

/// The half that reads.
struct Merging {
    catalog: Arc<Catalog>,
    span: Range<i64>,
    stop: CancellationToken,
}

impl Merging {
    async fn begin<E: Events>(&self, events: E) -> Result<Merge<E>, StoreError> {
        let room = Room::among(self.catalog.sources.iter().map(|source| source.kind));
        Merge::begin(events, &self.catalog, self.span.clone(), room).await
    }

    /// Hands over all events in order, until they are no longer taken.
    async fn hand_over(
        self,
        events: impl Events,
        sender: mpsc::Sender<Batch>,
    ) -> Result<(), WriteError> {
        let handing_over = async {
            let mut merge = self.begin(events).await?;
            while let Some(batch) = merge.next().await? {
                if sender.send(batch).await.is_err() {
                    break;
                }
            }
            Ok(())
        };
        tokio::select! {
            biased;
            () = self.stop.cancelled() => Err(WriteError::Stopped),
            handed_over = handing_over => handed_over,
        }
    }

    /// Encodes each batch before it reads the next.
    async fn encode(self, events: impl Events, encoding: Encoding) -> Result<Written, WriteError> {
        let mut encoding = encoding.begin()?;
        let mut merge = self.begin(events).await?;
        while let Some(batch) = merge.next().await? {
            if self.stop.is_cancelled() {
                return Err(WriteError::Stopped);
            }
            encoding.add(&batch)?;
        }
        encoding.finish()
    }
}

/// The half that encodes and writes.
struct Encoding {
    wanted: Wanted,
    catalog: Arc<Catalog>,
    sink: Sink,
    progress: Arc<SharedProgress>,
}

impl Encoding {
    fn begin(self) -> Result<EncodingUnderWay, WriteError> {
        let encoder = Encoder::begin(&self.wanted, &self.catalog, self.sink);
        Ok(EncodingUnderWay {
            encoder: encoder.map_err(WriteError::File)?,
            rows: 0,
            end: self.wanted.span().end,
            progress: self.progress,
        })
    }

    /// Encodes all that is handed over.
    fn run(self, mut batches: mpsc::Receiver<Batch>) -> Result<Written, WriteError> {
        let mut encoding = self.begin()?;
        while let Some(batch) = batches.blocking_recv() {
            encoding.add(&batch)?;
        }
        encoding.finish()
    }
}

struct EncodingUnderWay {
    encoder: Encoder,
    rows: u64,
    /// Of the time, in microseconds since 1970 in UTC.
    end: i64,
    progress: Arc<SharedProgress>,
}

impl EncodingUnderWay {
    fn add(&mut self, batch: &Batch) -> Result<(), WriteError> {
        self.encoder.write(batch).map_err(WriteError::File)?;
        self.rows += batch.len() as u64;
        if let Some(last) = batch.at.last() {
            self.progress.advance(batch.len(), *last);
        }
        Ok(())
    }

    fn finish(self) -> Result<Written, WriteError> {
        let sink = self.encoder.finish().map_err(WriteError::File)?;
        self.progress.advance(0, self.end);
        Ok(Written {
            rows: self.rows,
            bytes: sink.bytes(),
            sha256: sink.sha256(),
        })
    }
}
