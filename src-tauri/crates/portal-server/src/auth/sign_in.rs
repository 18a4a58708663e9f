//! Signing in with an email address and a password.

use std::net::IpAddr;
use std::time::Duration;

use secrecy::SecretString;

use super::passwords::HashingError;
use super::sessions::{OpenSessionError, OpenedSession};
use crate::domain::EmailAddress;
use crate::portal::Portal;
use crate::store::{StoreError, accounts};

/// What a person signs in with.
#[derive(Debug)]
pub struct SignInRequest {
    /// Where the request comes from.
    pub peer: IpAddr,
    /// The address as it was typed.
    pub email: String,
    /// The password.
    pub password: SecretString,
    /// What signs in, as it calls itself.
    pub client: String,
}

/// What comes of it. A second factor will be an outcome between the password and the session.
#[derive(Debug)]
pub enum SignInOutcome {
    /// The person is in.
    SignedIn(Box<OpenedSession>),
    /// Unknown account or wrong password; nothing tells which.
    WrongCredentials,
    /// Attempts are used up.
    TooManyAttempts {
        /// When the next one counts.
        retry_after: Duration,
    },
}

/// Signing in failed.
#[derive(Debug, thiserror::Error)]
pub enum SignInError {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The password could not be checked.
    #[error(transparent)]
    Hashing(#[from] HashingError),
    /// The session could not be opened.
    #[error(transparent)]
    Session(#[from] OpenSessionError),
}

impl Portal {
    /// Checks the password and opens a session.
    ///
    /// # Errors
    ///
    /// When the store or hashing fails.
    pub async fn sign_in(&self, request: SignInRequest) -> Result<SignInOutcome, SignInError> {
        let email = request.email.parse::<EmailAddress>();
        let counted_as = match &email {
            Ok(email) => email.key(),
            Err(_) => request.email.as_str(),
        };
        if let Err(refused) = self.attempts.check(request.peer, counted_as) {
            return Ok(SignInOutcome::TooManyAttempts {
                retry_after: refused.retry_after,
            });
        }
        let account = match &email {
            Ok(email) => accounts::by_email(self.store.read(), email).await?,
            Err(_) => None,
        };
        let hash = account
            .as_ref()
            .map(|account| account.password_hash.clone());
        let verified = self.passwords.verify(request.password, hash).await?;
        match account {
            Some(account) if verified => {
                let opened = self.sessions.open(account, &request.client).await?;
                Ok(SignInOutcome::SignedIn(Box::new(opened)))
            }
            _ => Ok(SignInOutcome::WrongCredentials),
        }
    }
}
