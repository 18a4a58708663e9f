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

impl ChartKind {
    /// Whether each value is a bar of its own.
    #[must_use]
    pub fn has_bars(self) -> bool {
        matches!(self, Self::Bar | Self::StackedBar)
    }
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
    /// The last 24 hours, by quarters of an hour; bars by the hour.
    Day,
    /// The last 7 days, by the hour; bars by the day.
    Week,
    /// The last 30 days, by the day.
    Month,
    /// The last 90 days, by the day; bars by the week.
    Quarter,
    /// The last 365 days, by the day; bars by the week.
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

    /// The buckets in which a chart of this kind is drawn: bars in longer ones, so that they can be told apart.
    #[must_use]
    pub fn bucket(self, kind: ChartKind) -> ChartBucket {
        match (self, kind.has_bars()) {
            (Self::Day, false) => ChartBucket::QuarterHour,
            (Self::Day, true) | (Self::Week, false) => ChartBucket::Hour,
            (Self::Week, true) | (Self::Month, _) | (Self::Quarter | Self::Year, false) => {
                ChartBucket::Day
            }
            (Self::Quarter | Self::Year, true) => ChartBucket::Week,
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_chart_has_more_bars_than_can_be_told_apart() {
        let longest = |bucket| match bucket {
            ChartBucket::QuarterHour => TimeDelta::minutes(15),
            ChartBucket::Hour => TimeDelta::hours(1),
            ChartBucket::Day => TimeDelta::days(1),
            ChartBucket::Week => TimeDelta::weeks(1),
        };
        for (range, bars, points) in [
            (ChartRange::Day, 24, 96),
            (ChartRange::Week, 7, 168),
            (ChartRange::Month, 30, 30),
            (ChartRange::Quarter, 12, 90),
            (ChartRange::Year, 52, 365),
        ] {
            let count = |kind| {
                let bucket = longest(range.bucket(kind));
                range.length().num_minutes() / bucket.num_minutes()
            };
            for kind in [ChartKind::Bar, ChartKind::StackedBar] {
                assert_eq!(count(kind), bars, "{range:?} {kind:?}");
            }
            for kind in [
                ChartKind::Line,
                ChartKind::Area,
                ChartKind::LargeNumber,
                ChartKind::Table,
            ] {
                assert_eq!(count(kind), points, "{range:?} {kind:?}");
            }
        }
    }
}
