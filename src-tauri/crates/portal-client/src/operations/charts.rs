//! Charts of the organization in view, and the workspaces they are in.

use chrono::{DateTime, Utc};

use crate::operations::chart_readings::ChartCalculation;
use crate::operations::refusals::ChartWorkspaceNotFound;
use crate::schema;

/// One page of the workspaces that a person may see.
#[derive(Clone, Debug, PartialEq, cynic::QueryFragment)]
pub struct ChartWorkspaceList {
    /// The workspaces of this page, by name.
    pub data: Vec<ChartWorkspaceSummary>,
    /// Asks for the next page; `None` on the last.
    pub cursor: Option<String>,
}

/// One of them.
#[derive(Clone, Debug, PartialEq, cynic::QueryFragment)]
pub struct ChartWorkspaceSummary {
    /// Opaque id.
    pub id: cynic::Id,
    /// What its members call it.
    pub name: String,
    /// Whether only its owner sees it.
    pub private: bool,
    /// Whether the person starred it.
    pub starred: bool,
    /// How many charts it has.
    pub charts: i32,
    /// When it was changed last.
    pub changed_at: DateTime<Utc>,
}

/// A workspace with its charts.
#[derive(Clone, Debug, PartialEq, cynic::QueryFragment)]
pub struct ChartWorkspace {
    /// Opaque id.
    pub id: cynic::Id,
    /// What its members call it.
    pub name: String,
    /// Whether only its owner sees it.
    pub private: bool,
    /// Whether the person starred it.
    pub starred: bool,
    /// Its charts, in their order on the page.
    pub charts: Vec<Chart>,
}

/// A chart, without what it shows.
#[derive(Clone, Debug, PartialEq, cynic::QueryFragment)]
pub struct Chart {
    /// Opaque id.
    pub id: cynic::Id,
    /// What it is about.
    pub title: String,
    /// How it is drawn.
    pub kind: ChartKind,
    /// What is worked out for each bucket.
    pub calculation: ChartCalculation,
    /// What can be worked out of its values, in the contract's order.
    pub calculations: Vec<ChartCalculation>,
    /// Unit of the values.
    pub unit: Option<String>,
}

/// How a chart is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, cynic::Enum)]
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
    /// One that a later portal knows.
    #[cynic(fallback)]
    Unknown,
}

/// What came of starring a workspace, or of taking the star off.
#[derive(Debug)]
pub enum StarChartWorkspaceAnswer {
    /// It is done.
    Starred(Box<ChartWorkspaceSummary>),
    /// There is no such workspace.
    NotFound,
    /// An answer that a later portal knows.
    Unknown,
}

#[derive(cynic::QueryVariables)]
pub(crate) struct ChartWorkspacesVariables<'a> {
    pub(crate) first: i32,
    pub(crate) after: Option<&'a str>,
}

/// Asks for one page of workspaces.
#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query", variables = "ChartWorkspacesVariables")]
pub(crate) struct ChartWorkspaces {
    #[arguments(first: $first, after: $after)]
    pub(crate) chart_workspaces: ChartWorkspaceList,
}

#[derive(cynic::QueryVariables)]
pub(crate) struct LookAtChartWorkspaceVariables<'a> {
    pub(crate) id: &'a cynic::Id,
}

/// Asks for one workspace; there may be none.
#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query", variables = "LookAtChartWorkspaceVariables")]
pub(crate) struct LookAtChartWorkspace {
    #[arguments(id: $id)]
    pub(crate) chart_workspace: Option<ChartWorkspace>,
}

#[derive(cynic::InputObject)]
pub(crate) struct StarChartWorkspaceInput<'a> {
    pub(crate) workspace: &'a cynic::Id,
    pub(crate) starred: bool,
}

#[derive(cynic::QueryVariables)]
pub(crate) struct StarChartWorkspaceVariables<'a> {
    pub(crate) input: StarChartWorkspaceInput<'a>,
}

/// Sets the star or takes it off; sent twice it does the same.
#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "StarChartWorkspaceVariables")]
pub(crate) struct StarChartWorkspace {
    #[arguments(input: $input)]
    pub(crate) star_chart_workspace: StarChartWorkspaceResult,
}

#[derive(cynic::InlineFragments)]
pub(crate) enum StarChartWorkspaceResult {
    Starred(ChartWorkspaceStarred),
    NotFound(ChartWorkspaceNotFound),
    #[cynic(fallback)]
    Unknown,
}

#[derive(cynic::QueryFragment)]
pub(crate) struct ChartWorkspaceStarred {
    workspace: ChartWorkspaceSummary,
}

impl From<StarChartWorkspaceResult> for StarChartWorkspaceAnswer {
    fn from(result: StarChartWorkspaceResult) -> Self {
        use StarChartWorkspaceResult as Result;
        match result {
            Result::Starred(starred) => Self::Starred(Box::new(starred.workspace)),
            Result::NotFound(ChartWorkspaceNotFound { .. }) => Self::NotFound,
            Result::Unknown => Self::Unknown,
        }
    }
}
