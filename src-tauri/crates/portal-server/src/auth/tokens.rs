//! Session tokens: opaque, 256 bits, kept only as hashes.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
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

    /// The token that takes the place of this one, as whoever knows both this one and `key` can work it
    /// out: a client whose reply is lost goes on with it. A client's poor choice of `key` makes it no
    /// easier to guess than this one is.
    #[must_use]
    pub fn next(&self, key: &SecretString) -> Self {
        let mut block = [0; 64];
        block[..32].copy_from_slice(&Sha256::digest(key.expose_secret()));
        let mac = <Hmac<Sha256> as KeyInit>::new(&block.into())
            .chain_update(self.0.expose_secret())
            .finalize();
        let encoded = URL_SAFE_NO_PAD.encode(mac.into_bytes());
        Self(SecretString::from(format!("{PREFIX}{encoded}")))
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

#[cfg(test)]
mod tests {
    use super::*;

    /// As Python's hmac and base64 have it.
    #[test]
    fn the_next_token_is_what_the_contract_says() {
        let next =
            SessionToken::presented("portal_session_before").next(&"0123456789abcdef".into());
        assert_eq!(
            next.expose(),
            "portal_session_JSlSgWMWa1uEZExF-980-pb0cB89UvBjyEcwaFx6b14"
        );
    }
}
