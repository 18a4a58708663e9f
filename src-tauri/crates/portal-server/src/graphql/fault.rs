//! Faults: what GraphQL errors stand for. Expected refusals are results, not faults.

use std::fmt;

use async_graphql::{Error, ErrorExtensionValues, ErrorExtensions};

use crate::auth::{AuthError, RecordError};
use crate::exports::writing::WriteError;
use crate::store::StoreError;

/// What a client acts on; `extensions.code` of a GraphQL error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaultCode {
    /// There is no session, or it expired or was revoked.
    Unauthenticated,
    /// The action is sensitive: the person has to confirm who they are first.
    ConfirmationRequired,
    /// The organization in view requires MFA that the person doesn't have.
    MfaEnrollmentRequired,
    /// Whoever calls may not do that: a program with a key, or a person by their roles.
    Forbidden,
    /// The request is about an organization that is not there for whoever calls.
    OrganizationUnavailable,
    /// The caller asks too often.
    TooManyRequests,
    /// An argument can't be what it is.
    BadInput,
    /// The request is not one of the contract, or is beyond a limit.
    InvalidRequest,
    /// The portal failed. What happened is in its log.
    Internal,
}

impl FaultCode {
    /// The code as it is sent.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Unauthenticated => "UNAUTHENTICATED",
            Self::ConfirmationRequired => "CONFIRMATION_REQUIRED",
            Self::MfaEnrollmentRequired => "MFA_ENROLLMENT_REQUIRED",
            Self::Forbidden => "FORBIDDEN",
            Self::OrganizationUnavailable => "ORGANIZATION_UNAVAILABLE",
            Self::TooManyRequests => "TOO_MANY_REQUESTS",
            Self::BadInput => "BAD_INPUT",
            Self::InvalidRequest => "INVALID_REQUEST",
            Self::Internal => "INTERNAL",
        }
    }
}

/// Why a field has no answer. Has no `Display`: what it says of the inside goes to the log alone.
#[derive(Debug)]
pub enum Fault {
    /// There is no session, or it expired or was revoked.
    Unauthenticated,
    /// The action is sensitive: the person has to confirm who they are first.
    ConfirmationRequired,
    /// The organization in view requires MFA that the person doesn't have.
    MfaEnrollmentRequired,
    /// Whoever calls may not do that: a program with a key, or a person by their roles.
    Forbidden,
    /// The organization that the request is about is gone, was never there, or whoever calls is no member;
    /// nothing tells which.
    OrganizationUnavailable,
    /// There are as many streams as there may be.
    TooManyStreams,
    /// An argument can't be what it is, and why.
    BadInput(String),
    /// The portal failed, and how.
    Internal(Box<dyn std::error::Error + Send + Sync>),
}

impl Fault {
    fn internal(error: impl std::error::Error + Send + Sync + 'static) -> Self {
        Self::Internal(Box::new(error))
    }
}

impl From<StoreError> for Fault {
    fn from(error: StoreError) -> Self {
        Self::internal(error)
    }
}

impl From<WriteError> for Fault {
    fn from(error: WriteError) -> Self {
        Self::internal(error)
    }
}

impl From<AuthError> for Fault {
    fn from(error: AuthError) -> Self {
        match error {
            AuthError::SessionEnded => Self::Unauthenticated,
            AuthError::Forbidden => Self::Forbidden,
            AuthError::OrganizationUnavailable => Self::OrganizationUnavailable,
            error => Self::internal(error),
        }
    }
}

impl From<RecordError> for Fault {
    fn from(error: RecordError) -> Self {
        Self::internal(error)
    }
}

impl From<Fault> for Error {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Unauthenticated => coded(
                FaultCode::Unauthenticated,
                "There is no session, or it has ended. Sign in.",
            ),
            Fault::ConfirmationRequired => coded(
                FaultCode::ConfirmationRequired,
                "This is a sensitive action. Confirm your identity with `confirmIdentity` first.",
            ),
            Fault::MfaEnrollmentRequired => coded(
                FaultCode::MfaEnrollmentRequired,
                "The organization in view requires MFA. Turn it on first.",
            ),
            Fault::Forbidden => coded(
                FaultCode::Forbidden,
                "An API key can't do that, nor can a person whose roles in the organization in view don't allow it.",
            ),
            Fault::OrganizationUnavailable => coded(
                FaultCode::OrganizationUnavailable,
                "The organization that this request is about is not available. Nothing was done.",
            ),
            Fault::TooManyStreams => coded(
                FaultCode::TooManyRequests,
                "Too many follow this already. Ask for `statusUpdates` from time to time.",
            ),
            Fault::BadInput(why) => coded(FaultCode::BadInput, why),
            Fault::Internal(error) => {
                tracing::error!(%error, "a request failed");
                coded(FaultCode::Internal, "The portal failed. Its log says how.")
            }
        }
    }
}

fn coded(code: FaultCode, message: impl fmt::Display) -> Error {
    Error::new(message.to_string()).extend_with(|_, extensions: &mut ErrorExtensionValues| {
        extensions.set("code", code.as_str());
    })
}
