//! Pages of the app, and the one that opens first.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::profile::ProfileSnapshot;

/// A page of the app.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Page {
    /// The organization at a glance; opens first unless another is pinned.
    Home,
    /// The charts workspaces, or one of them.
    Charts,
    /// Members and roles.
    Members,
    /// The person's profile.
    Profile,
}

/// The page that opens first in an organization.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct PinnedPage {
    /// Names it, to unpin it and no other.
    pub id: String,
    /// Which page.
    pub page: Page,
    /// The charts workspace; absent for the list of workspaces, or when it is gone.
    pub workspace: Option<String>,
    /// Name of the workspace, as it was when it was pinned if it is gone.
    pub workspace_name: Option<String>,
    /// Why it can't be opened, if so: then Home opens.
    pub broken: Option<BrokenPin>,
}

/// Why a pinned page can't be opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum BrokenPin {
    /// It is not there any more.
    Gone,
    /// The person's roles don't allow it.
    NotAllowed,
}

/// What came of pinning a page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum PinPageOutcome {
    /// It opens first from now on.
    Pinned {
        /// The profile with it.
        snapshot: Box<ProfileSnapshot>,
    },
    /// There is no such page for the person; nothing has changed.
    Unavailable,
}

/// What came of unpinning a page, or of taking that back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum UnpinOutcome {
    /// It is done.
    Done {
        /// The profile after it.
        snapshot: Box<ProfileSnapshot>,
    },
    /// Another page was pinned since, somewhere else; nothing has changed.
    ChangedMeanwhile {
        /// The profile with what is pinned now, if anything is.
        snapshot: Box<ProfileSnapshot>,
    },
}
