//! What a chart shows.

use chrono::{DateTime, Utc};

use crate::schema;

/// What is worked out of the values of a bucket.
#[derive(Clone, Copy, Debug, PartialEq, Eq, cynic::Enum)]
pub enum ChartCalculation {
    /// The latest value.
    Last,
    /// How many there are.
    Count,
    /// All of them added.
    Sum,
    /// Their arithmetic mean.
    Average,
    /// The least.
    Minimum,
    /// The greatest.
    Maximum,
    /// One that a later portal knows; can't be sent.
    #[cynic(fallback)]
    Unknown,
}

/// How far back a chart goes, from now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, cynic::Enum)]
pub enum ChartRange {
    /// 24 hours.
    Day,
    /// 7 days.
    Week,
    /// 30 days.
    Month,
    /// 90 days.
    Quarter,
    /// 365 days.
    Year,
}

/// The span of time that one value stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, cynic::Enum)]
pub enum ChartBucket {
    /// 15 minutes.
    QuarterHour,
    /// One hour.
    Hour,
    /// A day of the calendar.
    Day,
    /// A week of the calendar, from Monday on.
    Week,
    /// One that a later portal knows.
    #[cynic(fallback)]
    Unknown,
}

/// What a chart shows in a range.
#[derive(Clone, Debug, PartialEq, cynic::QueryFragment)]
pub struct ChartReadings {
    /// Beginning of the first bucket.
    pub from: DateTime<Utc>,
    /// End of the last bucket.
    pub until: DateTime<Utc>,
    /// How long a bucket is.
    pub bucket: ChartBucket,
    /// What was worked out.
    pub calculation: ChartCalculation,
    /// Beginnings of the buckets, in order.
    pub buckets: Vec<DateTime<Utc>>,
    /// What is drawn.
    pub series: Vec<ChartSeries>,
    /// How many output events went into it.
    pub events: i32,
}

/// One line of a chart.
#[derive(Clone, Debug, PartialEq, cynic::QueryFragment)]
pub struct ChartSeries {
    /// What it shows.
    pub name: String,
    /// One for each bucket; `None` where nothing was measured.
    pub values: Vec<Option<f64>>,
    /// One for each bucket; only for texts.
    pub texts: Option<Vec<Option<String>>>,
    /// Worked out over the whole range.
    pub overall: Option<f64>,
    /// The same for texts.
    pub overall_text: Option<String>,
}

#[derive(cynic::QueryVariables)]
pub(crate) struct LookAtChartVariables<'a> {
    pub(crate) chart: &'a cynic::Id,
    pub(crate) range: ChartRange,
    pub(crate) calculation: Option<ChartCalculation>,
    pub(crate) time_zone: &'a str,
}

/// Asks what a chart shows; there may be no such chart.
#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query", variables = "LookAtChartVariables")]
pub(crate) struct LookAtChart {
    #[arguments(chart: $chart, range: $range, calculation: $calculation, timeZone: $time_zone)]
    pub(crate) chart_readings: Option<ChartReadings>,
}
