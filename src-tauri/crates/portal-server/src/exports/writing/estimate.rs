//! How large an export will be, before it is begun.

use std::io;
use std::ops::Range;
use std::sync::Arc;

use sea_orm::DatabaseTransaction;

use super::batch::{self, Batch};
use super::catalog::{Catalog, Source};
use super::cursor::Room;
use super::encoding::{Encoder, StandsFor};
use super::merge::Merge;
use super::sink::Sink;
use super::{Wanted, WriteError};
use crate::store::{Store, StoreError, event_counts};

/// Events that are counted one by one; more are worked out from some of them.
const COUNTED: u64 = 200_000;

/// Events that a sample of their density has at least, if there are as many.
const ENOUGH: u64 = 20_000;

/// Looks into a stream that a sample of their density may take, each at one span of time.
const LOOKS: usize = 40_000;

/// The part of the time that is looked at first, and at most.
const LEAST_PART: f64 = 1.0 / 4096.0;
const MOST_PART: f64 = 0.25;

/// Streams of which a sample is encoded.
const SAMPLED_STREAMS: usize = 200;

/// Where in the time that has events the sample is taken: one half of it, and then the other, each from all over it.
const SAMPLED_AT: [f64; 4] = [0.0, 0.5, 0.25, 0.75];

/// What an export will be like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Estimate {
    /// Events.
    pub rows: u64,
    /// Whether they were counted.
    pub is_exact: bool,
    /// Octets of the file, about.
    pub bytes: u64,
}

/// Says what an export will be like, in a fraction of a second for any number of events: some are counted, and some
/// are encoded as the export would.
///
/// # Errors
///
/// When the events can't be read.
pub async fn estimate(store: &Store, wanted: &Wanted) -> Result<Estimate, WriteError> {
    let snapshot = store.begin_read().await?;
    let mut catalog = Catalog::read(&snapshot, wanted.organization_id).await?;
    let span = restrict_to_events(&snapshot, &mut catalog, wanted).await?;
    let (rows, is_exact) = count_rows(&snapshot, wanted, &catalog, &span).await?;
    catalog.keep_some(SAMPLED_STREAMS);
    let batches = sample(&snapshot, &catalog, &span, rows).await?;
    drop(snapshot);
    let wanted = wanted.clone();
    let encoded =
        tokio::task::spawn_blocking(move || encoded(&wanted, Arc::new(catalog), &batches, rows));
    let bytes = encoded
        .await
        .map_err(io::Error::other)
        .and_then(|bytes| bytes)
        .map_err(WriteError::File)?;
    Ok(Estimate {
        rows,
        is_exact,
        bytes,
    })
}

/// Leaves only streams in the catalog that have events, and answers the time from the first event to the last.
async fn restrict_to_events(
    snapshot: &DatabaseTransaction,
    catalog: &mut Catalog,
    wanted: &Wanted,
) -> Result<Range<i64>, StoreError> {
    let ends = event_counts::ends(snapshot, wanted.organization_id, &wanted.span()).await?;
    let ends_of = |source: &Source| {
        let found = ends.binary_search_by_key(&source.stream_id, |ends| ends.stream_id);
        found.ok().map(|found| ends[found])
    };
    catalog.sources.retain(|source| ends_of(source).is_some());
    let ends = || catalog.sources.iter().filter_map(ends_of);
    let first = ends().map(|ends| ends.first).min();
    let last = ends().map(|ends| ends.last).max();
    Ok(match (first, last) {
        (Some(first), Some(last)) => first..last + 1,
        _ => 0..0,
    })
}

