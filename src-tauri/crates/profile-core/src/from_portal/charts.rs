//! Charts and their workspaces.

use portal_client as contract;

use super::count;
use crate::charts::{
    Chart, ChartBucket, ChartCalculation, ChartKind, ChartRange, ChartReadings, ChartSeries,
    ChartWorkspace, ChartWorkspaceSummary,
};

pub(crate) fn chart_workspace_summary(
    workspace: contract::ChartWorkspaceSummary,
) -> ChartWorkspaceSummary {
    ChartWorkspaceSummary {
        id: workspace.id.into_inner(),
        name: workspace.name,
        private: workspace.private,
        starred: workspace.starred,
        charts: count(workspace.charts),
        changed_at: workspace.changed_at,
    }
}

pub(crate) fn chart_workspace(workspace: contract::ChartWorkspace) -> ChartWorkspace {
    ChartWorkspace {
        id: workspace.id.into_inner(),
        name: workspace.name,
        private: workspace.private,
        starred: workspace.starred,
        charts: workspace.charts.into_iter().filter_map(chart).collect(),
    }
}

/// `None`: a chart that this app can't draw.
fn chart(chart: contract::Chart) -> Option<Chart> {
    let calculations = chart.calculations.into_iter().filter_map(calculation);
    Some(Chart {
        id: chart.id.into_inner(),
        title: chart.title,
        kind: kind(chart.kind)?,
        calculation: calculation(chart.calculation)?,
        calculations: calculations.collect(),
        unit: chart.unit,
    })
}

/// `None`: readings that this app can't draw.
pub(crate) fn chart_readings(readings: contract::ChartReadings) -> Option<ChartReadings> {
    let series = |series: contract::ChartSeries| ChartSeries {
        name: series.name,
        values: series.values,
        texts: series.texts,
        overall: series.overall,
        overall_text: series.overall_text,
    };
    Some(ChartReadings {
        from: readings.from,
        until: readings.until,
        bucket: match readings.bucket {
            contract::ChartBucket::QuarterHour => ChartBucket::QuarterHour,
            contract::ChartBucket::Hour => ChartBucket::Hour,
            contract::ChartBucket::Day => ChartBucket::Day,
            contract::ChartBucket::Week => ChartBucket::Week,
            contract::ChartBucket::Unknown => return None,
        },
        calculation: calculation(readings.calculation)?,
        buckets: readings.buckets,
        series: readings.series.into_iter().map(series).collect(),
        events: count(readings.events),
    })
}

fn kind(kind: contract::ChartKind) -> Option<ChartKind> {
    match kind {
        contract::ChartKind::Bar => Some(ChartKind::Bar),
        contract::ChartKind::StackedBar => Some(ChartKind::StackedBar),
        contract::ChartKind::Line => Some(ChartKind::Line),
        contract::ChartKind::Area => Some(ChartKind::Area),
        contract::ChartKind::LargeNumber => Some(ChartKind::LargeNumber),
        contract::ChartKind::Table => Some(ChartKind::Table),
        contract::ChartKind::Unknown => None,
    }
}

fn calculation(calculation: contract::ChartCalculation) -> Option<ChartCalculation> {
    match calculation {
        contract::ChartCalculation::Last => Some(ChartCalculation::Last),
        contract::ChartCalculation::Count => Some(ChartCalculation::Count),
        contract::ChartCalculation::Sum => Some(ChartCalculation::Sum),
        contract::ChartCalculation::Average => Some(ChartCalculation::Average),
        contract::ChartCalculation::Minimum => Some(ChartCalculation::Minimum),
        contract::ChartCalculation::Maximum => Some(ChartCalculation::Maximum),
        contract::ChartCalculation::Unknown => None,
    }
}

/// The contract's calculation.
pub(crate) fn contract_calculation(calculation: ChartCalculation) -> contract::ChartCalculation {
    match calculation {
        ChartCalculation::Last => contract::ChartCalculation::Last,
        ChartCalculation::Count => contract::ChartCalculation::Count,
        ChartCalculation::Sum => contract::ChartCalculation::Sum,
        ChartCalculation::Average => contract::ChartCalculation::Average,
        ChartCalculation::Minimum => contract::ChartCalculation::Minimum,
        ChartCalculation::Maximum => contract::ChartCalculation::Maximum,
    }
}

/// The contract's range.
pub(crate) fn contract_range(range: ChartRange) -> contract::ChartRange {
    match range {
        ChartRange::Day => contract::ChartRange::Day,
        ChartRange::Week => contract::ChartRange::Week,
        ChartRange::Month => contract::ChartRange::Month,
        ChartRange::Quarter => contract::ChartRange::Quarter,
        ChartRange::Year => contract::ChartRange::Year,
    }
}
