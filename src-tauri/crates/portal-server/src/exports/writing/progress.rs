//! How far an export has come, for others to read while it runs.

use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use chrono::{DateTime, Utc};

/// How far an export has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Rows that are written.
    pub rows: u64,
    /// Octets that are written.
    pub bytes: u64,
    /// All events before this moment are written, in UTC.
    pub reached: DateTime<Utc>,
}

/// Progress that one thread makes and others read.
#[derive(Debug, Default)]
pub struct SharedProgress {
    rows: AtomicU64,
    bytes: AtomicU64,
    /// In microseconds since 1970 in UTC.
    reached: AtomicI64,
}

impl SharedProgress {
    /// Nothing as yet of an export that begins at `from`, in UTC.
    #[must_use]
    pub fn beginning(from: DateTime<Utc>) -> Self {
        Self {
            reached: from.timestamp_micros().into(),
            ..Self::default()
        }
    }

    /// How far it has come.
    #[must_use]
    pub fn read(&self) -> Progress {
        let reached = DateTime::from_timestamp_micros(self.reached.load(Ordering::Relaxed));
        Progress {
            rows: self.rows.load(Ordering::Relaxed),
            bytes: self.bytes.load(Ordering::Relaxed),
            reached: reached.unwrap_or_default(),
        }
    }

    /// More rows are written, up to a moment in microseconds since 1970 in UTC.
    pub(super) fn advance(&self, rows: usize, reached: i64) {
        self.rows.fetch_add(rows as u64, Ordering::Relaxed);
        self.reached.store(reached, Ordering::Relaxed);
    }

    pub(super) fn set_bytes(&self, bytes: u64) {
        self.bytes.store(bytes, Ordering::Relaxed);
    }
}
