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
    /// An organization was created.
    OrganizationCreated {
        /// Its name.
        name: String,
    },
    /// An organization's name and picture are saved.
    OrganizationSaved {
        /// Its name.
        name: String,
    },
    /// An organization requires MFA of its members from now on.
    MfaRequired {
        /// Its name.
        organization: String,
    },
    /// An organization requires MFA no more.
    MfaNotRequired {
        /// Its name.
        organization: String,
    },
    /// The person left an organization.
    OrganizationLeft {
        /// Its name.
        name: String,
    },
    /// An organization was deleted.
    OrganizationDeleted {
        /// Its name.
        name: String,
    },
    /// An account was made a member.
    MemberAdded {
        /// The member's name.
        display_name: String,
    },
    /// A member was given other roles.
    MemberRolesChanged {
        /// The member's name.
        display_name: String,
    },
    /// A membership was ended.
    MemberRemoved {
        /// The name of the organization.
        organization: String,
    },
    /// A page opens first from now on.
    PagePinned {
        /// Which page.
        page: crate::pages::Page,
        /// The name of the charts workspace, if it is one.
        workspace: Option<String>,
    },
    /// No page is pinned any more.
    PageUnpinned,
    /// The credits of an organization fell below what the person chose.
    CreditsLow {
        /// The name of the organization.
        organization: String,
        /// What they chose, an exact decimal such as `1000.000`.
        threshold: String,
        /// What is left, an exact decimal.
        balance: String,
    },
    /// Credits that were bought are there.
    CreditsAdded {
        /// The name of the organization.
        organization: String,
        /// How many, an exact decimal such as `1000.000`.
        credits: String,
    },
    /// The payment for credits was refused.
    PaymentDeclined {
        /// The name of the organization.
        organization: String,
        /// How many there would have been, an exact decimal.
        credits: String,
    },
    /// Nobody paid for credits in time.
    PaymentExpired {
        /// The name of the organization.
        organization: String,
        /// How many there would have been, an exact decimal.
        credits: String,
    },
    /// The page where credits are paid did not open, and another organization came into view meanwhile.
    CheckoutNotOpened {
        /// The name of the organization that they are for.
        organization: String,
    },
    /// A change of an organization that is not in view any more did not come about.
    ChangeNotSaved {
        /// The name of the organization.
        organization: String,
    },
}
