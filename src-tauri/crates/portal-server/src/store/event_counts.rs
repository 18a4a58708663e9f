//! How many output events an organization has in a span of time, and when its streams have some.
//!
//! Streams that have lost their device or their skill don't count: nobody can see them.

use std::ops::Range;

use sea_orm::{ConnectionTrait, Value};
use uuid::Uuid;

use super::StoreError;
use super::streams::{parameter, statement};

/// The first and the last event of a stream in a span of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StreamEnds {
    /// The stream.
    pub stream_id: i64,
    /// When the first was, in microseconds since 1970 in UTC.
    pub first: i64,
    /// When the last was, in microseconds since 1970 in UTC.
    pub last: i64,
}

/// How many events there are, but counts no more than `limit`. `span` is in microseconds since 1970 in UTC.
///
/// # Errors
///
/// When the store fails.
pub async fn count(
    database: &impl ConnectionTrait,
    organization_id: Uuid,
    span: &Range<i64>,
    limit: u64,
) -> Result<u64, StoreError> {
    let bound = |number| parameter(database, number);
    // Crossed, so that SQLite goes through the streams and looks into each at its part of the primary key.
    let text = format!(
        "SELECT COUNT(*) AS count FROM (SELECT 1 AS one FROM streams CROSS JOIN output_events \
         WHERE output_events.stream_id = streams.id AND streams.organization_id = {} \
         AND output_events.at >= {} AND output_events.at < {} \
         AND EXISTS (SELECT 1 FROM devices WHERE devices.id = streams.device_id) \
         AND EXISTS (SELECT 1 FROM skills WHERE skills.id = streams.skill_id) \
         LIMIT {}) AS some_events",
        bound(1),
        bound(2),
        bound(3),
        bound(4),
    );
    let values = vec![
        Value::from(organization_id),
        Value::from(span.start),
        Value::from(span.end),
        Value::from(i64::try_from(limit).unwrap_or(i64::MAX)),
    ];
    let row = database
        .query_one_raw(statement(database, text, values))
        .await?
        .ok_or(StoreError::Inconsistent("a count has no row"))?;
    let count: i64 = row.try_get("", "count")?;
    Ok(count.unsigned_abs())
}

/// The ends of each stream that has events in a span, in microseconds since 1970 in UTC.
///
/// # Errors
///
/// When the store fails.
pub async fn ends(
    database: &impl ConnectionTrait,
    organization_id: Uuid,
    span: &Range<i64>,
) -> Result<Vec<StreamEnds>, StoreError> {
    let bound = |number| parameter(database, number);
    let end = |function: &str, from: String, until: String| {
        format!(
            "(SELECT {function}(at) FROM output_events WHERE stream_id = streams.id \
             AND at >= {from} AND at < {until})"
        )
    };
    let text = format!(
        "SELECT id, {} AS first, {} AS last FROM streams WHERE organization_id = {} ORDER BY id",
        end("MIN", bound(1), bound(2)),
        end("MAX", bound(3), bound(4)),
        bound(5),
    );
    let values = vec![
        Value::from(span.start),
        Value::from(span.end),
        Value::from(span.start),
        Value::from(span.end),
        Value::from(organization_id),
    ];
    let rows = database
        .query_all_raw(statement(database, text, values))
        .await?;
    let mut ends = Vec::new();
    for row in rows {
        let first: Option<i64> = row.try_get("", "first")?;
        let last: Option<i64> = row.try_get("", "last")?;
        if let (Some(first), Some(last)) = (first, last) {
            ends.push(StreamEnds {
                stream_id: row.try_get("", "id")?,
                first,
                last,
            });
        }
    }
    Ok(ends)
}
