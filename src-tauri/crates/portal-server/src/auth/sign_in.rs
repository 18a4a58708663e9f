//! Signing in: an email address and a password, then a second factor where the account has one.

use std::time::Duration;

use chrono::{DateTime, Utc};
use sea_orm::DatabaseTransaction;
use secrecy::SecretString;

use super::attempts::UsedUp;
use super::events::Origin;
use super::moments::after;
use super::second_factor::{CodeRefusal, Proof, ProofOutcome};
use super::sessions::{OpenedSession, Opener};
use super::{AuthError, SessionToken};
use crate::domain::{EmailAddress, SecurityEventKind};
use crate::portal::Portal;
use crate::store::entities::{account, sign_in_challenge};
use crate::store::{accounts, second_factors, security_log, sign_in_challenges};

/// How long a person has between the password and the second factor.
const CHALLENGE_LIFETIME: Duration = Duration::from_secs(5 * 60);

/// How many codes may be tried after one password.
const CODES_PER_CHALLENGE: i32 = 20;

/// What a person signs in with.
#[derive(Debug)]
pub struct SignInRequest {
    /// The address as it was typed.
    pub email: String,
    /// The password.
    pub password: SecretString,
    /// What signs in.
    pub opener: Opener,
}

/// What comes of the first step.
#[derive(Debug)]
pub enum SignInOutcome {
    /// The person is in.
    SignedIn(Box<OpenedSession>),
    /// The password is right, and a second factor is asked for.
    SecondFactorRequired {
        /// Stands for the first step.
        challenge: SessionToken,
        /// When it is too late for the second, in UTC.
        expires_at: DateTime<Utc>,
    },
    /// Unknown account or wrong password; nothing tells which.
    WrongCredentials,
    /// Attempts are used up.
    TooManyAttempts {
        /// When the next one counts.
        retry_after: Duration,
    },
}

/// What comes of the second step.
#[derive(Debug)]
pub enum CompleteSignInOutcome {
    /// The person is in.
    SignedIn(Box<OpenedSession>),
    /// The code is not accepted.
    Refused(CodeRefusal),
    /// It is too late, or the sign-in was completed before.
    Ended,
    /// Too many codes were wrong.
    TooManyAttempts {
        /// When the next one is looked at.
        retry_after: Duration,
    },
}

