//! Secrets that the portal must be able to read again, kept so that the database alone gives none of
//! them away: encrypted with a key that lies beside the database, never in it.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use data_encoding::BASE32_NOPAD;
use hmac::{Hmac, Mac};
use secrecy::{ExposeSecret, SecretBox};
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::store::entities::second_factor::SealedSecret;
use crate::store::{
    Store, StoreError, is_open_to_others, read_or_create_private_file, second_factors,
};
use crate::surroundings::{Randomness, RandomnessError};

const KEY_BYTES: usize = 32;
const NONCE_BYTES: usize = 24;

/// Encrypts and authenticates; made of the content of a key file.
#[derive(Clone)]
pub struct SealingKey {
    cipher: XChaCha20Poly1305,
    /// Another key than the cipher's, derived from the same file.
    mac: Arc<SecretBox<[u8; KEY_BYTES]>>,
}

impl SealingKey {
    /// The key in the file at `path`, which is made if it is missing, and checked against what the
    /// database was used with before.
    ///
    /// # Errors
    ///
    /// When the file can't be read or made, holds no key, or holds another than the database's.
    pub async fn open(
        path: &Path,
        store: &Store,
        randomness: &dyn Randomness,
    ) -> Result<Self, SealingKeyError> {
        let unusable = |source| SealingKeyError::Unusable {
            path: path.to_owned(),
            source,
        };
        let check = second_factors::sealing_key_check(store.read()).await?;
        // A new key would be of no use to a database that was used with another.
        if check.is_some() && !path.try_exists().map_err(unusable)? {
            return Err(SealingKeyError::Missing(path.to_owned()));
        }
        let mut fresh = Zeroizing::new([0; KEY_BYTES]);
        randomness.fill(fresh.as_mut())?;
        let fresh = Zeroizing::new(BASE32_NOPAD.encode(fresh.as_ref()));
        let content = read_or_create_private_file(path, fresh.as_bytes()).map_err(unusable)?;
        let content = Zeroizing::new(content);
        if is_open_to_others(path) {
            tracing::warn!(file = %path.display(), "others than its owner may read the key file");
        }
        let bytes = BASE32_NOPAD.decode(content.trim_ascii()).ok();
        let key = bytes
            .map(Zeroizing::new)
            .and_then(|bytes| <[u8; KEY_BYTES]>::try_from(bytes.as_slice()).ok())
            .map(|bytes| Self::new(&Zeroizing::new(bytes)))
            .ok_or_else(|| SealingKeyError::NoKey(path.to_owned()))?;
        let own = key.mac("sealing key", &[]);
        second_factors::keep_sealing_key_check(store.read(), own.clone()).await?;
        // Of several who start at a time with keys of their own, one was first.
        let kept = second_factors::sealing_key_check(store.read()).await?;
        if kept == Some(own) {
            Ok(key)
        } else {
            Err(SealingKeyError::OtherKey(path.to_owned()))
        }
    }

    fn new(key: &[u8; KEY_BYTES]) -> Self {
        let derive = |purpose: &str| keyed(key, purpose, &[]);
        let cipher_key: [u8; KEY_BYTES] = derive("seal");
        Self {
            cipher: XChaCha20Poly1305::new(&cipher_key.into()),
            mac: Arc::new(SecretBox::new(Box::new(derive("authenticate")))),
        }
    }

    /// Encrypts `secret` for one `purpose`, such as the id of what it belongs to: it can't be opened
    /// for another.
    ///
    /// # Errors
    ///
    /// When there is no randomness.
    pub fn seal(
        &self,
        purpose: &[u8],
        secret: &[u8],
        randomness: &dyn Randomness,
    ) -> Result<SealedSecret, SealError> {
        let mut nonce = [0; NONCE_BYTES];
        randomness.fill(&mut nonce)?;
        let payload = Payload {
            msg: secret,
            aad: purpose,
        };
        let sealed = self
            .cipher
            .encrypt(&XNonce::from(nonce), payload)
            .map_err(|_| SealError::Cipher)?;
        Ok(SealedSecret([nonce.as_slice(), &sealed].concat()))
    }

