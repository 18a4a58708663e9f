//! The page that opens first.

use async_graphql::{ID, SimpleObject};

use crate::domain::{BrokenPin, Page};
use crate::pins::Pin;

/// The page that opens first.
#[derive(SimpleObject)]
pub(crate) struct PinnedPage {
    /// Opaque; names this page, to unpin it and no other.
    id: ID,
    /// Which page.
    page: Page,
    /// The charts workspace, for `CHARTS`; null for the list of workspaces or when it is gone.
    workspace: Option<ID>,
    /// Its name as of now, or as it was when it was pinned; null unless a workspace is pinned.
    workspace_name: Option<String>,
    /// Why it can't be opened; null while it can.
    broken: Option<BrokenPin>,
}

impl From<Pin> for PinnedPage {
    fn from(pin: Pin) -> Self {
        Self {
            id: ID(pin.target.id()),
            page: pin.target.page,
            workspace: pin.workspace.map(ID::from),
            workspace_name: pin.workspace_name,
            broken: pin.broken,
        }
    }
}
