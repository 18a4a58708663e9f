//! Why a use case failed, in the terms the page acts on.

use portal_client::{AddressError, ClientError};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::ports::{
    BuiltInPortalError, ClipboardError, LocalStoreError, TokenLockError, TokenStoreError,
};

/// A failed use case.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{detail}")]
pub struct Failure {
    /// What the page acts on.
    pub code: FailureCode,
    /// What happened, for logs and for people who ask for details. Holds no secret.
    pub detail: String,
}

/// What the page acts on: each code has its own words and its own way on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum FailureCode {
    /// What was typed is not an address.
    AddressInvalid,
    /// Plain http is allowed to loopback only.
    AddressInsecure,
    /// Nothing answers there: name unknown, connection refused or cut.
    PortalUnreachable,
    /// It did not answer in time.
    PortalTimedOut,
    /// It answers with a redirect, which is not followed.
    PortalRedirects,
    /// Its certificate is not trusted.
    CertificateUntrusted,
    /// It answers, but it is not a portal.
    NotAPortal,
    /// It is a portal of a contract version this app doesn't speak.
    ContractUnsupported,
    /// A reply was truncated, too large or not of the contract.
    ReplyInvalid,
    /// The portal reports a fault of its own.
    PortalFailed,
    /// The portal asks to slow down.
    TooManyRequests,
    /// The session expired or was revoked: sign in again, then back to the page.
    SessionEnded,
    /// The keyring holds the session but is locked or did not answer: unlock and retry, or sign in again.
    KeyringUnavailable,
    /// The app is locked: unlock it first.
    Locked,
    /// The person turned down what the keyring asked, so everything is as before.
    UnlockDeclined,
    /// The display name is empty.
    DisplayNameEmpty,
    /// The display name has more than 100 characters.
    DisplayNameTooLong,
    /// The display name has characters that can't be shown.
    DisplayNameInvalid,
    /// The built-in portal could not be started.
    BuiltInPortalFailed,
    /// Nobody is signed in: the page is out of date.
    NotSignedIn,
    /// The action is sensitive: confirm the identity, then ask again.
    ConfirmationRequired,
    /// The organization in view requires MFA: set it up first.
    MfaEnrollmentRequired,
    /// The portal does not let this session do that.
    NotAllowed,
    /// The organization in view was deleted, or the person is no member of it any more: look again.
    OrganizationUnavailable,
    /// Another organization was chosen since: the answer must not be shown in it.
    OrganizationChanged,
    /// The portal does not accept the API key that was tried.
    ApiKeyRefused,
    /// A file could not be written; the detail says why.
    FileNotSaved,
    /// Nothing was copied.
    ClipboardUnavailable,
    /// The system's print dialog did not open.
    PrintUnavailable,
    /// What was chosen for this machine is as before; the detail says why.
    SettingsNotSaved,
    /// Whether the person's session starts the app is as before; the detail says why.
    LoginUnchanged,
    /// The file of what the person was told can't be read.
    NotificationsUnreadable,
}

impl Failure {
    pub(crate) fn new(code: FailureCode, detail: impl ToString) -> Self {
        Self {
            code,
            detail: detail.to_string(),
        }
    }

    /// Another organization is in view than the one that this is about.
    pub(crate) fn organization_changed() -> Self {
        let detail = "another organization was chosen meanwhile";
        Self::new(FailureCode::OrganizationChanged, detail)
    }

    /// The portal's answer is one that only a later app knows.
    pub(crate) fn answer_unknown() -> Self {
        let detail = "the portal gave an answer that is not known";
        Self::new(FailureCode::ReplyInvalid, detail)
    }

    /// The app was locked meanwhile, or before.
    pub(crate) fn locked() -> Self {
        Self::new(FailureCode::Locked, "the app is locked")
    }

    /// The page asks for a session that is not there any more.
    pub(crate) fn not_signed_in() -> Self {
        Self::new(FailureCode::NotSignedIn, "nobody is signed in")
    }
}

impl From<AddressError> for Failure {
    fn from(error: AddressError) -> Self {
        let code = match error {
            AddressError::Invalid => FailureCode::AddressInvalid,
            AddressError::Insecure => FailureCode::AddressInsecure,
        };
        Self::new(code, error)
    }
}