    /// What was sealed for `purpose`.
    ///
    /// # Errors
    ///
    /// When it was sealed with another key or for another purpose, or is damaged.
    pub fn open_sealed(
        &self,
        purpose: &[u8],
        sealed: &SealedSecret,
    ) -> Result<Zeroizing<Vec<u8>>, SealError> {
        let (nonce, encrypted) = sealed
            .0
            .split_first_chunk::<NONCE_BYTES>()
            .ok_or(SealError::Cipher)?;
        let payload = Payload {
            msg: encrypted,
            aad: purpose,
        };
        self.cipher
            .decrypt(&XNonce::from(*nonce), payload)
            .map(Zeroizing::new)
            .map_err(|_| SealError::Cipher)
    }

    /// Proves `bytes` without holding them. Without the key nobody can try candidates.
    #[must_use]
    pub fn mac(&self, purpose: &str, bytes: &[u8]) -> Vec<u8> {
        keyed(self.mac.expose_secret(), purpose, bytes).to_vec()
    }
}

impl fmt::Debug for SealingKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("SealingKey(…)")
    }
}

/// HMAC-SHA-256 (RFC 2104) of `bytes` for one purpose.
fn keyed(key: &[u8; KEY_BYTES], purpose: &str, bytes: &[u8]) -> [u8; 32] {
    // A key shorter than the function's block is the same as one filled up with zeros.
    let mut block = Zeroizing::new([0; 64]);
    block[..KEY_BYTES].copy_from_slice(key);
    <Hmac<Sha256> as KeyInit>::new(&(*block).into())
        .chain_update(purpose)
        .chain_update([0])
        .chain_update(bytes)
        .finalize()
        .into_bytes()
        .into()
}

/// The key can't be used.
#[derive(Debug, thiserror::Error)]
pub enum SealingKeyError {
    /// Its file can't be read or made.
    #[error("the key file {} can't be used: {source}", path.display())]
    Unusable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The database was used with a key, and the file is not there.
    #[error(
        "the key file {} is missing: put the database's own there, or let `portal-server key replace` \
         make another and reset all second factors",
        .0.display()
    )]
    Missing(PathBuf),
    /// The file holds something else.
    #[error("{} is not a key file", .0.display())]
    NoKey(PathBuf),
    /// The file holds another key than the one the database was used with.
    #[error(
        "{} holds another key than the one this database was used with: put the database's own key \
         file there (second factors can't be read without it)",
        .0.display()
    )]
    OtherKey(PathBuf),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// There is no randomness for a new key.
    #[error(transparent)]
    Randomness(#[from] RandomnessError),
}

/// A secret can't be sealed or opened.
#[derive(Debug, thiserror::Error)]
pub enum SealError {
    /// It is damaged, or belongs to another key or purpose.
    #[error("a sealed secret can't be opened")]
    Cipher,
    /// There is no randomness.
    #[error(transparent)]
    Randomness(#[from] RandomnessError),
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::surroundings::SystemRandomness;

    #[test]
    fn a_secret_opens_with_its_key_and_for_its_purpose_alone() {
        let key = SealingKey::new(&[1; KEY_BYTES]);
        let sealed = key.seal(b"ada", b"secret", &SystemRandomness).unwrap();
        assert_eq!(**key.open_sealed(b"ada", &sealed).unwrap(), *b"secret");
        assert!(key.open_sealed(b"eve", &sealed).is_err());
        let other = SealingKey::new(&[2; KEY_BYTES]);
        assert!(other.open_sealed(b"ada", &sealed).is_err());
        for damaged in [vec![], vec![0; 10], sealed.0[..sealed.0.len() - 1].to_vec()] {
            assert!(key.open_sealed(b"ada", &SealedSecret(damaged)).is_err());
        }
    }

    #[test]
    fn equal_secrets_look_different() {
        let key = SealingKey::new(&[1; KEY_BYTES]);
        let seal = || key.seal(b"ada", b"secret", &SystemRandomness).unwrap();
        assert_ne!(seal(), seal());
    }
}
