//! The page that a person has opened first in the organization in view.

use chrono::{DateTime, Utc};
use sea_orm::{ActiveEnum, ConnectionTrait};
use uuid::Uuid;

use crate::auth::ActiveSession;
use crate::domain::{BrokenPin, Page};
use crate::store::entities::pinned_page;
use crate::store::{StoreError, chart_workspaces, memberships, pinned_pages};

/// What is pinned, whether it can be opened or not: whoever names it means this page and no other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct PinTarget {
    pub(crate) page: Page,
    pub(crate) workspace: Option<Uuid>,
}

impl PinTarget {
    /// As an opaque id, which [`Self::of_id`] reads.
    pub(crate) fn id(self) -> String {
        let page = self.page.to_value();
        match self.workspace {
            Some(workspace) => format!("{page}.{workspace}"),
            None => page,
        }
    }

    /// What a client sent as such an id; none for one that this portal never made.
    pub(crate) fn of_id(id: &str) -> Option<Self> {
        let (page, workspace) = match id.split_once('.') {
            Some((page, workspace)) => (page, Some(Uuid::try_parse(workspace).ok()?)),
            None => (id, None),
        };
        let page = Page::try_from_value(&page.to_owned()).ok()?;
        Some(Self { page, workspace })
    }
}

/// A pinned page, as it is for the person now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Pin {
    pub(crate) target: PinTarget,
    /// The workspace unless it is gone.
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
        target: PinTarget {
            page: row.page,
            workspace: row.workspace_id,
        },
        workspace: row.workspace_id,
        workspace_name: row.workspace_name,
        broken: None,
    };
    if !row.page.opens_for(&session.roles, organization.kind) {
        pin.broken = Some(BrokenPin::NotAllowed);
    } else if let Some(id) = pin.workspace {
        match chart_workspaces::find(database, organization.id, account, id).await? {
            Some(workspace) => pin.workspace_name = Some(workspace.name),
            None => (pin.workspace, pin.broken) = (None, Some(BrokenPin::Gone)),
        }
    }
    Ok(Some(pin))
}

/// Unpins a page for the person of a session, which can be taken back; answers whether nothing else was pinned by then.
pub(crate) async fn unpin(
    database: &impl ConnectionTrait,
    session: &ActiveSession,
    target: PinTarget,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    set_unpinned(database, session, target, Some(now)).await
}

/// Takes back that a page was unpinned; answers whether nothing else was pinned by then.
pub(crate) async fn restore(
    database: &impl ConnectionTrait,
    session: &ActiveSession,
    target: PinTarget,
) -> Result<bool, StoreError> {
    set_unpinned(database, session, target, None).await
}

async fn set_unpinned(
    database: &impl ConnectionTrait,
    session: &ActiveSession,
    target: PinTarget,
    at: Option<DateTime<Utc>>,
) -> Result<bool, StoreError> {
    let (organization, account) = (session.organization.id, session.account.id);
    let PinTarget { page, workspace } = target;
    pinned_pages::set_unpinned(database, (organization, account), (page, workspace), at).await
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
