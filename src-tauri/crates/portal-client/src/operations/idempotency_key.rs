//! What makes a repeated wish one wish.

use secrecy::{ExposeSecret, SecretString};
use uuid::Uuid;

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

    pub(crate) fn expose(&self) -> &str {
        self.0.expose_secret()
    }
}
