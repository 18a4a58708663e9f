//! Secrets that a person has to see.

use std::fmt;

use secrecy::{ExposeSecret, SecretString};
use serde::{Serialize, Serializer};

/// A secret on its one way to the page: forgotten when it was shown, and never in a log.
pub struct ShownOnce(SecretString);

impl ShownOnce {
    /// The secret itself.
    #[must_use]
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }
}

impl From<SecretString> for ShownOnce {
    fn from(secret: SecretString) -> Self {
        Self(secret)
    }
}

impl From<String> for ShownOnce {
    fn from(secret: String) -> Self {
        Self(secret.into())
    }
}

impl fmt::Debug for ShownOnce {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("[shown once]")
    }
}

/// Only towards the page: no outcome that holds a secret is ever written elsewhere.
impl Serialize for ShownOnce {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.expose())
    }
}
