//! What streams add up to in spans of time: the hot path of charts, measured by `cargo xtask bench charts`.
//!
//! Each span of each stream is one piece of the primary key, read from end to end or from its end alone. A
//! `GROUP BY` on the span would have SQLite sort all events first, which takes several times as long.

use std::ops::Range;

use sea_orm::{ConnectionTrait, QueryResult, Value};

use super::StoreError;
use super::streams::{parameter, statement};
use crate::domain::ValueKind;

/// Spans of one statement; SQLite takes no more than 500.
const TERMS: usize = 400;

/// Part of a stream.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// The stream.
    pub stream_id: i64,
    /// From when until before when, in microseconds since 1970 in UTC.
    pub span: Range<i64>,
}

/// What numbers add up to, or booleans as 0 and 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Totals {
    /// How many there are; at least one.
    pub count: i64,
    /// All of them added.
    pub sum: f64,
    /// The least.
    pub minimum: f64,
    /// The greatest.
    pub maximum: f64,
}

/// The last value of a piece.
#[derive(Clone, Debug, PartialEq)]
pub struct LastValue<V> {
    /// When, and its place among those of the same moment.
    pub at: (i64, i32),
    /// The value.
    pub value: V,
}

/// How many events are in each piece.
///
/// # Errors
///
/// When the store fails.
pub async fn counts(
    database: &impl ConnectionTrait,
    pieces: &[Piece],
) -> Result<Vec<i64>, StoreError> {
    let mut counts = vec![0; pieces.len()];
    let what = "COUNT(*) AS count FROM output_events WHERE";
    read(database, pieces, what, "", |piece, row| {
        counts[piece] = row.try_get("", "count")?;
        Ok(())
    })
    .await?;
    Ok(counts)
}

/// What each piece adds up to; `None` where it has no events.
///
/// # Errors
///
/// When the store fails.
pub async fn totals(
    database: &impl ConnectionTrait,
    kind: ValueKind,
    pieces: &[Piece],
) -> Result<Vec<Option<Totals>>, StoreError> {
    let mut totals = vec![None; pieces.len()];
    let value = number(kind);
    let what = format!(
        "COUNT(*) AS count, SUM({value}) AS sum, MIN({value}) AS minimum, MAX({value}) AS maximum \
         FROM output_events WHERE"
    );
    read(database, pieces, &what, "", |piece, row| {
        let count = row.try_get("", "count")?;
        if count > 0 {
            totals[piece] = Some(Totals {
                count,
                sum: row.try_get("", "sum")?,
                minimum: row.try_get("", "minimum")?,
                maximum: row.try_get("", "maximum")?,
            });
        }
        Ok(())
    })
    .await?;
    Ok(totals)
}

/// The last number of each piece, or boolean as 0 or 1; `None` where it has no events.
///
/// # Errors
///
/// When the store fails.
pub async fn last_numbers(
    database: &impl ConnectionTrait,
    kind: ValueKind,
    pieces: &[Piece],
) -> Result<Vec<Option<LastValue<f64>>>, StoreError> {
    last(database, number(kind), pieces).await
}

/// The last text of each piece; `None` where it has no events.
///
/// # Errors
///
/// When the store fails.
pub async fn last_texts(
    database: &impl ConnectionTrait,
    pieces: &[Piece],
) -> Result<Vec<Option<LastValue<String>>>, StoreError> {
    last(database, "\"text\"", pieces).await
}

async fn last<V: sea_orm::TryGetable + Clone>(
    database: &impl ConnectionTrait,
    value: &str,
    pieces: &[Piece],
) -> Result<Vec<Option<LastValue<V>>>, StoreError> {
    let mut found = vec![None; pieces.len()];
    let what = format!("at, ordinal, {value} AS value FROM output_events WHERE");
    let end = " ORDER BY at DESC, ordinal DESC LIMIT 1";
    read(database, pieces, &what, end, |piece, row| {
        found[piece] = Some(LastValue {
            at: (row.try_get("", "at")?, row.try_get("", "ordinal")?),
            value: row.try_get("", "value")?,
        });
        Ok(())
    })
    .await?;
    Ok(found)
}

/// The value of an event as a number.
fn number(kind: ValueKind) -> &'static str {
    match kind {
        ValueKind::Boolean => {
            "CASE WHEN \"boolean\" THEN CAST(1 AS DOUBLE PRECISION) ELSE CAST(0 AS DOUBLE PRECISION) END"
        }
        ValueKind::Number | ValueKind::Text => "\"number\"",
    }
}

/// Asks each piece for what stands between `SELECT` and its bounds, and after these; hands over each row with
/// the index of its piece.
async fn read(
    database: &impl ConnectionTrait,
    pieces: &[Piece],
    what: &str,
    end: &str,
    mut take: impl FnMut(usize, &QueryResult) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    for (chunk, pieces) in pieces.chunks(TERMS).enumerate() {
        let mut text = String::new();
        let mut values = Vec::with_capacity(pieces.len() * 3);
        for (term, piece) in pieces.iter().enumerate() {
            let bound = |number| parameter(database, term * 3 + number);
            let (stream, from, until) = (bound(1), bound(2), bound(3));
            let join = if term == 0 { "" } else { " UNION ALL " };
            text.push_str(&format!(
                "{join}SELECT * FROM (SELECT {term} AS piece, {what} \
                 stream_id = {stream} AND at >= {from} AND at < {until}{end}) AS piece_{term}"
            ));
            values.extend([
                Value::from(piece.stream_id),
                Value::from(piece.span.start),
                Value::from(piece.span.end),
            ]);
        }
        let rows = database
            .query_all_raw(statement(database, text, values))
            .await?;
        for row in &rows {
            let term: i32 = row.try_get("", "piece")?;
            let term = usize::try_from(term)
                .map_err(|_| StoreError::Inconsistent("a span has a negative number"))?;
            take(chunk * TERMS + term, row)?;
        }
    }
    Ok(())
}
