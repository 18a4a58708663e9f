//! SQLite as it is at one moment, without the driver that all else goes through: that one hands rows over from thread to
//! thread one by one, which takes five times as long as to read them. Measured by `cargo xtask bench export`.

use std::ops::ControlFlow;

use rusqlite::types::ValueRef;
use rusqlite::{Connection, OpenFlags};
use sea_orm::DbBackend;

use super::connect::PATIENCE;
use super::stream_reading::{ReadValue, Stretch, text_of_reading};
use super::{Store, StoreError};
use crate::domain::ValueKind;

/// A connection of its own to the file, which reads for as long as it is there and writes nothing. It blocks the thread
/// that reads.
pub struct SqliteSnapshot {
    connection: Connection,
}

impl SqliteSnapshot {
    /// Takes one; `None` where the store is another database.
    ///
    /// # Errors
    ///
    /// When the file can't be opened or read.
    pub fn of(store: &Store) -> Result<Option<Self>, StoreError> {
        let database = store.read();
        if database.get_database_backend() != DbBackend::Sqlite {
            return Ok(None);
        }
        let options = database.get_sqlite_connection_pool().connect_options();
        // Not read-only: beside a write-ahead log, whoever reads keeps its index.
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(options.get_filename(), flags)?;
        connection.busy_timeout(PATIENCE)?;
        connection.pragma_update(None, "query_only", true)?;
        connection.execute_batch("BEGIN")?;
        // A transaction begins with what it first reads.
        connection.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))?;
        Ok(Some(Self { connection }))
    }

    /// As [`stream_reading::read`](super::stream_reading::read).
    ///
    /// # Errors
    ///
    /// When the store fails, or an event has no value.
    pub fn read(
        &self,
        stretch: &Stretch,
        mut take: impl FnMut(i64, ReadValue<'_>) -> ControlFlow<()>,
    ) -> Result<(), StoreError> {
        let text = text_of_reading(stretch.kind, |number| format!("?{number}"));
        let mut statement = self.connection.prepare_cached(&text)?;
        let mut rows = statement.query((
            stretch.stream_id,
            stretch.from.at,
            stretch.until,
            i64::try_from(stretch.limit).unwrap_or(i64::MAX),
            stretch.from.passed,
        ))?;
        while let Some(row) = rows.next()? {
            let value = read_value(row.get_ref(1)?, stretch.kind)?;
            if take(row.get(0)?, value).is_break() {
                break;
            }
        }
        Ok(())
    }
}

fn read_value(value: ValueRef<'_>, kind: ValueKind) -> Result<ReadValue<'_>, StoreError> {
    match (kind, value) {
        (ValueKind::Number, ValueRef::Real(number)) => Ok(ReadValue::Number(number)),
        (ValueKind::Boolean, ValueRef::Integer(number)) => Ok(ReadValue::Boolean(number != 0)),
        (ValueKind::Text, ValueRef::Text(text)) => std::str::from_utf8(text)
            .map(ReadValue::Text)
            .map_err(|_| StoreError::Inconsistent("a text is no UTF-8")),
        _ => Err(StoreError::Inconsistent(
            "an event has no value of its kind",
        )),
    }
}
