//! What a chart shows: the output of devices, worked out bucket by bucket.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use sea_orm::ConnectionTrait;
use uuid::Uuid;

use crate::domain::{
    ChartBucket, ChartCalculation, ChartKind, ChartRange, ValueKind, bucket_starts,
};
use crate::store::entities::{chart, stream};
use crate::store::readings::{self, LastValue, Piece, Totals};
use crate::store::{StoreError, charts, devices, streams};

/// What a chart shows in a range.
#[derive(Clone, Debug, PartialEq)]
pub struct Readings {
    /// Beginnings of the buckets in order, in UTC; at least one.
    pub starts: Vec<DateTime<Utc>>,
    /// End of the last bucket, in UTC.
    pub until: DateTime<Utc>,
    /// How long a bucket is.
    pub bucket: ChartBucket,
    /// What was worked out.
    pub calculation: ChartCalculation,
    /// What is drawn: one for each device, by name.
    pub series: Vec<Series>,
    /// How many output events went into it.
    pub events: i64,
}

/// One line of a chart.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Series {
    /// The device.
    pub name: String,
    /// One for each bucket; `None` where nothing was measured.
    pub values: Vec<Option<f64>>,
    /// The last texts, one for each bucket; `None` for what is no text.
    pub texts: Option<Vec<Option<String>>>,
    /// Worked out over the whole range.
    pub overall: Option<f64>,
    /// The last text of the whole range.
    pub overall_text: Option<String>,
}

/// What a chart shows, before any event is read.
pub struct Shown {
    streams: Vec<stream::Model>,
    kind: ChartKind,
    own_calculation: ChartCalculation,
}

impl Shown {
    /// What `chart`, of this organization, shows.
    ///
    /// # Errors
    ///
    /// When the store fails.
    pub async fn by(
        database: &impl ConnectionTrait,
        organization_id: Uuid,
        chart: &chart::Model,
    ) -> Result<Self, StoreError> {
        let devices = charts::devices_of(database, chart).await?;
        let (key, skill) = (&chart.key, chart.skill_id);
        let mut streams =
            streams::of_key(database, organization_id, key, devices.as_deref(), skill).await?;
        // A text among numbers is what a sensor says when it has no number.
        if streams.iter().any(|stream| stream.kind != ValueKind::Text) {
            streams.retain(|stream| stream.kind != ValueKind::Text);
        }
        Ok(Self {
            streams,
            kind: chart.kind,
            own_calculation: chart.calculation,
        })
    }

    fn is_text(&self) -> bool {
        let kinds = self.streams.first().map(|stream| stream.kind);
        kinds == Some(ValueKind::Text)
    }

    /// What can be worked out of its values, in the contract's order.
    #[must_use]
    pub fn calculations(&self) -> &'static [ChartCalculation] {
        match self.is_text() {
            true => &ChartCalculation::OF_TEXTS,
            false => &ChartCalculation::OF_NUMBERS,
        }
    }

    /// What is worked out unless one asks for something else: what the chart says, as far as its values allow it.
    #[must_use]
    pub fn calculation(&self) -> ChartCalculation {
        match self.calculations().contains(&self.own_calculation) {
            true => self.own_calculation,
            false => ChartCalculation::Last,
        }
    }

    /// Works out what it shows in a range that ends at `until`. `calculation` is one that its values allow.
    ///
    /// # Errors
    ///
    /// When the store fails.
    pub async fn read(
        &self,
        database: &impl ConnectionTrait,
        organization_id: Uuid,
        calculation: ChartCalculation,
        range: ChartRange,
        zone: Tz,
        until: DateTime<Utc>,
    ) -> Result<Readings, StoreError> {
        let bucket = range.bucket(self.kind);
        let starts = bucket_starts(bucket, zone, until - range.length(), until);
        let ids = self.streams.iter().map(|stream| stream.device_id);
        let devices = devices::by_ids(database, organization_id, ids).await?;
        let row_of: HashMap<Uuid, usize> = (0..)
            .zip(&devices)
            .map(|(row, device)| (device.id, row))
            .collect();
        let grid = Grid {
            streams: &self.streams,
            rows: self
                .streams
                .iter()
                .map(|stream| row_of.get(&stream.device_id).copied())
                .collect(),
            height: devices.len(),
            edges: starts
                .iter()
                .map(DateTime::timestamp_micros)
                .chain([until.timestamp_micros()])
                .collect(),
        };
        let (mut series, events) = match (calculation, self.is_text()) {
            (ChartCalculation::Last, true) => grid.last_texts(database).await?,
            (ChartCalculation::Last, false) => grid.last_numbers(database).await?,
            (calculation, _) => grid.totals(database, calculation).await?,
        };
        for (series, device) in series.iter_mut().zip(devices) {
            series.name = device.name;
        }
        Ok(Readings {
            starts,
            until,
            bucket,
            calculation,
            series,
            events,
        })
    }
}

/// Devices by buckets, and the streams that go into them.
struct Grid<'a> {
    streams: &'a [stream::Model],
    /// The row of each stream; none when its device has gone meanwhile.
    rows: Vec<Option<usize>>,
    height: usize,
    /// Where buckets begin, and where the last one ends, in microseconds since 1970 in UTC.
    edges: Vec<i64>,
}

