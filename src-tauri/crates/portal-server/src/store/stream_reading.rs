//! The events of a stream, some at a time and in order, on either database. Long exports of SQLite go through
//! [`sqlite_snapshot`](super::sqlite_snapshot).
//!
//! Rows are taken as the drivers hand them out, without the columns that their stream doesn't use: mapping all of them
//! takes longer than all the rest of an export.

use std::fmt::Display;
use std::ops::ControlFlow;

use futures_util::TryStreamExt;
use sea_orm::{
    ConnectionTrait, DatabaseTransaction, DbBackend, DbErr, RuntimeErr, StreamTrait, Value,
};
use sqlx::{ColumnIndex, Decode, Row};

use super::StoreError;
use super::streams::{parameter, statement};
use crate::domain::ValueKind;

/// Where reading a stream has come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The moment of the next events, in microseconds since 1970 in UTC.
    pub at: i64,
    /// How many of that moment's events are behind.
    pub passed: i64,
}

impl Place {
    /// Where the events are that are not before `at`.
    #[must_use]
    pub fn beginning(at: i64) -> Self {
        Self { at, passed: 0 }
    }

    /// Goes past an event at `at`.
    pub fn pass(&mut self, at: i64) {
        if at == self.at {
            self.passed += 1;
        } else {
            *self = Self { at, passed: 1 };
        }
    }
}

/// Some events of one stream, one after the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// The stream.
    pub stream_id: i64,
    /// What its values are.
    pub kind: ValueKind,
    /// The first of them.
    pub from: Place,
    /// Before when they are, in microseconds since 1970 in UTC.
    pub until: i64,
    /// How many at most.
    pub limit: usize,
}

/// A value as it lies in the store.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ReadValue<'a> {
    /// A number.
    Number(f64),
    /// A text.
    Text(&'a str),
    /// Yes or no.
    Boolean(bool),
}

/// Has the database read streams in the order in which they lie, for the rest of the transaction: PostgreSQL takes
/// that for dearer than to sort what is left of a stream again each time.
///
/// # Errors
///
/// When the store fails.
pub async fn read_in_order(transaction: &DatabaseTransaction) -> Result<(), StoreError> {
    if ConnectionTrait::get_database_backend(transaction) == DbBackend::Postgres {
        let settings = "SET LOCAL enable_sort = off; SET LOCAL enable_bitmapscan = off; \
                        SET LOCAL enable_seqscan = off";
        transaction.execute_unprepared(settings).await?;
    }
    Ok(())
}

/// Hands over the moment and value of each event of a stretch, in order, until `take` has enough; answers how many
/// were handed over.
///
/// # Errors
///
/// When the store fails, or an event has no value.
pub async fn read(
    transaction: &DatabaseTransaction,
    stretch: &Stretch,
    mut take: impl FnMut(i64, ReadValue<'_>) -> ControlFlow<()>,
) -> Result<usize, StoreError> {
    let text = text_of_reading(stretch.kind, |number| parameter(transaction, number));
    let limit = i64::try_from(stretch.limit).unwrap_or(i64::MAX);
    let values = vec![
        Value::from(stretch.stream_id),
        Value::from(stretch.from.at),
        Value::from(stretch.until),
        Value::from(limit),
        Value::from(stretch.from.passed),
    ];
    let statement = statement(transaction, text, values);
    let mut rows = transaction.stream_raw(statement).await?;
    let mut handed_over = 0;
    while let Some(row) = rows.try_next().await? {
        handed_over += 1;
        let flow = if let Some(row) = row.try_as_sqlite_row() {
            hand_over(row, stretch.kind, &mut take)?
        } else if let Some(row) = row.try_as_pg_row() {
            hand_over(row, stretch.kind, &mut take)?
        } else {
            return Err(StoreError::Inconsistent("a row of no known database"));
        };
        if flow.is_break() {
            break;
        }
    }
    Ok(handed_over)
}

/// The statement that reads a stretch: of the stream, from a moment, until another, so many rows at most, and so many
/// passed before.
pub(super) fn text_of_reading<P: Display>(kind: ValueKind, bound: impl Fn(usize) -> P) -> String {
    format!(
        "SELECT at, {column} FROM output_events WHERE stream_id = {} AND at >= {} AND at < {} \
         ORDER BY at, ordinal LIMIT {} OFFSET {}",
        bound(1),
        bound(2),
        bound(3),
        bound(4),
        bound(5),
        column = column(kind),
    )
}

fn column(kind: ValueKind) -> &'static str {
    match kind {
        ValueKind::Number => "\"number\"",
        ValueKind::Text => "\"text\"",
        ValueKind::Boolean => "\"boolean\"",
    }
}

fn hand_over<'r, R>(
    row: &'r R,
    kind: ValueKind,
    take: &mut impl FnMut(i64, ReadValue<'_>) -> ControlFlow<()>,
) -> Result<ControlFlow<()>, StoreError>
where
    R: Row,
    usize: ColumnIndex<R>,
    i64: Decode<'r, R::Database>,
    Option<f64>: Decode<'r, R::Database>,
    Option<&'r str>: Decode<'r, R::Database>,
    Option<bool>: Decode<'r, R::Database>,
{
    let at = row.try_get_unchecked(0).map_err(unreadable)?;
    let value = match kind {
        ValueKind::Number => {
            let number: Option<f64> = row.try_get_unchecked(1).map_err(unreadable)?;
            number.map(ReadValue::Number)
        }
        ValueKind::Text => {
            let text: Option<&str> = row.try_get_unchecked(1).map_err(unreadable)?;
            text.map(ReadValue::Text)
        }
        ValueKind::Boolean => {
            let boolean: Option<bool> = row.try_get_unchecked(1).map_err(unreadable)?;
            boolean.map(ReadValue::Boolean)
        }
    };
    let value = value.ok_or(StoreError::Inconsistent("an event has no value"))?;
    Ok(take(at, value))
}

fn unreadable(error: sqlx::Error) -> StoreError {
    DbErr::Query(RuntimeErr::SqlxError(error.into())).into()
}
