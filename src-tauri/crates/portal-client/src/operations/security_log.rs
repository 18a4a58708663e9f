//! What happened to an account's security.

use chrono::{DateTime, Utc};

use crate::schema;

/// One page of events, the latest first.
#[derive(Clone, Debug, PartialEq, cynic::QueryFragment)]
#[cynic(graphql_type = "SecurityLog")]
pub struct SecurityLogPage {
    /// The events of this page.
    pub data: Vec<SecurityEvent>,
    /// Asks for the next page; `None` on the last.
    pub cursor: Option<String>,
    /// For how many days the portal keeps events; `None`: for good.
    pub kept_for_days: Option<i32>,
}

/// Something that happened to an account's security.
#[derive(Clone, Debug, PartialEq, cynic::QueryFragment)]
pub struct SecurityEvent {
    /// Opaque id.
    pub id: cynic::Id,
    /// When.
    pub at: DateTime<Utc>,
    /// What happened.
    pub kind: SecurityEventKind,
    /// What it is about.
    pub category: SecurityCategory,
    /// Who did it.
    pub actor: SecurityActor,
    /// What it was done to: the name of a key or organization, the client of a session.
    pub subject: Option<String>,
    /// What did it, as it called itself.
    pub client: Option<String>,
    /// The network address it came from.
    pub address: Option<String>,
}

/// What an event is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, cynic::Enum)]
pub enum SecurityCategory {
    /// Signing in and out.
    SignIn,
    /// The second factor.
    Mfa,
    /// The password.
    Password,
    /// Sessions.
    Sessions,
    /// API keys.
    ApiKeys,
    /// Organizations and roles in them.
    Organizations,
    /// Exports of chart data.
    Exports,
    /// One that a later portal knows; can't be asked for.
    #[cynic(fallback)]
    Unknown,
}

/// Who did something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, cynic::Enum)]
pub enum SecurityActor {
    /// The person, signed in.
    #[cynic(rename = "SELF")]
    Oneself,
    /// Somebody who was not signed in; perhaps the person.
    Unknown,
    /// Who runs the portal.
    Operator,
    /// Who manages the organization.
    Administrator,
    /// One that a later portal knows.
    #[cynic(fallback)]
    Other,
}

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, cynic::Enum)]
pub enum SecurityEventKind {
    /// Signed in with the password.
    SignedIn,
    /// Signed in with the password and a code.
    SignedInWithCode,
    /// Signed in with the password and a recovery code.
    SignedInWithRecoveryCode,
    /// A wrong password at sign-in.
    SignInFailed,
    /// The right password and a wrong code at sign-in.
    SecondFactorFailed,
    /// More attempts than one may make, so that further ones are refused for a while.
    AttemptsRefused,
    /// Signed out.
    SignedOut,
    /// Identity confirmed.
    IdentityConfirmed,
    /// A wrong password or code when confirming the identity.
    ConfirmationFailed,
    /// MFA turned on.
    MfaEnabled,
    /// MFA turned off.
    MfaDisabled,
    /// Recovery codes issued anew.
    RecoveryCodesRegenerated,
    /// Password changed.
    PasswordChanged,
    /// A wrong current password when changing it.
    PasswordChangeFailed,
    /// A session ended by the person or the operator.
    SessionRevoked,
    /// All other sessions, or all of them, ended.
    SessionsRevoked,
    /// API key created.
    ApiKeyCreated,
    /// API key given a new secret.
    ApiKeyRotated,
    /// API key ended.
    ApiKeyRevoked,
    /// An organization began to require MFA.
    MfaRequired,
    /// An organization ceased to require MFA.
    MfaNotRequired,
    /// Made a member of an organization.
    MembershipAdded,
    /// Given other roles in an organization.
    RolesChanged,
    /// No member of an organization any more.
    MembershipRemoved,
    /// An organization created.
    OrganizationCreated,
    /// An organization deleted with all that was in it.
    OrganizationDeleted,
    /// API keys turned on in an organization.
    ApiKeysTurnedOn,
    /// API keys turned off in an organization.
    ApiKeysTurnedOff,
    /// Exports of chart data turned on in an organization.
    ExportsTurnedOn,
    /// Exports of chart data turned off in an organization.
    ExportsTurnedOff,
    /// One that a later portal knows.
    #[cynic(fallback)]
    Unknown,
}

#[derive(cynic::QueryVariables)]
pub(crate) struct SecurityLogVariables<'a> {
    pub(crate) first: i32,
    pub(crate) after: Option<&'a str>,
    pub(crate) categories: Option<Vec<SecurityCategory>>,
}

/// Asks for one page of events.
#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query", variables = "SecurityLogVariables")]
pub(crate) struct SecurityLog {
    #[arguments(first: $first, after: $after, categories: $categories)]
    pub(crate) security_log: SecurityLogPage,
}
