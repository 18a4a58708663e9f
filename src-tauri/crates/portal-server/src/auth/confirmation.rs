//! Confirming one's identity again, before sensitive actions.

use std::net::IpAddr;
use std::time::Duration;

use chrono::{DateTime, Utc};
use sea_orm::DatabaseTransaction;
use secrecy::SecretString;

use super::events::Origin;
use super::moments::{after, before};
use super::second_factor::{CodeRefusal, Proof, ProofOutcome};
use super::sessions::{ActiveSession, CONFIRMED_FOR};
use super::{AuthError, SessionToken};
use crate::domain::SecurityEventKind;
use crate::portal::Portal;
use crate::store::entities::account;
use crate::store::{accounts, second_factors, sessions};

/// What comes of confirming one's identity.
#[derive(Debug)]
pub enum ConfirmOutcome {
    /// Sensitive actions are open to the session.
    Confirmed {
        /// Proves the session from now on. The token before is refused at once, so that whoever may
        /// have seen it gains nothing.
        token: SessionToken,
        /// Until when, in UTC.
        until: DateTime<Utc>,
    },
    /// MFA is on, and no code was given.
    SecondFactorMissing,
    /// The password is wrong.
    WrongCredentials,
    /// The code is not accepted.
    Refused(CodeRefusal),
    /// Attempts are used up.
    TooManyAttempts {
        /// When the next one counts.
        retry_after: Duration,
    },
}

/// Whether a session's person knows their password.
pub(super) enum PasswordCheck {
    Right,
    Wrong,
    TooMany { retry_after: Duration },
}

impl Portal {
    /// Opens sensitive actions to a session whose person shows again who they are. Its next token can be
    /// worked out from the one before and `idempotency_key`, if there is one.
    ///
    /// # Errors
    ///
    /// [`AuthError::SessionEnded`], or when the store or hashing fails.
    pub async fn confirm_identity(
        &self,
        session: &ActiveSession,
        password: SecretString,
        proof: Option<&Proof>,
        idempotency_key: Option<&SecretString>,
        peer: IpAddr,
    ) -> Result<ConfirmOutcome, AuthError> {
        let next = match idempotency_key {
            Some(key) => session.token.next(key),
            None => SessionToken::new(self.surroundings.randomness.as_ref())?,
        };
        let right = match self.check_own_password(session, password, peer).await? {
            PasswordCheck::Right => true,
            PasswordCheck::Wrong => false,
            PasswordCheck::TooMany { retry_after } => {
                return Ok(ConfirmOutcome::TooManyAttempts { retry_after });
            }
        };
        let transaction = self.store.begin_write().await?;
        let refused = self
            .check_confirmation(&transaction, session, right, proof, peer)
            .await?;
        let (outcome, kind) = match refused {
            Some(refused) => refused,
            None => {
                let outcome = self.renew(&transaction, session, next).await?;
                (outcome, Some(SecurityEventKind::IdentityConfirmed))
            }
        };
        if let Some(kind) = kind {
            self.record_own(&transaction, session, kind, None, peer)
                .await?;
        }
        transaction.commit().await?;
        Ok(outcome)
    }

