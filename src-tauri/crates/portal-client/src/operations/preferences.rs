//! How the app notifies a person and looks.

use crate::schema;

/// What a person chose.
#[derive(Clone, Copy, Debug, PartialEq, Eq, cynic::QueryFragment)]
pub struct Preferences {
    /// Whether announcements are shown as native notifications.
    pub toast_notifications: bool,
    /// The look.
    pub theme: Theme,
}

/// The look a person chose.
#[derive(Clone, Copy, Debug, PartialEq, Eq, cynic::Enum)]
pub enum Theme {
    /// Follows the operating system.
    System,
    /// Always light.
    Light,
    /// Always dark.
    Dark,
    /// A look that a later portal knows; can't be sent.
    #[cynic(fallback)]
    Unknown,
}

/// A change of preferences; what is `None` stays as it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, cynic::InputObject)]
pub struct ChangePreferencesInput {
    /// Whether announcements are shown.
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub toast_notifications: Option<bool>,
    /// The look.
    #[cynic(skip_serializing_if = "Option::is_none")]
    pub theme: Option<Theme>,
}

#[derive(cynic::QueryVariables)]
pub(crate) struct ChangePreferencesVariables {
    pub(crate) input: ChangePreferencesInput,
}

/// Sets what is given; sent twice it does the same.
#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "ChangePreferencesVariables")]
pub(crate) struct ChangePreferences {
    #[arguments(input: $input)]
    pub(crate) change_preferences: PreferencesChanged,
}

#[derive(cynic::QueryFragment)]
pub(crate) struct PreferencesChanged {
    pub(crate) preferences: Preferences,
}
