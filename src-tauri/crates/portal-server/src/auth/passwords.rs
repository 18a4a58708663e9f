//! Passwords: hashed with argon2id, away from the tasks that serve requests.

use std::sync::Arc;

use argon2::password_hash::phc::PasswordHash as ParsedHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use secrecy::{ExposeSecret, SecretString};
use tokio::sync::Semaphore;

use crate::store::entities::account::PasswordHash;
use crate::surroundings::{Randomness, RandomnessError};

/// Memory in KiB, passes and lanes, as OWASP recommends for argon2id.
const MEMORY_KIB: u32 = 19_456;
const PASSES: u32 = 2;
const LANES: u32 = 1;

/// Makes and checks password hashes. Slow on purpose, and blocking.
pub trait PasswordHashing: Send + Sync {
    /// A hash that holds its salt and parameters.
    ///
    /// # Errors
    ///
    /// When the hash can't be computed.
    fn hash(&self, password: &SecretString, salt: &[u8; 16]) -> Result<PasswordHash, HashingError>;

    /// Whether `hash` was made of `password`.
    ///
    /// # Errors
    ///
    /// When `hash` is not a hash.
    fn verify(&self, password: &SecretString, hash: &PasswordHash) -> Result<bool, HashingError>;
}

/// A password hash can't be made or read.
#[derive(Debug, thiserror::Error)]
pub enum HashingError {
    /// The function refused its input, or the stored hash is not one.
    #[error("a password hash can't be made or read: {0}")]
    Function(String),
    /// There is no randomness for a salt.
    #[error(transparent)]
    Randomness(#[from] RandomnessError),
    /// The thread that hashes ended.
    #[error("hashing was interrupted")]
    Interrupted,
}

/// Argon2id with the parameters OWASP recommends.
#[derive(Clone, Debug)]
pub struct Argon2id(Argon2<'static>);

impl Default for Argon2id {
    fn default() -> Self {
        // The parameters are constants within the function's limits; the default ones never apply.
        let params = Params::new(MEMORY_KIB, PASSES, LANES, None).unwrap_or_default();
        Self(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
    }
}

impl PasswordHashing for Argon2id {
    fn hash(&self, password: &SecretString, salt: &[u8; 16]) -> Result<PasswordHash, HashingError> {
        let hash: ParsedHash = self
            .0
            .hash_password_with_salt(password.expose_secret().as_bytes(), salt)
            .map_err(|error| HashingError::Function(error.to_string()))?;
        Ok(PasswordHash(hash.to_string()))
    }

    fn verify(&self, password: &SecretString, hash: &PasswordHash) -> Result<bool, HashingError> {
        use argon2::password_hash::Error;

        let verified = self
            .0
            .verify_password(password.expose_secret().as_bytes(), hash.0.as_str());
        match verified {
            Ok(()) => Ok(true),
            Err(Error::PasswordInvalid) => Ok(false),
            Err(error) => Err(HashingError::Function(error.to_string())),
        }
    }
}

/// Hashes on blocking threads, as many at a time as there are processors.
#[derive(Clone)]
pub struct Passwords {
    hashing: Arc<dyn PasswordHashing>,
    randomness: Arc<dyn Randomness>,
    turns: Arc<Semaphore>,
    /// Checked in place of the hash of an account that doesn't exist.
    decoy: PasswordHash,
}

impl Passwords {
    /// Prepares for checking: makes the decoy, so that the first unknown account costs no more
    /// than the second.
    ///
    /// # Errors
    ///
    /// When hashing fails.
    pub async fn prepare(
        hashing: Arc<dyn PasswordHashing>,
        randomness: Arc<dyn Randomness>,
    ) -> Result<Self, HashingError> {
        let processors = std::thread::available_parallelism().map_or(1, usize::from);
        let mut passwords = Self {
            hashing,
            randomness,
            turns: Arc::new(Semaphore::new(processors)),
            decoy: PasswordHash(String::new()),
        };
        passwords.decoy = passwords.hash(SecretString::from("a decoy")).await?;
        Ok(passwords)
    }

    /// Hashes `password` with a salt of its own.
    ///
    /// # Errors
    ///
    /// When hashing fails.
    pub async fn hash(&self, password: SecretString) -> Result<PasswordHash, HashingError> {
        let mut salt = [0; 16];
        self.randomness.fill(&mut salt)?;
        self.on_a_blocking_thread(move |hashing| hashing.hash(&password, &salt))
            .await
    }

    /// Whether `password` is the one of `hash`. Without a hash the answer is no, after the same work.
    ///
    /// # Errors
    ///
    /// When hashing fails.
    pub async fn verify(
        &self,
        password: SecretString,
        hash: Option<PasswordHash>,
    ) -> Result<bool, HashingError> {
        let exists = hash.is_some();
        let hash = hash.unwrap_or_else(|| self.decoy.clone());
        let verified = self
            .on_a_blocking_thread(move |hashing| hashing.verify(&password, &hash))
            .await?;
        Ok(verified && exists)
    }

    async fn on_a_blocking_thread<T: Send + 'static>(
        &self,
        work: impl FnOnce(&dyn PasswordHashing) -> Result<T, HashingError> + Send + 'static,
    ) -> Result<T, HashingError> {
        let turn = Arc::clone(&self.turns)
            .acquire_owned()
            .await
            .map_err(|_| HashingError::Interrupted)?;
        let hashing = Arc::clone(&self.hashing);
        tokio::task::spawn_blocking(move || {
            // Held by the work itself, which goes on when the request is gone.
            let _turn = turn;
            work(hashing.as_ref())
        })
        .await
        .map_err(|_| HashingError::Interrupted)?
    }
}
