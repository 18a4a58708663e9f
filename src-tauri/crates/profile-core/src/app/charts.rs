//! Charts of the organization in view.

use portal_client::StarChartWorkspaceAnswer;

use super::ProfileApp;
use super::access::OrganizationAccess;
use crate::charts::{
    ChartCalculation, ChartRange, ChartReadings, ChartWorkspace, ChartWorkspaceSummary,
    StarWorkspaceOutcome,
};
use crate::failure::Failure;
use crate::from_portal;

/// Workspaces of a page: as many as the contract allows.
const PAGE: u16 = 500;

impl ProfileApp {
    /// All workspaces that the person may see, by name.
    ///
    /// # Errors
    /// As [`Self::organizations`], and [`NotAllowed`](crate::failure::FailureCode::NotAllowed).
    pub async fn chart_workspaces(&self) -> Result<Vec<ChartWorkspaceSummary>, Failure> {
        let session = self.session()?;
        let moment = self.moment(&session).await?;
        let mut workspaces = Vec::new();
        let mut cursor: Option<String> = None;
        loop {
            let after = cursor.as_deref();
            let list = |access: OrganizationAccess| async move {
                let (portal, caller) = (&access.portal, access.caller());
                portal.chart_workspaces(caller, PAGE, after).await
            };
            let page = self.look(&session, &moment, list).await?;
            let summaries = page.data.into_iter();
            workspaces.extend(summaries.map(from_portal::chart_workspace_summary));
            // A portal that answers with the cursor it was asked with would never come to an end.
            if page.cursor.is_none() || page.cursor == cursor {
                return Ok(workspaces);
            }
            cursor = page.cursor;
        }
    }

    /// A workspace with its charts; `None` when it is gone.
    ///
    /// # Errors
    /// As [`Self::chart_workspaces`].
    pub async fn chart_workspace(
        &self,
        workspace: &str,
    ) -> Result<Option<ChartWorkspace>, Failure> {
        let session = self.session()?;
        let moment = self.moment(&session).await?;
        let look = |access: OrganizationAccess| async move {
            let (portal, caller) = (&access.portal, access.caller());
            portal.chart_workspace(caller, workspace).await
        };
        let workspace = self.look(&session, &moment, look).await?;
        Ok(workspace.map(from_portal::chart_workspace))
    }

    /// What a chart shows; `None` when it is gone. Without a `calculation` it is the chart's own; days begin at
    /// midnight in `time_zone`, an IANA name.
    ///
    /// # Errors
    /// As [`Self::chart_workspaces`].
    pub async fn chart_readings(
        &self,
        chart: &str,
        range: ChartRange,
        calculation: Option<ChartCalculation>,
        time_zone: &str,
    ) -> Result<Option<ChartReadings>, Failure> {
        let session = self.session()?;
        let moment = self.moment(&session).await?;
        let range = from_portal::contract_range(range);
        let calculation = calculation.map(from_portal::contract_calculation);
        let look = |access: OrganizationAccess| async move {
            let (portal, caller) = (&access.portal, access.caller());
            portal
                .chart_readings(caller, chart, range, calculation, time_zone)
                .await
        };
        let Some(readings) = self.look(&session, &moment, look).await? else {
            return Ok(None);
        };
        let readings = from_portal::chart_readings(readings);
        readings.map(Some).ok_or_else(Failure::answer_unknown)
    }

    /// Stars a workspace for the person, or takes the star off.
    ///
    /// # Errors
    /// As [`Self::chart_workspaces`]. Refusals are outcomes.
    pub async fn star_workspace(
        &self,
        workspace: &str,
        starred: bool,
    ) -> Result<StarWorkspaceOutcome, Failure> {
        let session = self.session()?;
        let moment = self.moment(&session).await?;
        let _turn = moment.in_view.change.lock().await;
        let star = |access: OrganizationAccess| async move {
            let (portal, caller) = (&access.portal, access.caller());
            portal
                .star_chart_workspace(caller, workspace, starred)
                .await
        };
        let starring = self.ask_about(&session, moment.organization(), star);
        let is_saved = |answer: &_| matches!(answer, StarChartWorkspaceAnswer::Starred(_));
        match self.change(&session, &moment, starring, is_saved).await? {
            StarChartWorkspaceAnswer::Starred(workspace) => Ok(StarWorkspaceOutcome::Starred {
                workspace: from_portal::chart_workspace_summary(*workspace),
            }),
            StarChartWorkspaceAnswer::NotFound => Ok(StarWorkspaceOutcome::NotFound),
            StarChartWorkspaceAnswer::Unknown => Err(Failure::answer_unknown()),
        }
    }
}
