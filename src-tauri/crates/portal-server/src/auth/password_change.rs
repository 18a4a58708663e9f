//! Changing the password.

use std::net::IpAddr;
use std::time::Duration;

use chrono::{DateTime, Utc};
use secrecy::{ExposeSecret, SecretString};

use super::AuthError;
use super::confirmation::PasswordCheck;
use super::sessions::ActiveSession;
use crate::domain::{PasswordRefusal, SecurityEventKind, check_password};
use crate::portal::Portal;
use crate::store::{accounts, sessions, sign_in_challenges};

/// A new password.
#[derive(Debug)]
pub struct PasswordChange {
    /// The password as it is.
    pub current: SecretString,
    /// The password to take.
    pub new: SecretString,
    /// Whether all other sessions end.
    pub sign_out_others: bool,
}

/// What comes of changing the password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChangePasswordOutcome {
    /// It is changed.
    Changed {
        /// When, in UTC.
        at: DateTime<Utc>,
        /// How many other sessions ended.
        sessions_ended: u64,
    },
    /// The new one is not accepted.
    Refused(PasswordRefusal),
    /// The current one is wrong.
    WrongCredentials,
    /// Attempts are used up.
    TooManyAttempts {
        /// When the next one counts.
        retry_after: Duration,
    },
}

impl Portal {
    /// Changes the password of a session's person.
    ///
    /// # Errors
    ///
    /// When the store or hashing fails.
    pub async fn change_password(
        &self,
        session: &ActiveSession,
        change: PasswordChange,
        peer: IpAddr,
    ) -> Result<ChangePasswordOutcome, AuthError> {
        let check = self
            .check_own_password(session, change.current.clone(), peer)
            .await?;
        let account_id = session.account.id;
        match check {
            PasswordCheck::Right => {}
            PasswordCheck::Wrong => {
                let kind = SecurityEventKind::PasswordChangeFailed;
                let database = self.store.read();
                self.record_own(database, session, kind, None, peer).await?;
                return Ok(ChangePasswordOutcome::WrongCredentials);
            }
            PasswordCheck::TooMany { retry_after } => {
                return Ok(ChangePasswordOutcome::TooManyAttempts { retry_after });
            }
        }
        let new = change.new.expose_secret();
        if let Err(refusal) = check_password(new) {
            return Ok(ChangePasswordOutcome::Refused(refusal));
        }
        if new == change.current.expose_secret() {
            return Ok(ChangePasswordOutcome::Refused(PasswordRefusal::Unchanged));
        }
        let password_hash = self.passwords.hash(change.new).await?;
        let at = self.surroundings.now();
        let transaction = self.store.begin_write().await?;
        let account = self.hold(&transaction, session).await?;
        if account.password_hash != session.account.password_hash {
            // Somebody else changed it meanwhile: what was checked is no longer the password.
            return Ok(ChangePasswordOutcome::WrongCredentials);
        }
        accounts::set_password(&transaction, account_id, password_hash, at).await?;
        // Whoever is half-way in with the old password starts again.
        sign_in_challenges::remove_all(&transaction, account_id).await?;
        sessions::unconfirm_others(&transaction, account_id, session.id).await?;
        let sessions_ended = if change.sign_out_others {
            sessions::revoke_all(&transaction, account_id, Some(session.id), at).await?
        } else {
            0
        };
        let kind = SecurityEventKind::PasswordChanged;
        self.record_own(&transaction, session, kind, None, peer)
            .await?;
        transaction.commit().await?;
        Ok(ChangePasswordOutcome::Changed { at, sessions_ended })
    }
}