impl Grid<'_> {
    fn width(&self) -> usize {
        self.edges.len() - 1
    }

    /// All streams of one kind, bucket by bucket, and the cell that each piece goes into.
    fn pieces(&self, kind: ValueKind) -> (Vec<Piece>, Vec<(usize, usize)>) {
        let mut pieces = Vec::new();
        let mut cells = Vec::new();
        for (stream, row) in self.of_kind(kind) {
            for (column, edges) in self.edges.windows(2).enumerate() {
                pieces.push(Piece {
                    stream_id: stream.id,
                    span: edges[0]..edges[1],
                });
                cells.push((row, column));
            }
        }
        (pieces, cells)
    }

    fn of_kind(&self, kind: ValueKind) -> impl Iterator<Item = (&stream::Model, usize)> {
        let streams = self.streams.iter().zip(&self.rows);
        streams
            .filter(move |(stream, _)| stream.kind == kind)
            .filter_map(|(stream, row)| Some((stream, (*row)?)))
    }

    fn empty<T: Clone>(&self) -> Vec<Vec<Option<T>>> {
        vec![vec![None; self.width()]; self.height]
    }

    async fn totals(
        &self,
        database: &impl ConnectionTrait,
        calculation: ChartCalculation,
    ) -> Result<(Vec<Series>, i64), StoreError> {
        let mut cells = self.empty::<Totals>();
        for kind in [ValueKind::Number, ValueKind::Boolean, ValueKind::Text] {
            let (pieces, places) = self.pieces(kind);
            let totals = match calculation {
                ChartCalculation::Count => {
                    let counts = readings::counts(database, &pieces).await?;
                    counts.into_iter().map(counted).collect()
                }
                _ => readings::totals(database, kind, &pieces).await?,
            };
            for (total, (row, column)) in totals.into_iter().zip(places) {
                let cell = &mut cells[row][column];
                *cell = merged(*cell, total);
            }
        }
        let mut events = 0;
        let series = cells.into_iter().map(|cells| {
            let overall = cells.iter().copied().fold(None, merged);
            events += overall.map_or(0, |overall| overall.count);
            let value = |totals: Option<Totals>| value_of(calculation, totals?);
            Series {
                values: cells.into_iter().map(value).collect(),
                overall: value(overall),
                ..Series::default()
            }
        });
        Ok((series.collect(), events))
    }

    async fn last_numbers(
        &self,
        database: &impl ConnectionTrait,
    ) -> Result<(Vec<Series>, i64), StoreError> {
        let mut cells = self.empty();
        for kind in [ValueKind::Number, ValueKind::Boolean] {
            let (pieces, places) = self.pieces(kind);
            let last = readings::last_numbers(database, kind, &pieces).await?;
            keep_later(&mut cells, last, places);
        }
        let series = cells.into_iter().map(|cells| {
            let values: Vec<Option<f64>> = values(cells);
            Series {
                overall: values.iter().rev().find_map(|value| *value),
                values,
                ..Series::default()
            }
        });
        Ok((series.collect(), self.count(database).await?))
    }

    async fn last_texts(
        &self,
        database: &impl ConnectionTrait,
    ) -> Result<(Vec<Series>, i64), StoreError> {
        let mut cells = self.empty();
        let (pieces, places) = self.pieces(ValueKind::Text);
        let last = readings::last_texts(database, &pieces).await?;
        keep_later(&mut cells, last, places);
        let series = cells.into_iter().map(|cells| {
            let texts: Vec<Option<String>> = values(cells);
            Series {
                values: vec![None; texts.len()],
                overall_text: texts.iter().rev().flatten().next().cloned(),
                texts: Some(texts),
                ..Series::default()
            }
        });
        Ok((series.collect(), self.count(database).await?))
    }

    /// How many events there are in all.
    async fn count(&self, database: &impl ConnectionTrait) -> Result<i64, StoreError> {
        let span = self.edges[0]..self.edges[self.width()];
        let streams = self.streams.iter().zip(&self.rows);
        let pieces: Vec<_> = streams
            .filter(|(_, row)| row.is_some())
            .map(|(stream, _)| Piece {
                stream_id: stream.id,
                span: span.clone(),
            })
            .collect();
        Ok(readings::counts(database, &pieces).await?.into_iter().sum())
    }
}

/// Totals of which the count alone is known.
fn counted(count: i64) -> Option<Totals> {
    (count > 0).then_some(Totals {
        count,
        sum: 0.0,
        minimum: 0.0,
        maximum: 0.0,
    })
}

fn merged(one: Option<Totals>, other: Option<Totals>) -> Option<Totals> {
    let (Some(a), Some(b)) = (one, other) else {
        return one.or(other);
    };
    Some(Totals {
        count: a.count + b.count,
        sum: a.sum + b.sum,
        minimum: a.minimum.min(b.minimum),
        maximum: a.maximum.max(b.maximum),
    })
}

/// `None` when it is beyond what can be drawn.
fn value_of(calculation: ChartCalculation, totals: Totals) -> Option<f64> {
    // Counts stay far below what a float has exactly.
    let count = totals.count as f64;
    let value = match calculation {
        ChartCalculation::Count | ChartCalculation::Last => count,
        ChartCalculation::Sum => totals.sum,
        ChartCalculation::Average => totals.sum / count,
        ChartCalculation::Minimum => totals.minimum,
        ChartCalculation::Maximum => totals.maximum,
    };
    value.is_finite().then_some(value)
}

/// Where several streams go into one cell, the value that came last counts.
fn keep_later<V>(
    cells: &mut [Vec<Option<LastValue<V>>>],
    values: Vec<Option<LastValue<V>>>,
    places: Vec<(usize, usize)>,
) {
    for (value, (row, column)) in values.into_iter().zip(places) {
        let cell = &mut cells[row][column];
        let later = match (&value, &*cell) {
            (Some(value), Some(there)) => value.at >= there.at,
            (value, _) => value.is_some(),
        };
        if later {
            *cell = value;
        }
    }
}

fn values<V>(cells: Vec<Option<LastValue<V>>>) -> Vec<Option<V>> {
    let values = cells.into_iter();
    values.map(|cell| Some(cell?.value)).collect()
}
