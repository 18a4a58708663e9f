//! How a person proves who they are, as the profile page shows it.

use chrono::{DateTime, Utc};

use crate::schema;

/// How a person proves who they are.
#[derive(Clone, Debug, PartialEq, cynic::QueryFragment)]
pub struct Security {
    /// The second factor.
    pub mfa: Mfa,
    /// When the password was changed last; `None` while it is the first one.
    pub password_changed_at: Option<DateTime<Utc>>,
}

/// The second factor of an account.
#[derive(Clone, Debug, PartialEq, cynic::QueryFragment)]
pub struct Mfa {
    /// Since when sign-in asks for a second factor; `None` while it doesn't.
    pub enabled_at: Option<DateTime<Utc>>,
    /// Recovery codes that were not used yet.
    pub recovery_codes_left: i32,
    /// Organizations of the person whose members all need MFA, by name.
    pub required_by: Vec<MfaRequirement>,
}

/// An organization whose members all need MFA.
#[derive(Clone, Debug, PartialEq, cynic::QueryFragment)]
pub struct MfaRequirement {
    /// Its opaque id.
    pub organization: cynic::Id,
    /// Its name.
    pub name: String,
    /// Since when.
    pub since: DateTime<Utc>,
    /// Display names of the others who can change that.
    pub contacts: Vec<String>,
    /// Whether the person is one of those who can change that.
    pub viewer_is_contact: bool,
    /// Whether it is the organization in view.
    pub in_view: bool,
}
