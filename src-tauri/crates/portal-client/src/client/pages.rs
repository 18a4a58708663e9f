//! The pages of the organization in view, and which of them opens first.

use cynic::{MutationBuilder, QueryBuilder};

use super::PortalClient;
use crate::error::ClientError;
use crate::graphql::Caller;
use crate::operations::chart_readings::{
    ChartCalculation, ChartRange, ChartReadings, LookAtChart, LookAtChartVariables,
};
use crate::operations::charts::{
    ChartWorkspace, ChartWorkspaceList, ChartWorkspaces, ChartWorkspacesVariables,
    LookAtChartWorkspace, LookAtChartWorkspaceVariables, StarChartWorkspace,
    StarChartWorkspaceAnswer, StarChartWorkspaceInput, StarChartWorkspaceVariables,
};
use crate::operations::home::{Home, LookAtHome};
use crate::operations::pages::{
    Page, PinInput, PinPage, PinPageAnswer, PinPageInput, PinPageVariables, PinVariables,
    RestorePin, UnpinAnswer, UnpinPage,
};
use crate::retry::repeatedly;

impl PortalClient {
    /// The organization at a glance.
    ///
    /// # Errors
    /// [`ClientError::OrganizationUnavailable`], [`ClientError::Unauthenticated`], or when the portal can't be
    /// asked.
    pub async fn home(&self, caller: Caller<'_>) -> Result<Home, ClientError> {
        let operation = LookAtHome::build(());
        let answer = repeatedly(|| self.run(&operation, caller.into())).await?;
        Ok(answer.home)
    }

    /// At most `first` workspaces that the person may see, 1 to 500; those after the cursor `after`.
    ///
    /// # Errors
    /// As [`Self::home`], and [`ClientError::NotAllowed`].
    pub async fn chart_workspaces(
        &self,
        caller: Caller<'_>,
        first: u16,
        after: Option<&str>,
    ) -> Result<ChartWorkspaceList, ClientError> {
        let first = first.into();
        let operation = ChartWorkspaces::build(ChartWorkspacesVariables { first, after });
        let answer = repeatedly(|| self.run(&operation, caller.into())).await?;
        Ok(answer.chart_workspaces)
    }

    /// A workspace with its charts; `None` when there is none.
    ///
    /// # Errors
    /// As [`Self::chart_workspaces`].
    pub async fn chart_workspace(
        &self,
        caller: Caller<'_>,
        workspace: &str,
    ) -> Result<Option<ChartWorkspace>, ClientError> {
        let id = &cynic::Id::new(workspace);
        let operation = LookAtChartWorkspace::build(LookAtChartWorkspaceVariables { id });
        let answer = repeatedly(|| self.run(&operation, caller.into())).await?;
        Ok(answer.chart_workspace)
    }

    /// What a chart shows; `None` when there is no such chart. Without a `calculation` it is the chart's own; days
    /// begin at midnight in `time_zone`, an IANA name.
    ///
    /// # Errors
    /// As [`Self::chart_workspaces`].
    pub async fn chart_readings(
        &self,
        caller: Caller<'_>,
        chart: &str,
        range: ChartRange,
        calculation: Option<ChartCalculation>,
        time_zone: &str,
    ) -> Result<Option<ChartReadings>, ClientError> {
        let chart = &cynic::Id::new(chart);
        let operation = LookAtChart::build(LookAtChartVariables {
            chart,
            range,
            calculation,
            time_zone,
        });
        let answer = repeatedly(|| self.run(&operation, caller.into())).await?;
        Ok(answer.chart_readings)
    }

    /// Stars a workspace, or takes the star off.
    ///
    /// # Errors
    /// As [`Self::chart_workspaces`]. Refusals are answers.
    pub async fn star_chart_workspace(
        &self,
        caller: Caller<'_>,
        workspace: &str,
        starred: bool,
    ) -> Result<StarChartWorkspaceAnswer, ClientError> {
        let input = StarChartWorkspaceInput {
            workspace: &cynic::Id::new(workspace),
            starred,
        };
        let operation = StarChartWorkspace::build(StarChartWorkspaceVariables { input });
        let answer = repeatedly(|| self.run(&operation, caller.into())).await?;
        Ok(answer.star_chart_workspace.into())
    }

    /// Makes a page the first one.
    ///
    /// # Errors
    /// As [`Self::home`]. Refusals are answers.
    pub async fn pin_page(
        &self,
        caller: Caller<'_>,
        page: Page,
        workspace: Option<&str>,
    ) -> Result<PinPageAnswer, ClientError> {
        let workspace = workspace.map(cynic::Id::new);
        let input = PinPageInput {
            page,
            workspace: workspace.as_ref(),
        };
        let operation = PinPage::build(PinPageVariables { input });
        let answer = repeatedly(|| self.run(&operation, caller.into())).await?;
        Ok(answer.pin_page.into())
    }

    /// Pins no page any more, unless it is another than `pin` by now, the id of a pinned page.
    ///
    /// # Errors
    /// As [`Self::home`]. Refusals are answers.
    pub async fn unpin_page(
        &self,
        caller: Caller<'_>,
        pin: &str,
    ) -> Result<UnpinAnswer, ClientError> {
        let input = PinInput {
            pin: &cynic::Id::new(pin),
        };
        let operation = UnpinPage::build(PinVariables { input });
        let answer = repeatedly(|| self.run(&operation, caller.into())).await?;
        Ok(answer.unpin_page.into())
    }

    /// Takes [`Self::unpin_page`] back, unless another page was pinned since.
    ///
    /// # Errors
    /// As [`Self::home`]. Refusals are answers.
    pub async fn restore_pin(
        &self,
        caller: Caller<'_>,
        pin: &str,
    ) -> Result<UnpinAnswer, ClientError> {
        let input = PinInput {
            pin: &cynic::Id::new(pin),
        };
        let operation = RestorePin::build(PinVariables { input });
        let answer = repeatedly(|| self.run(&operation, caller.into())).await?;
        Ok(answer.restore_pin.into())
    }
}
