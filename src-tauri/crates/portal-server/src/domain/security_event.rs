//! What can happen to an account's security.

use sea_orm::sea_query::StringLen;
use sea_orm::{DeriveActiveEnum, EnumIter};

use super::Feature;

/// Who did something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum, async_graphql::Enum)]
#[sea_orm(
    rs_type = "String",
    db_type = "String(StringLen::N(32))",
    rename_all = "snake_case"
)]
pub enum SecurityActor {
    /// The person, signed in.
    #[graphql(name = "SELF")]
    Person,
    /// Somebody who was not signed in; perhaps the person.
    Unknown,
    /// Who runs the portal.
    Operator,
    /// Who manages the organization.
    Administrator,
}

/// What an event is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum, async_graphql::Enum)]
#[sea_orm(
    rs_type = "String",
    db_type = "String(StringLen::N(32))",
    rename_all = "snake_case"
)]
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
}

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum, async_graphql::Enum)]
#[sea_orm(
    rs_type = "String",
    db_type = "String(StringLen::N(32))",
    rename_all = "snake_case"
)]
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
    /// An organization created.
    OrganizationCreated,
    /// An organization deleted with all that was in it.
    OrganizationDeleted,
    /// Made a member of an organization.
    MembershipAdded,
    /// Given other roles in an organization.
    RolesChanged,
    /// No member of an organization any more.
    MembershipRemoved,
    /// API keys turned on in an organization.
    ApiKeysTurnedOn,
    /// API keys turned off in an organization.
    ApiKeysTurnedOff,
    /// Exports of chart data turned on in an organization.
    ExportsTurnedOn,
    /// Exports of chart data turned off in an organization.
    ExportsTurnedOff,
}

impl SecurityEventKind {
    /// What such an event is about.
    #[must_use]
    pub fn category(self) -> SecurityCategory {
        match self {
            Self::SignedIn
            | Self::SignedInWithCode
            | Self::SignedInWithRecoveryCode
            | Self::SignInFailed
            | Self::SecondFactorFailed
            | Self::AttemptsRefused
            | Self::SignedOut
            | Self::IdentityConfirmed
            | Self::ConfirmationFailed => SecurityCategory::SignIn,
            Self::MfaEnabled | Self::MfaDisabled | Self::RecoveryCodesRegenerated => {
                SecurityCategory::Mfa
            }
            Self::PasswordChanged | Self::PasswordChangeFailed => SecurityCategory::Password,
            Self::SessionRevoked | Self::SessionsRevoked => SecurityCategory::Sessions,
            Self::ApiKeyCreated
            | Self::ApiKeyRotated
            | Self::ApiKeyRevoked
            | Self::ApiKeysTurnedOn
            | Self::ApiKeysTurnedOff => SecurityCategory::ApiKeys,
            Self::MfaRequired
            | Self::MfaNotRequired
            | Self::OrganizationCreated
            | Self::OrganizationDeleted
            | Self::MembershipAdded
            | Self::RolesChanged
            | Self::MembershipRemoved => SecurityCategory::Organizations,
            Self::ExportsTurnedOn | Self::ExportsTurnedOff => SecurityCategory::Exports,
        }
    }

    /// A feature was turned on or off.
    #[must_use]
    pub fn of_feature(feature: Feature, on: bool) -> Self {
        match (feature, on) {
            (Feature::ApiKeys, true) => Self::ApiKeysTurnedOn,
            (Feature::ApiKeys, false) => Self::ApiKeysTurnedOff,
            (Feature::ChartDataExport, true) => Self::ExportsTurnedOn,
            (Feature::ChartDataExport, false) => Self::ExportsTurnedOff,
        }
    }
}
