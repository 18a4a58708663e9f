//! What the app tells a person outside the page.

/// Something that happened; shown as a native notification when the person wants them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Announcement {
    /// The person signed in.
    SignedIn {
        /// Their name.
        display_name: String,
        /// The portal's name.
        portal: String,
    },
    /// The session was ended by the person.
    SignedOut {
        /// The portal's name.
        portal: String,
    },
    /// The display name is saved.
    DisplayNameChanged {
        /// The new name.
        display_name: String,
    },
    /// The theme is saved.
    ThemeChanged {
        /// The new choice.
        theme: crate::preferences::Theme,
    },
    /// Notifications were turned on.
    NotificationsOn,
}
