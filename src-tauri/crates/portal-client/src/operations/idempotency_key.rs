//! What makes a repeated wish one wish.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// What tokens of sessions begin with.
const TOKEN_PREFIX: &str = "portal_session_";

/// Names one wish, so that it is granted once however often it is sent. Whoever knows it is answered the same
/// secret again, so it is as secret as that.
#[derive(Clone, Debug)]
pub struct IdempotencyKey(SecretString);

impl IdempotencyKey {
    /// A new one that nobody can guess: 244 random bits.
    #[must_use]
    pub fn random() -> Self {
        let [first, second] = [Uuid::new_v4(), Uuid::new_v4()].map(Uuid::simple);
        Self(format!("{first}{second}").into())
    }

    /// The token that takes the place of `token` when the portal grants a confirmation with this key.
    #[must_use]
    pub fn next_token(&self, token: &SecretString) -> SecretString {
        let mut block = [0; 64];
        block[..32].copy_from_slice(&Sha256::digest(self.expose()));
        let mac = <Hmac<Sha256> as KeyInit>::new(&block.into())
            .chain_update(token.expose_secret())
            .finalize();
        let encoded = URL_SAFE_NO_PAD.encode(mac.into_bytes());
        format!("{TOKEN_PREFIX}{encoded}").into()
    }

    pub(crate) fn expose(&self) -> &str {
        self.0.expose_secret()
    }
}

impl From<String> for IdempotencyKey {
    fn from(key: String) -> Self {
        Self(key.into())
    }
}
