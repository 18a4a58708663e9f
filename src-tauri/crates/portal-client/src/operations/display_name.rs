//! Changing the name that others see.

use crate::operations::count;
use crate::operations::viewer::Viewer;
use crate::schema;

/// What came of a change of the display name.
#[derive(Debug)]
pub enum DisplayNameAnswer {
    /// It is saved.
    Changed(Box<Viewer>),
    /// It can't be used.
    Refused {
        /// Why.
        reason: DisplayNameRefusal,
        /// The most characters a name may have.
        maximum_length: u32,
    },
    /// An answer that a later portal knows.
    Unknown,
}

/// Why a display name can't be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, cynic::Enum)]
pub enum DisplayNameRefusal {
    /// Nothing to show.
    Empty,
    /// Too many characters.
    TooLong,
    /// Characters that can't be shown.
    InvalidCharacters,
    /// A reason that a later portal knows.
    #[cynic(fallback)]
    Unknown,
}

#[derive(cynic::InputObject)]
pub(crate) struct ChangeDisplayNameInput<'a> {
    pub(crate) display_name: &'a str,
}

#[derive(cynic::QueryVariables)]
pub(crate) struct ChangeDisplayNameVariables<'a> {
    pub(crate) input: ChangeDisplayNameInput<'a>,
}

/// Sets the name; sent twice it does the same.
#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "ChangeDisplayNameVariables")]
pub(crate) struct ChangeDisplayName {
    #[arguments(input: $input)]
    pub(crate) change_display_name: ChangeDisplayNameResult,
}

#[derive(cynic::InlineFragments)]
pub(crate) enum ChangeDisplayNameResult {
    Changed(DisplayNameChanged),
    Refused(DisplayNameRefused),
    #[cynic(fallback)]
    Unknown,
}

#[derive(cynic::QueryFragment)]
pub(crate) struct DisplayNameChanged {
    viewer: Box<Viewer>,
}

#[derive(cynic::QueryFragment)]
pub(crate) struct DisplayNameRefused {
    reason: DisplayNameRefusal,
    maximum_length: i32,
}

impl From<ChangeDisplayNameResult> for DisplayNameAnswer {
    fn from(result: ChangeDisplayNameResult) -> Self {
        match result {
            ChangeDisplayNameResult::Changed(changed) => Self::Changed(changed.viewer),
            ChangeDisplayNameResult::Refused(refused) => Self::Refused {
                reason: refused.reason,
                maximum_length: count(refused.maximum_length),
            },
            ChangeDisplayNameResult::Unknown => Self::Unknown,
        }
    }
}
