//! How the app notifies a person and looks.

use async_graphql::SimpleObject;

use crate::domain::Theme;
use crate::store::entities::preferences;

/// How the app notifies a person and looks.
#[derive(SimpleObject)]
pub(crate) struct Preferences {
    /// Whether announcements are shown as native notifications. On by default.
    toast_notifications: bool,
    /// The look.
    theme: Theme,
}

impl From<preferences::Model> for Preferences {
    fn from(row: preferences::Model) -> Self {
        Self {
            toast_notifications: row.toast_notifications,
            theme: row.theme,
        }
    }
}
