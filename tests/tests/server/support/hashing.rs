//! The real hashing, seen from outside, and held up on request.

use std::sync::{Mutex, PoisonError};

use portal_server::auth::{Argon2id, HashingError, PasswordHashing};
use portal_server::store::entities::account::PasswordHash;
use secrecy::SecretString;
use tokio::sync::{Notify, Semaphore};

/// Notes the work of each verification.
pub(crate) struct ObservedHashing {
    hashing: Argon2id,
    verified: Mutex<Vec<String>>,
    /// Verifications that may go on.
    permits: Semaphore,
    begun: Notify,
}

impl Default for ObservedHashing {
    fn default() -> Self {
        Self {
            hashing: Argon2id::default(),
            verified: Mutex::default(),
            permits: Semaphore::new(Semaphore::MAX_PERMITS),
            begun: Notify::new(),
        }
    }
}

impl ObservedHashing {
    /// Hashing that holds up verifications until [`release`](Self::release).
    pub(crate) fn held_up() -> Self {
        Self {
            permits: Semaphore::new(0),
            ..Self::default()
        }
    }

    /// Waits until a verification is held up.
    pub(crate) async fn begun(&self) {
        self.begun.notified().await;
    }

    /// Lets one verification go on.
    pub(crate) fn release(&self) {
        self.permits.add_permits(1);
    }

    /// The algorithm and parameters of every verification so far.
    pub(crate) fn verified(&self) -> Vec<String> {
        self.verified
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}

impl PasswordHashing for ObservedHashing {
    fn hash(&self, password: &SecretString, salt: &[u8; 16]) -> Result<PasswordHash, HashingError> {
        self.hashing.hash(password, salt)
    }

    fn verify(&self, password: &SecretString, hash: &PasswordHash) -> Result<bool, HashingError> {
        self.begun.notify_one();
        // Verifying has a thread of its own, so that blocking holds up nobody else.
        let permit = tokio::runtime::Handle::current().block_on(self.permits.acquire());
        permit
            .map_err(|error| HashingError::Function(error.to_string()))?
            .forget();
        let work = hash.0.split('$').take(4).collect::<Vec<_>>().join("$");
        self.verified
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(work);
        self.hashing.verify(password, hash)
    }
}
