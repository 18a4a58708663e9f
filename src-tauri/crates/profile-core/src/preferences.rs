//! How the app notifies a person and looks; kept by the portal.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What a person chose; saved to the profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Preferences {
    /// Whether announcements are shown as native notifications. On by default.
    pub toast_notifications: bool,
    /// The look.
    pub theme: Theme,
}

/// The look a person chose.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    /// Follows the operating system, live.
    #[default]
    System,
    /// Always light.
    Light,
    /// Always dark.
    Dark,
}

/// A look as it is drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ColorScheme {
    /// Dark text on light ground.
    #[default]
    Light,
    /// Light text on dark ground.
    Dark,
}

impl Theme {
    /// What is drawn for this choice while the system is at `system`.
    #[must_use]
    pub fn resolve(self, system: ColorScheme) -> ColorScheme {
        match self {
            Self::System => system,
            Self::Light => ColorScheme::Light,
            Self::Dark => ColorScheme::Dark,
        }
    }
}
