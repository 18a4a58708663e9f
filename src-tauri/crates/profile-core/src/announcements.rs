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
    /// MFA is on.
    MfaEnabled,
    /// MFA is off.
    MfaDisabled,
    /// Recovery codes were issued in place of the earlier ones.
    RecoveryCodesRegenerated,
    /// A new password is in force.
    PasswordChanged,
    /// Another session was ended.
    SessionRevoked,
    /// All other sessions were ended.
    OtherSessionsRevoked {
        /// How many there were.
        count: u32,
    },
    /// An API key was created.
    ApiKeyCreated {
        /// What the person calls it.
        name: String,
    },
    /// An API key has a new secret.
    ApiKeyRotated {
        /// What the person calls it.
        name: String,
    },
    /// An API key was ended.
    ApiKeyRevoked {
        /// What the person calls it.
        name: String,
    },
}