impl From<ClientError> for Failure {
    fn from(error: ClientError) -> Self {
        let code = match error {
            ClientError::Unreachable { .. } => FailureCode::PortalUnreachable,
            ClientError::TimedOut => FailureCode::PortalTimedOut,
            ClientError::Redirected { .. } => FailureCode::PortalRedirects,
            ClientError::CertificateUntrusted { .. } => FailureCode::CertificateUntrusted,
            ClientError::NotAPortal { .. } => FailureCode::NotAPortal,
            ClientError::ContractUnsupported { .. } => FailureCode::ContractUnsupported,
            ClientError::ReplyInvalid { .. } | ClientError::ReplyTooLarge { .. } => {
                FailureCode::ReplyInvalid
            }
            ClientError::Faulted { .. } => FailureCode::PortalFailed,
            ClientError::Unauthenticated => FailureCode::SessionEnded,
            ClientError::ApiKeyRefused => FailureCode::ApiKeyRefused,
            ClientError::ConfirmationRequired => FailureCode::ConfirmationRequired,
            ClientError::MfaEnrollmentRequired => FailureCode::MfaEnrollmentRequired,
            ClientError::OrganizationUnavailable => FailureCode::OrganizationUnavailable,
            ClientError::PositionRefused | ClientError::NotAllowed => FailureCode::NotAllowed,
            ClientError::TooManyRequests { .. } => FailureCode::TooManyRequests,
        };
        Self::new(code, error)
    }
}

impl From<LocalStoreError> for Failure {
    fn from(error: LocalStoreError) -> Self {
        Self::new(FailureCode::SettingsNotSaved, error)
    }
}

impl From<TokenStoreError> for Failure {
    fn from(error: TokenStoreError) -> Self {
        Self::new(FailureCode::KeyringUnavailable, error)
    }
}

impl From<TokenLockError> for Failure {
    fn from(error: TokenLockError) -> Self {
        match error {
            TokenLockError::Declined => Self::new(FailureCode::UnlockDeclined, error),
            TokenLockError::Store(error) => error.into(),
        }
    }
}

impl From<BuiltInPortalError> for Failure {
    fn from(error: BuiltInPortalError) -> Self {
        Self::new(FailureCode::BuiltInPortalFailed, error)
    }
}

impl From<ClipboardError> for Failure {
    fn from(error: ClipboardError) -> Self {
        Self::new(FailureCode::ClipboardUnavailable, error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The page branches on these words, so they stay as they are.
    #[test]
    fn each_fault_of_a_portal_has_its_code() {
        let detail = String::new;
        for (error, expected) in [
            (
                ClientError::Unreachable { detail: detail() },
                "portal_unreachable",
            ),
            (ClientError::TimedOut, "portal_timed_out"),
            (ClientError::Redirected { status: 302 }, "portal_redirects"),
            (
                ClientError::CertificateUntrusted { detail: detail() },
                "certificate_untrusted",
            ),
            (ClientError::NotAPortal { detail: "" }, "not_a_portal"),
            (
                ClientError::ContractUnsupported { version: 2 },
                "contract_unsupported",
            ),
            (
                ClientError::ReplyInvalid { detail: detail() },
                "reply_invalid",
            ),
            (ClientError::ReplyTooLarge { limit: 1 }, "reply_invalid"),
            (
                ClientError::Faulted {
                    status: 500,
                    code: None,
                },
                "portal_failed",
            ),
            (ClientError::Unauthenticated, "session_ended"),
            (ClientError::ApiKeyRefused, "api_key_refused"),
            (ClientError::ConfirmationRequired, "confirmation_required"),
            (
                ClientError::MfaEnrollmentRequired,
                "mfa_enrollment_required",
            ),
            (
                ClientError::OrganizationUnavailable,
                "organization_unavailable",
            ),
            (ClientError::NotAllowed, "not_allowed"),
            (
                ClientError::TooManyRequests { retry_after: None },
                "too_many_requests",
            ),
        ] {
            let words = error.to_string();
            let failure = Failure::from(error);
            assert_eq!(serde_json::to_value(failure.code).unwrap(), expected);
            assert_eq!(failure.to_string(), words);
        }
    }

    #[test]
    fn each_fault_of_this_machine_has_its_code() {
        let built_in = BuiltInPortalError("no disk".into());
        for (failure, expected) in [
            (Failure::from(AddressError::Invalid), "address_invalid"),
            (Failure::from(AddressError::Insecure), "address_insecure"),
            (Failure::from(built_in), "built_in_portal_failed"),
            (Failure::not_signed_in(), "not_signed_in"),
            (Failure::organization_changed(), "organization_changed"),
            (
                Failure::from(ClipboardError("no display".into())),
                "clipboard_unavailable",
            ),
            (
                Failure::new(FailureCode::FileNotSaved, "no space"),
                "file_not_saved",
            ),
            (
                Failure::new(FailureCode::PrintUnavailable, "no dialog"),
                "print_unavailable",
            ),
            (
                Failure::new(FailureCode::SettingsNotSaved, "no space"),
                "settings_not_saved",
            ),
            (
                Failure::new(FailureCode::LoginUnchanged, "no space"),
                "login_unchanged",
            ),
            (
                Failure::new(FailureCode::NotificationsUnreadable, "an error of the disk"),
                "notifications_unreadable",
            ),
        ] {
            assert_eq!(serde_json::to_value(failure.code).unwrap(), expected);
        }
    }
}
