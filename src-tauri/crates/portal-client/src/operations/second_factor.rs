//! What a person has besides the password.

use secrecy::{ExposeSecret, SecretString};

/// The proof that a person holds their second factor.
#[derive(Clone, Debug)]
pub enum SecondFactor {
    /// What the authenticator shows; spaces don't count.
    Code(SecretString),
    /// A recovery code; spaces, hyphens and case don't count.
    RecoveryCode(SecretString),
}

impl SecondFactor {
    pub(crate) fn code(&self) -> Option<&str> {
        match self {
            Self::Code(code) => Some(code.expose_secret()),
            Self::RecoveryCode(_) => None,
        }
    }

    pub(crate) fn recovery_code(&self) -> Option<&str> {
        match self {
            Self::Code(_) => None,
            Self::RecoveryCode(code) => Some(code.expose_secret()),
        }
    }
}