    /// Why the person is not confirmed, and as what they are told so; `None` when they are.
    async fn check_confirmation(
        &self,
        transaction: &DatabaseTransaction,
        session: &ActiveSession,
        password_is_right: bool,
        proof: Option<&Proof>,
        peer: IpAddr,
    ) -> Result<Option<(ConfirmOutcome, Option<SecurityEventKind>)>, AuthError> {
        const FAILED: Option<SecurityEventKind> = Some(SecurityEventKind::ConfirmationFailed);
        let account = accounts::lock(transaction, session.account.id).await?;
        if !password_is_right || account.password_hash != session.account.password_hash {
            return Ok(Some((ConfirmOutcome::WrongCredentials, FAILED)));
        }
        if let Some(factor) = second_factors::of(transaction, account.id).await? {
            let Some(proof) = proof else {
                return Ok(Some((ConfirmOutcome::SecondFactorMissing, None)));
            };
            match self.check_proof(transaction, &factor, proof, peer).await? {
                ProofOutcome::Accepted => {}
                // A slip of the finger is no event.
                ProofOutcome::Refused(CodeRefusal::Malformed) => {
                    let outcome = ConfirmOutcome::Refused(CodeRefusal::Malformed);
                    return Ok(Some((outcome, None)));
                }
                ProofOutcome::Refused(refusal) => {
                    return Ok(Some((ConfirmOutcome::Refused(refusal), FAILED)));
                }
                ProofOutcome::RefusedAmongMany(refusal) => {
                    let origin = Origin::of_session(session, peer);
                    self.tell_of_refusal(transaction, &account, origin).await?;
                    return Ok(Some((ConfirmOutcome::Refused(refusal), None)));
                }
                ProofOutcome::TooMany { retry_after } => {
                    let origin = Origin::of_session(session, peer);
                    self.tell_of_refusal(transaction, &account, origin).await?;
                    return Ok(Some((
                        ConfirmOutcome::TooManyAttempts { retry_after },
                        None,
                    )));
                }
            }
        }
        Ok(None)
    }

    /// Gives a confirmed session its next token.
    async fn renew(
        &self,
        transaction: &DatabaseTransaction,
        session: &ActiveSession,
        token: SessionToken,
    ) -> Result<ConfirmOutcome, AuthError> {
        let now = self.surroundings.now();
        let (from, to) = (session.token.hash(), token.hash());
        if !sessions::confirm(transaction, session.id, from, to, now).await? {
            return Err(AuthError::SessionEnded);
        }
        Ok(ConfirmOutcome::Confirmed {
            token,
            until: after(now, CONFIRMED_FOR),
        })
    }

    /// Begins a sensitive action: a transaction that [holds](Self::hold) the account.
    ///
    /// # Errors
    ///
    /// As [`hold`](Self::hold).
    pub(crate) async fn begin_sensitive(
        &self,
        session: &ActiveSession,
    ) -> Result<DatabaseTransaction, AuthError> {
        let transaction = self.store.begin_write().await?;
        self.hold(&transaction, session).await?;
        Ok(transaction)
    }

    /// Holds the account of a sensitive action until the transaction ends, and answers it as it is. The
    /// session may have ended, or been asked to confirm again, since the request began.
    ///
    /// # Errors
    ///
    /// [`AuthError::SessionEnded`], or when the store fails.
    pub(crate) async fn hold(
        &self,
        transaction: &DatabaseTransaction,
        session: &ActiveSession,
    ) -> Result<account::Model, AuthError> {
        let account = accounts::lock(transaction, session.account.id).await?;
        let now = self.surroundings.now();
        let since = before(now, CONFIRMED_FOR);
        let token = session.token.hash();
        if sessions::is_confirmed(transaction, session.id, token, since, now).await? {
            Ok(account)
        } else {
            Err(AuthError::SessionEnded)
        }
    }

    /// Checks the password of a session's person, as often as one session may.
    pub(super) async fn check_own_password(
        &self,
        session: &ActiveSession,
        password: SecretString,
        peer: IpAddr,
    ) -> Result<PasswordCheck, AuthError> {
        if let Err(refused) = self.attempts.check_session(session.id) {
            let origin = Origin::of_session(session, peer);
            self.tell_of_refusal(self.store.read(), &session.account, origin)
                .await?;
            return Ok(PasswordCheck::TooMany {
                retry_after: refused.retry_after,
            });
        }
        let hash = Some(session.account.password_hash.clone());
        Ok(match self.passwords.verify(password, hash).await? {
            true => PasswordCheck::Right,
            false => PasswordCheck::Wrong,
        })
    }
}
