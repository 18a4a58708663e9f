//! Faults: what GraphQL errors stand for. Expected refusals are results, not faults.

use std::fmt;

use async_graphql::{Error, ErrorExtensionValues, ErrorExtensions};

use crate::auth::{OpenSessionError, SignInError};
use crate::store::StoreError;

/// What a client acts on; `extensions.code` of a GraphQL error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaultCode {
    /// There is no session, or it expired or was revoked.
    Unauthenticated,
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

impl From<SignInError> for Fault {
    fn from(error: SignInError) -> Self {
        Self::internal(error)
    }
}

impl From<OpenSessionError> for Fault {
    fn from(error: OpenSessionError) -> Self {
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