impl Portal {
    /// Checks the password and opens a session, or asks for a second factor.
    ///
    /// # Errors
    ///
    /// When the store or hashing fails.
    pub async fn sign_in(&self, request: SignInRequest) -> Result<SignInOutcome, AuthError> {
        let email = request.email.parse::<EmailAddress>();
        let counted_as = match &email {
            Ok(email) => email.key(),
            Err(_) => request.email.as_str(),
        };
        let peer = request.opener.peer;
        if let Err(refused) = self.attempts.check(peer, counted_as)
            && !(refused.used_up == UsedUp::Account
                && self.is_known_network(counted_as, peer).await?)
        {
            if self.attempts.is_refusal_news(&refused, peer, counted_as) {
                let origin = Origin::of_unknown(&request.opener.client, peer);
                self.tell_of_refused_sign_in(email.as_ref().ok(), origin)
                    .await?;
            }
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
        let transaction = self.store.begin_write().await?;
        let outcome = match account {
            Some(account) if verified => self.enter(&transaction, account, request.opener).await?,
            refused => self.refuse(&transaction, refused, &request.opener).await?,
        };
        transaction.commit().await?;
        Ok(outcome)
    }

    /// Both kinds of refusal write once, so that the time they take tells nothing.
    async fn refuse(
        &self,
        transaction: &DatabaseTransaction,
        account: Option<account::Model>,
        opener: &Opener,
    ) -> Result<SignInOutcome, AuthError> {
        match account {
            Some(account) => {
                let origin = Origin::of_unknown(&opener.client, opener.peer);
                let kind = SecurityEventKind::SignInFailed;
                self.record(transaction, account.id, kind, None, origin)
                    .await?;
            }
            None => {
                let now = self.surroundings.now();
                security_log::count_unknown_sign_in(transaction, now).await?;
            }
        }
        Ok(SignInOutcome::WrongCredentials)
    }

    async fn enter(
        &self,
        transaction: &DatabaseTransaction,
        verified: account::Model,
        opener: Opener,
    ) -> Result<SignInOutcome, AuthError> {
        let account = accounts::lock(transaction, verified.id).await?;
        if account.password_hash != verified.password_hash {
            // It was changed while it was being checked.
            return self.refuse(transaction, Some(account), &opener).await;
        }
        if second_factors::of(transaction, account.id).await?.is_none() {
            let how = SecurityEventKind::SignedIn;
            let opened = self
                .sessions
                .open(transaction, account, opener, how)
                .await?;
            return Ok(SignInOutcome::SignedIn(Box::new(opened)));
        }
        let challenge = SessionToken::new(self.surroundings.randomness.as_ref())?;
        let now = self.surroundings.now();
        let expires_at = after(now, CHALLENGE_LIFETIME);
        let row = sign_in_challenge::Model {
            id: self.surroundings.new_id()?,
            token_hash: challenge.hash(),
            account_id: account.id,
            client: opener.client,
            device: opener.device,
            expires_at,
            attempts: 0,
        };
        sign_in_challenges::insert(transaction, row, now).await?;
        Ok(SignInOutcome::SecondFactorRequired {
            challenge,
            expires_at,
        })
    }

    /// Checks the second factor and opens the session.
    ///
    /// # Errors
    ///
    /// When the store fails.
    pub async fn complete_sign_in(
        &self,
        challenge: &SessionToken,
        proof: &Proof,
        peer: std::net::IpAddr,
    ) -> Result<CompleteSignInOutcome, AuthError> {
        // Whoever makes challenges up costs no turn at writing, and is slowed down.
        let now = self.surroundings.now();
        let known = sign_in_challenges::by_token(self.store.read(), challenge.hash(), now).await?;
        if known.is_none() {
            return Ok(match self.attempts.check_peer(peer) {
                Ok(()) => CompleteSignInOutcome::Ended,
                Err(refused) => CompleteSignInOutcome::TooManyAttempts {
                    retry_after: refused.retry_after,
                },
            });
        }
        let transaction = self.store.begin_write().await?;
        let outcome = self
            .check_challenge(&transaction, challenge, proof, peer)
            .await?;
        transaction.commit().await?;
        Ok(outcome)
    }

    async fn check_challenge(
        &self,
        transaction: &DatabaseTransaction,
        challenge: &SessionToken,
        proof: &Proof,
        peer: std::net::IpAddr,
    ) -> Result<CompleteSignInOutcome, AuthError> {
        let find = || {
            let now = self.surroundings.now();
            sign_in_challenges::by_token(transaction, challenge.hash(), now)
        };
        let Some(found) = find().await? else {
            return Ok(CompleteSignInOutcome::Ended);
        };
        let account = accounts::lock(transaction, found.account_id).await?;
        // Another request may have completed it before this one held the account.
        let (Some(found), Some(factor)) = (
            find().await?,
            second_factors::of(transaction, account.id).await?,
        ) else {
            return Ok(CompleteSignInOutcome::Ended);
        };
        if sign_in_challenges::count_attempt(transaction, &found).await? > CODES_PER_CHALLENGE {
            return Ok(CompleteSignInOutcome::Ended);
        }
        let opener = Opener {
            client: found.client,
            device: found.device,
            peer,
        };
        match self.check_proof(transaction, &factor, proof, peer).await? {
            ProofOutcome::TooMany { retry_after } => {
                let origin = Origin::of_unknown(&opener.client, peer);
                self.tell_of_refusal(transaction, &account, origin).await?;
                Ok(CompleteSignInOutcome::TooManyAttempts { retry_after })
            }
            ProofOutcome::RefusedAmongMany(refusal) => {
                let origin = Origin::of_unknown(&opener.client, peer);
                self.tell_of_refusal(transaction, &account, origin).await?;
                Ok(CompleteSignInOutcome::Refused(refusal))
            }
            // A slip of the finger is no event.
            ProofOutcome::Refused(CodeRefusal::Malformed) => {
                Ok(CompleteSignInOutcome::Refused(CodeRefusal::Malformed))
            }
            ProofOutcome::Refused(refusal) => {
                let origin = Origin::of_unknown(&opener.client, peer);
                let kind = SecurityEventKind::SecondFactorFailed;
                self.record(transaction, account.id, kind, None, origin)
                    .await?;
                Ok(CompleteSignInOutcome::Refused(refusal))
            }
            ProofOutcome::Accepted => {
                sign_in_challenges::remove(transaction, found.id).await?;
                let how = match proof {
                    Proof::Code(_) => SecurityEventKind::SignedInWithCode,
                    Proof::RecoveryCode(_) => SecurityEventKind::SignedInWithRecoveryCode,
                };
                let opened = self
                    .sessions
                    .open(transaction, account, opener, how)
                    .await?;
                Ok(CompleteSignInOutcome::SignedIn(Box::new(opened)))
            }
        }
    }
}