/// How many events there are, and whether all were counted.
async fn count_rows(
    snapshot: &DatabaseTransaction,
    wanted: &Wanted,
    catalog: &Catalog,
    span: &Range<i64>,
) -> Result<(u64, bool), StoreError> {
    if span.is_empty() {
        return Ok((0, true));
    }
    let organization = wanted.organization_id;
    let counted = event_counts::count(snapshot, organization, span, COUNTED + 1).await?;
    if counted <= COUNTED {
        return Ok((counted, true));
    }
    let spans = (LOOKS / catalog.sources.len().max(1)).clamp(8, 64);
    let mut part = LEAST_PART;
    loop {
        let mut counted = 0;
        for span in spread(span, spans, part) {
            counted += event_counts::count(snapshot, organization, &span, u64::MAX).await?;
        }
        if counted >= ENOUGH || part >= MOST_PART {
            let rows = (counted as f64 / part) as u64;
            return Ok((rows.max(COUNTED + 1), false));
        }
        let lacking = ENOUGH as f64 / counted.max(1) as f64;
        part = (part * lacking.clamp(2.0, 32.0)).min(MOST_PART);
    }
}

/// Spans that together are this part of `whole`: one in each of as many equal pieces of it, each at another place, so
/// that what comes again by the day or the week is neither always hit nor always missed.
fn spread(whole: &Range<i64>, spans: usize, part: f64) -> impl Iterator<Item = Range<i64>> {
    let golden = (5_f64.sqrt() - 1.0) / 2.0;
    let begin = whole.start;
    let piece = (whole.end - whole.start) as f64 / spans as f64;
    let length = (piece * part).max(1.0);
    (0..spans).map(move |index| {
        let place = (index as f64 * golden).fract() * (piece - length).max(0.0);
        let start = begin + (index as f64 * piece + place) as i64;
        start..start + length as i64
    })
}

/// Some of the events, as an export has them.
async fn sample(
    snapshot: &DatabaseTransaction,
    catalog: &Catalog,
    span: &Range<i64>,
    rows: u64,
) -> Result<Vec<Batch>, StoreError> {
    let kinds = || catalog.sources.iter().map(|source| source.kind);
    let length = (span.end - span.start) as f64;
    let all_at_once = rows <= batch::ROWS as u64;
    let places = &SAMPLED_AT[..if all_at_once { 1 } else { SAMPLED_AT.len() }];
    let mut batches = Vec::new();
    for place in places {
        let begin = span.start + (length * place) as i64;
        let room = Room::for_sample(kinds());
        let mut merge = Merge::begin(snapshot, catalog, begin..span.end, room).await?;
        batches.extend(merge.next().await?);
    }
    Ok(batches)
}

/// Octets of a file with so many rows like those of the sample. More of them take what the second half of the sample
/// took on top of the first: what a file begins with and has to learn counts once.
fn encoded(wanted: &Wanted, catalog: Arc<Catalog>, sample: &[Batch], rows: u64) -> io::Result<u64> {
    let (first, second) = sample.split_at(sample.len() / 2);
    let stands_for = StandsFor {
        rows: sample.iter().map(Batch::len).sum(),
        of_rows: usize::try_from(rows).unwrap_or(usize::MAX),
    };
    let size = |halves: &[&[Batch]]| {
        let mut encoder = Encoder::begin_sample(wanted, &catalog, Sink::measuring(), stands_for)?;
        for batch in halves.iter().copied().flatten() {
            encoder.write(batch)?;
        }
        Ok::<_, io::Error>(encoder.finish()?.bytes())
    };
    let whole = size(&[first, second])?;
    let count = |half: &[Batch]| half.iter().map(Batch::len).sum::<usize>() as u64;
    let others = rows.saturating_sub(count(first) + count(second));
    if others == 0 {
        return Ok(whole);
    }
    let of_second = whole.saturating_sub(size(&[first])?) as f64;
    Ok(whole + (of_second * others as f64 / count(second).max(1) as f64) as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_spread_over_the_whole() {
        let whole = 1_000_000..9_000_000;
        let spans: Vec<_> = spread(&whole, 64, 0.125).collect();
        assert_eq!(spans.len(), 64);
        let pairs = spans.windows(2);
        assert!(pairs.clone().all(|pair| pair[0].end <= pair[1].start));
        assert!(spans[0].start >= whole.start && spans[63].end <= whole.end);
        let length: i64 = spans.iter().map(|span| span.end - span.start).sum();
        assert!((990_000..=1_000_000).contains(&length), "{length}");
    }
}
