//! Pages of the app, and which of them opens first.

use crate::operations::refusals::PageUnavailable;
use crate::operations::viewer::Viewer;
use crate::schema;

/// A page of the app.
#[derive(Clone, Copy, Debug, PartialEq, Eq, cynic::Enum)]
pub enum Page {
    /// The organization at a glance.
    Home,
    /// The charts workspaces, or one of them.
    Charts,
    /// Members and roles.
    Members,
    /// The person's profile.
    Profile,
    /// One that a later portal knows; can't be sent.
    #[cynic(fallback)]
    Unknown,
}

/// The page that opens first.
#[derive(Clone, Debug, PartialEq, cynic::QueryFragment)]
pub struct PinnedPage {
    /// Names it, to unpin it and no other.
    pub id: cynic::Id,
    /// Which page.
    pub page: Page,
    /// The charts workspace; `None` for the list of workspaces, or when it is gone.
    pub workspace: Option<cynic::Id>,
    /// Its name as of now, or as it was when it was pinned.
    pub workspace_name: Option<String>,
    /// Why it can't be opened; `None` while it can.
    pub broken: Option<BrokenPin>,
}

/// Why a pinned page can't be opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, cynic::Enum)]
pub enum BrokenPin {
    /// It is not there any more.
    Gone,
    /// The person's roles don't allow it.
    NotAllowed,
    /// A reason that a later portal knows.
    #[cynic(fallback)]
    Unknown,
}

/// What came of pinning a page.
#[derive(Debug)]
pub enum PinPageAnswer {
    /// It opens first from now on.
    Pinned(Box<Viewer>),
    /// There is no such page for the person.
    Unavailable,
    /// An answer that a later portal knows.
    Unknown,
}

/// What came of unpinning a page, or of taking that back.
#[derive(Debug)]
pub enum UnpinAnswer {
    /// It is done, or was before.
    Done(Box<Viewer>),
    /// Another page was pinned since; nothing was changed.
    ChangedMeanwhile(Box<Viewer>),
    /// An answer that a later portal knows.
    Unknown,
}

#[derive(cynic::InputObject)]
pub(crate) struct PinPageInput<'a> {
    pub(crate) page: Page,
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub(crate) workspace: Option<&'a cynic::Id>,
}

#[derive(cynic::QueryVariables)]
pub(crate) struct PinPageVariables<'a> {
    pub(crate) input: PinPageInput<'a>,
}

/// Sets the page; sent twice it does the same.
#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "PinPageVariables")]
pub(crate) struct PinPage {
    #[arguments(input: $input)]
    pub(crate) pin_page: PinPageResult,
}

#[derive(cynic::InlineFragments)]
pub(crate) enum PinPageResult {
    Pinned(PagePinned),
    Unavailable(PageUnavailable),
    #[cynic(fallback)]
    Unknown,
}

#[derive(cynic::QueryFragment)]
pub(crate) struct PagePinned {
    viewer: Box<Viewer>,
}

#[derive(cynic::InputObject)]
pub(crate) struct PinInput<'a> {
    pub(crate) pin: &'a cynic::Id,
}

#[derive(cynic::QueryVariables)]
pub(crate) struct PinVariables<'a> {
    pub(crate) input: PinInput<'a>,
}

/// Sent twice it does the same.
#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "PinVariables")]
pub(crate) struct UnpinPage {
    #[arguments(input: $input)]
    pub(crate) unpin_page: UnpinPageResult,
}

#[derive(cynic::InlineFragments)]
pub(crate) enum UnpinPageResult {
    Unpinned(PageUnpinned),
    ChangedMeanwhile(PinChangedMeanwhile),
    #[cynic(fallback)]
    Unknown,
}

#[derive(cynic::QueryFragment)]
pub(crate) struct PageUnpinned {
    viewer: Box<Viewer>,
}

#[derive(cynic::QueryFragment)]
pub(crate) struct PinChangedMeanwhile {
    viewer: Box<Viewer>,
}

/// Sent twice it does the same.
#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "PinVariables")]
pub(crate) struct RestorePin {
    #[arguments(input: $input)]
    pub(crate) restore_pin: RestorePinResult,
}

#[derive(cynic::InlineFragments)]
pub(crate) enum RestorePinResult {
    Pinned(PagePinned),
    ChangedMeanwhile(PinChangedMeanwhile),
    #[cynic(fallback)]
    Unknown,
}

impl From<PinPageResult> for PinPageAnswer {
    fn from(result: PinPageResult) -> Self {
        match result {
            PinPageResult::Pinned(pinned) => Self::Pinned(pinned.viewer),
            PinPageResult::Unavailable(PageUnavailable { .. }) => Self::Unavailable,
            PinPageResult::Unknown => Self::Unknown,
        }
    }
}

impl From<UnpinPageResult> for UnpinAnswer {
    fn from(result: UnpinPageResult) -> Self {
        match result {
            UnpinPageResult::Unpinned(unpinned) => Self::Done(unpinned.viewer),
            UnpinPageResult::ChangedMeanwhile(changed) => Self::ChangedMeanwhile(changed.viewer),
            UnpinPageResult::Unknown => Self::Unknown,
        }
    }
}

impl From<RestorePinResult> for UnpinAnswer {
    fn from(result: RestorePinResult) -> Self {
        match result {
            RestorePinResult::Pinned(pinned) => Self::Done(pinned.viewer),
            RestorePinResult::ChangedMeanwhile(changed) => Self::ChangedMeanwhile(changed.viewer),
            RestorePinResult::Unknown => Self::Unknown,
        }
    }
}
