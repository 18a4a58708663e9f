//! Charts of the organization in view.

use std::sync::Arc;

use async_graphql::{Context, ID, Object};
use uuid::Uuid;

use super::Caller;
use super::devices::page_size_up_to;
use crate::auth::ActiveSession;
use crate::chart_readings::Shown;
use crate::domain::{ChartCalculation, ChartRange};
use crate::graphql::Fault;
use crate::graphql::limits::WORKSPACE_PAGE;
use crate::graphql::model::{
    Chart, ChartReadings, ChartWorkspace, ChartWorkspaceList, ChartWorkspaceSummary, cut_to_page,
    id_of, read_cursor, read_zone,
};
use crate::portal::Portal;
use crate::store::entities::chart;
use crate::store::{NamePosition, StoreError, chart_workspaces, charts};

#[derive(Default)]
pub(super) struct ChartsQuery;

#[Object]
impl ChartsQuery {
    /// Chart workspaces of the organization in view that the viewer may see, by name, then id.
    #[graphql(
        complexity = "1 + usize::try_from(first).unwrap_or(1).div_ceil(5) * child_complexity"
    )]
    async fn chart_workspaces(
        &self,
        context: &Context<'_>,
        #[graphql(desc = "How many at most, from 1 to 500.", default = 100)] first: i32,
        #[graphql(desc = "The cursor of the page before.")] after: Option<String>,
    ) -> Result<ChartWorkspaceList, Fault> {
        let session = Caller::session(context)?;
        let portal = context.data_unchecked::<Arc<Portal>>();
        let first = page_size_up_to(first, WORKSPACE_PAGE)?;
        let after = after.map(|cursor| read_cursor(&cursor)).transpose()?;
        let mut found = chart_workspaces::page(
            portal.store.read(),
            session.organization.id,
            session.account.id,
            after.as_ref(),
            first as u64 + 1,
        )
        .await?;
        let cursor = cut_to_page(&mut found, first, |seen| NamePosition {
            name_order: seen.workspace.name_order.clone(),
            id: seen.workspace.id,
        });
        Ok(ChartWorkspaceList {
            data: found.into_iter().map(ChartWorkspaceSummary::from).collect(),
            cursor,
        })
    }

    /// One of them with its charts; null when there is none (any more).
    async fn chart_workspace(
        &self,
        context: &Context<'_>,
        id: ID,
    ) -> Result<Option<ChartWorkspace>, Fault> {
        let session = Caller::session(context)?;
        let portal = context.data_unchecked::<Arc<Portal>>();
        let database = portal.store.read();
        let (organization, account) = (session.organization.id, session.account.id);
        let found = chart_workspaces::find(database, organization, account, id_of(&id)).await?;
        let found = Vec::from_iter(found);
        let Some(seen) = chart_workspaces::seen_by(database, account, found)
            .await?
            .pop()
        else {
            return Ok(None);
        };
        let mut shown = Vec::new();
        for chart in charts::of_workspace(database, seen.workspace.id).await? {
            let source = Shown::by(database, organization, &chart).await?;
            shown.push(Chart::of(chart, &source));
        }
        Ok(Some(ChartWorkspace::of(
            seen.workspace,
            seen.starred,
            shown,
        )))
    }

    /// What a chart shows in a range; null when there is no such chart.
    async fn chart_readings(
        &self,
        context: &Context<'_>,
        chart: ID,
        range: ChartRange,
        #[graphql(desc = "One of the chart's; its own when left out.")] calculation: Option<
            ChartCalculation,
        >,
        #[graphql(
            desc = "IANA time zone in whose calendar the buckets are, such as `Europe/Berlin`."
        )]
        time_zone: String,
    ) -> Result<Option<ChartReadings>, Fault> {
        let session = Caller::session(context)?;
        let zone = read_zone(&time_zone)?;
        let portal = context.data_unchecked::<Arc<Portal>>();
        let Some(chart) = visible_chart(portal, session, id_of(&chart)).await? else {
            return Ok(None);
        };
        let (database, organization) = (portal.store.read(), session.organization.id);
        let shown = Shown::by(database, organization, &chart).await?;
        let calculation = calculation.unwrap_or(shown.calculation());
        if !shown.calculations().contains(&calculation) {
            let why = "`calculation` is none that makes sense for the values of this chart.";
            return Err(Fault::BadInput(why.to_owned()));
        }
        let until = portal.surroundings.now();
        let readings = shown
            .read(database, organization, calculation, range, zone, until)
            .await?;
        Ok(Some(readings.into()))
    }
}

/// The chart with this id, if it is in a workspace that the person may see.
async fn visible_chart(
    portal: &Portal,
    session: &ActiveSession,
    id: Uuid,
) -> Result<Option<chart::Model>, StoreError> {
    let database = portal.store.read();
    let Some(chart) = charts::by_id(database, id).await? else {
        return Ok(None);
    };
    let (organization, account) = (session.organization.id, session.account.id);
    let workspace =
        chart_workspaces::find(database, organization, account, chart.workspace_id).await?;
    Ok(workspace.map(|_| chart))
}
