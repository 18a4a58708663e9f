//! Charts, and the workspaces they are in.

use async_graphql::{ID, SimpleObject};

use super::Instant;
use crate::chart_readings::Shown;
use crate::domain::{ChartCalculation, ChartKind};
use crate::store::chart_workspaces::SeenWorkspace;
use crate::store::entities::{chart, chart_workspace};

/// One page of chart workspaces.
#[derive(SimpleObject)]
pub(crate) struct ChartWorkspaceList {
    /// The workspaces of this page.
    pub(crate) data: Vec<ChartWorkspaceSummary>,
    /// Pass as `after` for the next page; null on the last.
    pub(crate) cursor: Option<String>,
}

/// A workspace in a list.
#[derive(SimpleObject)]
pub(crate) struct ChartWorkspaceSummary {
    /// Opaque id.
    id: ID,
    /// Name as members see it.
    name: String,
    /// Whether only its owner sees it.
    private: bool,
    /// Whether the viewer starred it.
    starred: bool,
    /// How many charts it has.
    charts: i32,
    /// When it or one of its charts was changed last.
    changed_at: Instant,
}

impl From<SeenWorkspace> for ChartWorkspaceSummary {
    fn from(seen: SeenWorkspace) -> Self {
        Self {
            id: seen.workspace.id.into(),
            name: seen.workspace.name,
            private: seen.workspace.owner_id.is_some(),
            starred: seen.starred,
            charts: i32::try_from(seen.charts).unwrap_or(i32::MAX),
            changed_at: Instant(seen.workspace.changed_at),
        }
    }
}

/// A workspace with its charts.
#[derive(SimpleObject)]
pub(crate) struct ChartWorkspace {
    /// Opaque id.
    id: ID,
    /// Name as members see it.
    name: String,
    /// Whether only its owner sees it.
    private: bool,
    /// Whether the viewer starred it.
    starred: bool,
    /// Its charts, in their order.
    charts: Vec<Chart>,
}

impl ChartWorkspace {
    /// A workspace with these charts.
    pub(crate) fn of(workspace: chart_workspace::Model, starred: bool, charts: Vec<Chart>) -> Self {
        Self {
            id: workspace.id.into(),
            name: workspace.name,
            private: workspace.owner_id.is_some(),
            starred,
            charts,
        }
    }
}

/// A chart, without what it shows.
#[derive(SimpleObject)]
pub(crate) struct Chart {
    /// Opaque id.
    id: ID,
    /// What it is about.
    title: String,
    /// How it is drawn.
    kind: ChartKind,
    /// What is worked out unless one asks for something else.
    calculation: ChartCalculation,
    /// Calculations that make sense for its values, in the order of the enum.
    calculations: Vec<ChartCalculation>,
    /// Unit of the values, such as `°C`; null without one.
    unit: Option<String>,
}

impl Chart {
    /// A chart that shows this.
    pub(crate) fn of(chart: chart::Model, shown: &Shown) -> Self {
        Self {
            id: chart.id.into(),
            title: chart.title,
            kind: chart.kind,
            calculation: shown.calculation(),
            calculations: shown.calculations().to_vec(),
            unit: chart.unit,
        }
    }
}
