//! What happened to an account's security. Unlike elsewhere, what a later portal adds is shown: a log with
//! holes would be none.

use portal_client as contract;

use crate::security_log::{
    EventCategory, OtherCategory, SecurityActor, SecurityCategory, SecurityEvent, SecurityEventKind,
};

pub(crate) fn security_event(event: contract::SecurityEvent) -> SecurityEvent {
    SecurityEvent {
        id: event.id.into_inner(),
        at: event.at,
        kind: kind(event.kind),
        category: category(event.category),
        actor: match event.actor {
            contract::SecurityActor::Oneself => SecurityActor::Oneself,
            contract::SecurityActor::Unknown | contract::SecurityActor::Other => {
                SecurityActor::Unknown
            }
            contract::SecurityActor::Operator => SecurityActor::Operator,
            contract::SecurityActor::Administrator => SecurityActor::Administrator,
        },
        subject: event.subject,
        client: event.client,
        address: event.address,
    }
}

/// The contract's category.
pub(crate) fn contract_category(category: SecurityCategory) -> contract::SecurityCategory {
    match category {
        SecurityCategory::SignIn => contract::SecurityCategory::SignIn,
        SecurityCategory::Mfa => contract::SecurityCategory::Mfa,
        SecurityCategory::Password => contract::SecurityCategory::Password,
        SecurityCategory::Sessions => contract::SecurityCategory::Sessions,
        SecurityCategory::ApiKeys => contract::SecurityCategory::ApiKeys,
        SecurityCategory::Organizations => contract::SecurityCategory::Organizations,
        SecurityCategory::Exports => contract::SecurityCategory::Exports,
    }
}

fn category(category: contract::SecurityCategory) -> EventCategory {
    EventCategory::Known(match category {
        contract::SecurityCategory::SignIn => SecurityCategory::SignIn,
        contract::SecurityCategory::Mfa => SecurityCategory::Mfa,
        contract::SecurityCategory::Password => SecurityCategory::Password,
        contract::SecurityCategory::Sessions => SecurityCategory::Sessions,
        contract::SecurityCategory::ApiKeys => SecurityCategory::ApiKeys,
        contract::SecurityCategory::Organizations => SecurityCategory::Organizations,
        contract::SecurityCategory::Exports => SecurityCategory::Exports,
        contract::SecurityCategory::Unknown => return EventCategory::Other(OtherCategory::Other),
    })
}

fn kind(kind: contract::SecurityEventKind) -> SecurityEventKind {
    use contract::SecurityEventKind as Kind;
    match kind {
        Kind::SignedIn => SecurityEventKind::SignedIn,
        Kind::SignedInWithCode => SecurityEventKind::SignedInWithCode,
        Kind::SignedInWithRecoveryCode => SecurityEventKind::SignedInWithRecoveryCode,
        Kind::SignInFailed => SecurityEventKind::SignInFailed,
        Kind::SecondFactorFailed => SecurityEventKind::SecondFactorFailed,
        Kind::AttemptsRefused => SecurityEventKind::AttemptsRefused,
        Kind::SignedOut => SecurityEventKind::SignedOut,
        Kind::IdentityConfirmed => SecurityEventKind::IdentityConfirmed,
        Kind::ConfirmationFailed => SecurityEventKind::ConfirmationFailed,
        Kind::MfaEnabled => SecurityEventKind::MfaEnabled,
        Kind::MfaDisabled => SecurityEventKind::MfaDisabled,
        Kind::RecoveryCodesRegenerated => SecurityEventKind::RecoveryCodesRegenerated,
        Kind::PasswordChanged => SecurityEventKind::PasswordChanged,
        Kind::PasswordChangeFailed => SecurityEventKind::PasswordChangeFailed,
        Kind::SessionRevoked => SecurityEventKind::SessionRevoked,
        Kind::SessionsRevoked => SecurityEventKind::SessionsRevoked,
        Kind::ApiKeyCreated => SecurityEventKind::ApiKeyCreated,
        Kind::ApiKeyRotated => SecurityEventKind::ApiKeyRotated,
        Kind::ApiKeyRevoked => SecurityEventKind::ApiKeyRevoked,
        Kind::MfaRequired => SecurityEventKind::MfaRequired,
        Kind::MfaNotRequired => SecurityEventKind::MfaNotRequired,
        Kind::MembershipAdded => SecurityEventKind::MembershipAdded,
        Kind::RolesChanged => SecurityEventKind::RolesChanged,
        Kind::MembershipRemoved => SecurityEventKind::MembershipRemoved,
        Kind::OrganizationCreated => SecurityEventKind::OrganizationCreated,
        Kind::OrganizationDeleted => SecurityEventKind::OrganizationDeleted,
        Kind::ApiKeysTurnedOn => SecurityEventKind::ApiKeysTurnedOn,
        Kind::ApiKeysTurnedOff => SecurityEventKind::ApiKeysTurnedOff,
        Kind::ExportsTurnedOn => SecurityEventKind::ExportsTurnedOn,
        Kind::ExportsTurnedOff => SecurityEventKind::ExportsTurnedOff,
        Kind::Unknown => SecurityEventKind::Other,
    }
}
