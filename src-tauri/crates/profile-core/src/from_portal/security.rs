//! How a person proves who they are, and where they are signed in.

use portal_client as contract;

use super::count;
use crate::password::PasswordRefusal;
use crate::security::{Mfa, MfaRequirement, Security};
use crate::sessions::OpenSession;

pub(crate) fn security(security: contract::Security) -> Security {
    Security {
        mfa: Mfa {
            enabled_at: security.mfa.enabled_at,
            recovery_codes_left: count(security.mfa.recovery_codes_left),
            required_by: requirements(security.mfa.required_by),
        },
        password_changed_at: security.password_changed_at,
    }
}

pub(crate) fn requirements(required_by: Vec<contract::MfaRequirement>) -> Vec<MfaRequirement> {
    let requirement = |requirement: contract::MfaRequirement| MfaRequirement {
        organization: requirement.organization.into_inner(),
        name: requirement.name,
        since: requirement.since,
        contacts: requirement.contacts,
        viewer_is_contact: requirement.viewer_is_contact,
        in_view: requirement.in_view,
    };
    required_by.into_iter().map(requirement).collect()
}

pub(crate) fn open_sessions(sessions: Vec<contract::Session>) -> Vec<OpenSession> {
    let open_session = |session: contract::Session| OpenSession {
        id: session.id.into_inner(),
        device: session.device,
        client: session.client,
        address: session.address,
        started_at: session.started_at,
        last_active_at: session.last_active_at,
        expires_at: session.expires_at,
        current: session.current,
    };
    sessions.into_iter().map(open_session).collect()
}

/// `None`: a reason that this app doesn't know.
pub(crate) fn password_refusal(reason: contract::PasswordRefusal) -> Option<PasswordRefusal> {
    match reason {
        contract::PasswordRefusal::TooShort => Some(PasswordRefusal::TooShort),
        contract::PasswordRefusal::TooLong => Some(PasswordRefusal::TooLong),
        contract::PasswordRefusal::Common => Some(PasswordRefusal::Common),
        contract::PasswordRefusal::Unchanged => Some(PasswordRefusal::Unchanged),
        contract::PasswordRefusal::Unknown => None,
    }
}
