//! Stars of chart workspaces.

use std::sync::Arc;

use async_graphql::{Context, ID, InputObject, Object, SimpleObject, Union};

use super::id_of;
use crate::graphql::Fault;
use crate::graphql::model::{ChartWorkspaceNotFound, ChartWorkspaceSummary};
use crate::graphql::query::Caller;
use crate::portal::Portal;
use crate::store::{StoreError, chart_workspaces};

/// The star to set or take off.
#[derive(InputObject)]
struct StarChartWorkspaceInput {
    /// The workspace.
    workspace: ID,
    /// Whether it is to have the viewer's star.
    starred: bool,
}

/// What came of starring a workspace.
#[derive(Union)]
enum StarChartWorkspaceResult {
    ChartWorkspaceStarred(ChartWorkspaceStarred),
    ChartWorkspaceNotFound(ChartWorkspaceNotFound),
}

/// The star is as it was to be.
#[derive(SimpleObject)]
struct ChartWorkspaceStarred {
    /// The workspace as it is now.
    workspace: ChartWorkspaceSummary,
}

#[derive(Default)]
pub(super) struct ChartsMutation;

#[Object]
impl ChartsMutation {
    /// Stars a workspace for the signed-in person, or takes the star off.
    async fn star_chart_workspace(
        &self,
        context: &Context<'_>,
        input: StarChartWorkspaceInput,
    ) -> Result<StarChartWorkspaceResult, Fault> {
        let session = Caller::session(context)?;
        let (organization, account) = (session.organization.id, session.account.id);
        let portal = context.data_unchecked::<Arc<Portal>>();
        let id = id_of(&input.workspace);
        let transaction = portal.store.begin_write().await?;
        let found = chart_workspaces::find(&transaction, organization, account, id).await?;
        if found.is_some() {
            chart_workspaces::star(&transaction, id, account, input.starred).await?;
        }
        let found = Vec::from_iter(found);
        let seen = chart_workspaces::seen_by(&transaction, account, found)
            .await?
            .pop();
        transaction.commit().await.map_err(StoreError::from)?;
        Ok(match seen {
            Some(seen) => StarChartWorkspaceResult::ChartWorkspaceStarred(ChartWorkspaceStarred {
                workspace: seen.into(),
            }),
            None => StarChartWorkspaceResult::ChartWorkspaceNotFound(Default::default()),
        })
    }
}
