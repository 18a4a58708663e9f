//! Charts of the organization in view, and the workspaces they are in.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A workspace in the list of those that the person may see.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ChartWorkspaceSummary {
    /// Opaque id.
    pub id: String,
    /// What its members call it.
    pub name: String,
    /// Whether only its owner sees it.
    pub private: bool,
    /// Whether the person starred it.
    pub starred: bool,
    /// How many charts it has.
    pub charts: u32,
    /// When it was changed last, in UTC.
    pub changed_at: DateTime<Utc>,
}

/// A workspace with its charts, in their order on the page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ChartWorkspace {
    /// Opaque id.
    pub id: String,
    /// What its members call it.
    pub name: String,
    /// Whether only its owner sees it.
    pub private: bool,
    /// Whether the person starred it.
    pub starred: bool,
    /// Its charts.
    pub charts: Vec<Chart>,
}

/// A chart, without what it shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Chart {
    /// Opaque id.
    pub id: String,
    /// What it is about.
    pub title: String,
    /// How it is drawn.
    pub kind: ChartKind,
    /// What is worked out for each span of time.
    pub calculation: ChartCalculation,
    /// What can be worked out of its values, in the contract's order.
    pub calculations: Vec<ChartCalculation>,
    /// Unit of the values, such as `°C`.
    pub unit: Option<String>,
}

/// How a chart is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ChartKind {
    /// Bars side by side.
    Bar,
    /// Bars on top of each other.
    StackedBar,
    /// Lines.
    Line,
    /// Lines with the area below them.
    Area,
    /// One number for each series.
    LargeNumber,
    /// A table.
    Table,
}

/// What is worked out of the values of a span of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
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
}

/// How far back a chart goes, from now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
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

/// The span of time that one value of a series stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ChartBucket {
    /// 15 minutes.
    QuarterHour,
    /// One hour.
    Hour,
    /// A day of the calendar.
    Day,
    /// A week of the calendar, from Monday on.
    Week,
}

/// What a chart shows in a range.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ChartReadings {
    /// Beginning of the first bucket, in UTC.
    pub from: DateTime<Utc>,
    /// End of the last bucket, in UTC.
    pub until: DateTime<Utc>,
    /// How long a bucket is.
    pub bucket: ChartBucket,
    /// What was worked out.
    pub calculation: ChartCalculation,
    /// Beginnings of the buckets in order, in UTC.
    pub buckets: Vec<DateTime<Utc>>,
    /// What is drawn.
    pub series: Vec<ChartSeries>,
    /// How many output events went into it.
    pub events: u32,
}

/// One line of a chart.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ChartSeries {
    /// What it shows, such as a device.
    pub name: String,
    /// One for each bucket; absent where nothing was measured. Booleans count as 0 and 1.
    pub values: Vec<Option<f64>>,
    /// One for each bucket; only for texts.
    pub texts: Option<Vec<Option<String>>>,
    /// Worked out over the whole range.
    pub overall: Option<f64>,
    /// The same for texts.
    pub overall_text: Option<String>,
}

/// What came of starring a workspace, or of taking the star off.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum StarWorkspaceOutcome {
    /// It is done.
    Starred {
        /// The workspace as it is now.
        workspace: ChartWorkspaceSummary,
    },
    /// There is no such workspace any more.
    NotFound,
}
