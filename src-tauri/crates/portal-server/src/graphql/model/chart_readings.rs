//! What charts show.

use async_graphql::SimpleObject;

use super::Instant;
use crate::chart_readings::{Readings, Series};
use crate::domain::{ChartBucket, ChartCalculation};

/// What a chart shows in a range.
#[derive(SimpleObject)]
pub(crate) struct ChartReadings {
    /// Beginning of the first bucket.
    from: Instant,
    /// End of the last bucket: now.
    until: Instant,
    /// How long a bucket is.
    bucket: ChartBucket,
    /// What was worked out.
    calculation: ChartCalculation,
    /// Beginnings of the buckets, in order.
    buckets: Vec<Instant>,
    /// What is drawn, one for each device, by name.
    series: Vec<ChartSeries>,
    /// How many output events went into it.
    events: i32,
}

impl From<Readings> for ChartReadings {
    fn from(readings: Readings) -> Self {
        let from = readings.starts.first().copied().unwrap_or(readings.until);
        Self {
            from: Instant(from),
            until: Instant(readings.until),
            bucket: readings.bucket,
            calculation: readings.calculation,
            buckets: readings.starts.into_iter().map(Instant).collect(),
            series: readings.series.into_iter().map(ChartSeries::from).collect(),
            events: i32::try_from(readings.events).unwrap_or(i32::MAX),
        }
    }
}

/// One line of a chart.
#[derive(SimpleObject)]
pub(crate) struct ChartSeries {
    /// What it shows: usually a device.
    name: String,
    /// One for each bucket; null where nothing was measured. Booleans count as 0 and 1.
    values: Vec<Option<f64>>,
    /// For texts under `LAST`: one for each bucket; null for numbers.
    texts: Option<Vec<Option<String>>>,
    /// The calculation over the whole range, for the large number and totals; null where nothing was measured.
    overall: Option<f64>,
    /// The same for texts under `LAST`.
    overall_text: Option<String>,
}

impl From<Series> for ChartSeries {
    fn from(series: Series) -> Self {
        Self {
            name: series.name,
            values: series.values,
            texts: series.texts,
            overall: series.overall,
            overall_text: series.overall_text,
        }
    }
}
