//! Output events, added many at a time. A moment of a stream has each value once.
//!
//! Events lie by stream, then by time. Whoever wants those of several streams by time alone reads each stream in
//! its order and merges: no second index has to be kept for that.

use std::collections::HashMap;

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, Value};

use super::StoreError;
use super::entities::output_event;
use super::streams::{parameter, statement};
use crate::domain::OutputValue;

/// Rows of one statement: many enough that statements don't count, within what every database takes.
const ROWS: usize = 500;

/// The columns of a row.
const COLUMNS: usize = 6;

/// An event to be added.
#[derive(Clone, Debug, PartialEq)]
pub struct NewEvent {
    /// The stream, of the value's kind.
    pub stream_id: i64,
    /// When, in microseconds since 1970 in UTC.
    pub at: i64,
    /// What was put out.
    pub value: OutputValue,
}

/// What came of adding events.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Added {
    /// Those that are there now.
    pub added: u64,
    /// Those that were there before, or were given twice.
    pub already_there: u64,
}

/// Adds events. Where the stream has the same value at the same moment already, nothing is added; another value at
/// the same moment comes after those that are there.
///
/// # Errors
///
/// When the store fails.
pub async fn add(
    database: &impl ConnectionTrait,
    mut events: Vec<NewEvent>,
) -> Result<Added, StoreError> {
    // In the order in which they lie: neighbours are written together, and equal moments meet.
    events.sort_by_key(|event| (event.stream_id, event.at));
    let (first, others) = by_moment(&events);
    let mut added = 0;
    let mut contested = others;
    let mut contested_added = 0;
    for rows in first.chunks(ROWS) {
        let with_ordinals: Vec<_> = rows.iter().map(|event| (*event, 0)).collect();
        let inserted = insert(database, &with_ordinals).await?;
        if inserted == rows.len() as u64 {
            added += inserted;
        } else {
            contested_added += inserted;
            contested.extend(rows);
        }
    }
    let later = later_values(database, &contested).await?;
    for rows in later.chunks(ROWS) {
        added += insert(database, rows).await?;
    }
    added += contested_added;
    Ok(Added {
        added,
        already_there: events.len() as u64 - added,
    })
}

/// The first event of each moment of a stream, and all others. `events` are in order.
fn by_moment(events: &[NewEvent]) -> (Vec<&NewEvent>, Vec<&NewEvent>) {
    let mut first = Vec::with_capacity(events.len());
    let mut others = Vec::new();
    let mut last = None;
    for event in events {
        let moment = (event.stream_id, event.at);
        match last == Some(moment) {
            true => others.push(event),
            false => first.push(event),
        }
        last = Some(moment);
    }
    (first, others)
}

/// Those of `events` whose value their moment doesn't have as yet, with their places among the values there.
async fn later_values<'a>(
    database: &impl ConnectionTrait,
    events: &[&'a NewEvent],
) -> Result<Vec<(&'a NewEvent, i32)>, StoreError> {
    let mut moments: HashMap<i64, Vec<i64>> = HashMap::new();
    for event in events {
        moments.entry(event.stream_id).or_default().push(event.at);
    }
    let mut there: HashMap<(i64, i64), (Vec<OutputValue>, i32)> = HashMap::new();
    for (stream_id, moments) in moments {
        for moments in moments.chunks(ROWS) {
            let rows = output_event::Entity::find()
                .filter(output_event::Column::StreamId.eq(stream_id))
                .filter(output_event::Column::At.is_in(moments.iter().copied()))
                .all(database)
                .await?;
            for row in rows {
                let (values, next) = there.entry((row.stream_id, row.at)).or_default();
                *next = (*next).max(row.ordinal + 1);
                values.extend(value_of(row));
            }
        }
    }
    let mut later = Vec::new();
    for event in events {
        let (values, next) = there.entry((event.stream_id, event.at)).or_default();
        if !values.contains(&event.value) {
            values.push(event.value.clone());
            later.push((*event, *next));
            *next += 1;
        }
    }
    Ok(later)
}

fn value_of(row: output_event::Model) -> Option<OutputValue> {
    let number = row.number.map(OutputValue::Number);
    let text = row.text.map(OutputValue::Text);
    number.or(text).or(row.boolean.map(OutputValue::Boolean))
}

/// Writes these rows but for those whose place is taken; answers how many.
async fn insert(
    database: &impl ConnectionTrait,
    rows: &[(&NewEvent, i32)],
) -> Result<u64, StoreError> {
    if rows.is_empty() {
        return Ok(0);
    }
    let mut values = Vec::with_capacity(rows.len() * COLUMNS);
    for (event, ordinal) in rows {
        let (number, text, boolean) = match &event.value {
            OutputValue::Number(number) => (Some(*number), None, None),
            OutputValue::Text(text) => (None, Some(text.clone()), None),
            OutputValue::Boolean(boolean) => (None, None, Some(*boolean)),
        };
        values.extend([
            Value::from(event.stream_id),
            Value::from(event.at),
            Value::from(*ordinal),
            Value::from(number),
            Value::from(text),
            Value::from(boolean),
        ]);
    }
    let text = insertion(database, rows.len());
    let done = database
        .execute_raw(statement(database, text, values))
        .await?;
    Ok(done.rows_affected())
}

/// The text of an insertion of so many rows: always the same, so that the database prepares it once.
fn insertion(database: &impl ConnectionTrait, rows: usize) -> String {
    let mut text = "INSERT INTO output_events (stream_id, at, ordinal, \"number\", \"text\", \"boolean\") VALUES "
        .to_owned();
    for row in 0..rows {
        let columns: Vec<_> = (1..=COLUMNS)
            .map(|column| parameter(database, row * COLUMNS + column))
            .collect();
        text.push_str(if row == 0 { "(" } else { ", (" });
        text.push_str(&columns.join(", "));
        text.push(')');
    }
    text.push_str(" ON CONFLICT DO NOTHING");
    text
}
