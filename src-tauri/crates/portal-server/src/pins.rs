//! The page that a person has opened first in the organization in view.

use sea_orm::ConnectionTrait;
use uuid::Uuid;

use crate::auth::ActiveSession;
use crate::domain::{BrokenPin, Page};
use crate::store::entities::pinned_page;
use crate::store::{StoreError, chart_workspaces, memberships, pinned_pages};

/// A pinned page, as it is for the person now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Pin {
    pub(crate) page: Page,
    pub(crate) workspace: Option<Uuid>,
    pub(crate) workspace_name: Option<String>,
    pub(crate) broken: Option<BrokenPin>,
}

/// The page that is pinned for the person of a session.
pub(crate) async fn pinned(
    database: &impl ConnectionTrait,
    session: &ActiveSession,
) -> Result<Option<Pin>, StoreError> {
    let (organization, account) = (&session.organization, session.account.id);
    let Some(row) = pinned_pages::of(database, organization.id, account).await? else {
        return Ok(None);
    };
    let mut pin = Pin {
        page: row.page,
        workspace: row.workspace_id,
        workspace_name: row.workspace_name,
        broken: None,
    };
    if !pin.page.opens_for(&session.roles, organization.kind) {
        pin.broken = Some(BrokenPin::NotAllowed);
    } else if let Some(id) = pin.workspace {
        match chart_workspaces::find(database, organization.id, account, id).await? {
            Some(workspace) => pin.workspace_name = Some(workspace.name),
            None => (pin.workspace, pin.broken) = (None, Some(BrokenPin::Gone)),
        }
    }
    Ok(Some(pin))
}

/// Pins a page for the person of a session; answers whether there is such a page for them.
pub(crate) async fn pin(
    database: &impl ConnectionTrait,
    session: &ActiveSession,
    page: Page,
    workspace: Option<Uuid>,
) -> Result<bool, StoreError> {
    let (organization, account) = (&session.organization, session.account.id);
    let roles = memberships::roles(database, organization.id, account).await?;
    if !page.opens_for(&roles, organization.kind) {
        return Ok(false);
    }
    let mut workspace_name = None;
    if let Some(id) = workspace {
        match chart_workspaces::find(database, organization.id, account, id).await? {
            Some(found) => workspace_name = Some(found.name),
            None => return Ok(false),
        }
    }
    let row = pinned_page::Model {
        organization_id: organization.id,
        account_id: account,
        page,
        workspace_id: workspace,
        workspace_name,
        unpinned_at: None,
    };
    pinned_pages::pin(database, row).await?;
    Ok(true)
}
