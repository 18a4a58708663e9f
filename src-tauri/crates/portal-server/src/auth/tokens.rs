//! Session tokens: opaque, 256 bits, kept only as hashes.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};

use crate::store::entities::session::TokenHash;
use crate::surroundings::{Randomness, RandomnessError};

/// Tells people and secret scanners what they found.
const PREFIX: &str = "portal_session_";

const TOKEN_BYTES: usize = 32;

/// What a client proves its session with.
#[derive(Clone)]
pub struct SessionToken(SecretString);

impl SessionToken {
    /// A new token.
    ///
    /// # Errors
    ///
    /// When the randomness can't be read.
    pub fn new(randomness: &dyn Randomness) -> Result<Self, RandomnessError> {
        let mut bytes = [0; TOKEN_BYTES];
        randomness.fill(&mut bytes)?;
        let encoded = URL_SAFE_NO_PAD.encode(bytes);
        Ok(Self(SecretString::from(format!("{PREFIX}{encoded}"))))
    }

    /// What a client sent as one. Anything may be sent; only the hash decides.
    #[must_use]
    pub fn presented(text: &str) -> Self {
        Self(SecretString::from(text))
    }

    /// What the store finds the session by. A fast hash is enough: there is nothing to guess in
    /// 256 random bits.
    #[must_use]
    pub fn hash(&self) -> TokenHash {
        TokenHash(Sha256::digest(self.0.expose_secret()).to_vec())
    }

    /// The token itself, for the one reply that hands it out.
    #[must_use]
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }
}

impl fmt::Debug for SessionToken {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("SessionToken(…)")
    }
}
