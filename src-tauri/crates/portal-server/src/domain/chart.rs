//! Charts: how they are drawn, and what is worked out for them.

use chrono::TimeDelta;
use sea_orm::sea_query::StringLen;
use sea_orm::{DeriveActiveEnum, EnumIter};

/// How a chart is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum, async_graphql::Enum)]
#[sea_orm(
    rs_type = "String",
    db_type = "String(StringLen::N(32))",
    rename_all = "snake_case"
)]
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

/// What is worked out of the values of a bucket.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum, async_graphql::Enum)]
#[sea_orm(
    rs_type = "String",
    db_type = "String(StringLen::N(32))",
    rename_all = "snake_case"
)]
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

impl ChartCalculation {
    /// What can be worked out of numbers, with booleans as 0 and 1.
    pub const OF_NUMBERS: [Self; 6] = [
        Self::Last,
        Self::Count,
        Self::Sum,
        Self::Average,
        Self::Minimum,
        Self::Maximum,
    ];

    /// What can be worked out of texts.
    pub const OF_TEXTS: [Self; 2] = [Self::Last, Self::Count];
}

/// How far back a chart goes, from now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, async_graphql::Enum)]
pub enum ChartRange {
    /// The last 24 hours, by quarters of an hour.
    Day,
    /// The last 7 days, by the hour.
    Week,
    /// The last 30 days, by the day.
    Month,
    /// The last 90 days, by the day.
    Quarter,
    /// The last 365 days, by the day.
    Year,
}

impl ChartRange {
    /// How long it is.
    #[must_use]
    pub fn length(self) -> TimeDelta {
        match self {
            Self::Day => TimeDelta::hours(24),
            Self::Week => TimeDelta::days(7),
            Self::Month => TimeDelta::days(30),
            Self::Quarter => TimeDelta::days(90),
            Self::Year => TimeDelta::days(365),
        }
    }

    /// The buckets it is drawn in.
    #[must_use]
    pub fn bucket(self) -> ChartBucket {
        match self {
            Self::Day => ChartBucket::QuarterHour,
            Self::Week => ChartBucket::Hour,
            Self::Month | Self::Quarter | Self::Year => ChartBucket::Day,
        }
    }
}

/// The span of time that one value of a series stands for. All begin where the clocks of a time zone say so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, async_graphql::Enum)]
pub enum ChartBucket {
    /// 15 minutes.
    QuarterHour,
    /// One hour.
    Hour,
    /// A day of the calendar: 23 or 25 hours where clocks are changed.
    Day,
    /// A week of the calendar, from Monday on.
    Week,
}
