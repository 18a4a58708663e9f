//! Turning MFA on and off. It is on once a person has shown that the authenticator works and has
//! seen their recovery codes; whoever leaves before that has changed nothing.

use std::net::IpAddr;
use std::time::Duration;

use chrono::{DateTime, Utc};
use sea_orm::DatabaseTransaction;
use secrecy::SecretString;
use uuid::Uuid;
use zeroize::Zeroizing;

use super::AuthError;
use super::code_limit::CodeLimit;
use super::events::Origin;
use super::moments::after;
use super::second_factor::CodeRefusal;
use super::sessions::ActiveSession;
use crate::domain::{Authenticator, RECOVERY_CODES, RecoveryCode, SecurityEventKind};
use crate::portal::Portal;
use crate::store::entities::{mfa_enrollment, organization, second_factor};
use crate::store::recovery_codes::Force;
use crate::store::{organizations, recovery_codes, second_factors, sessions};

/// How long a person has to set up their authenticator.
const ENROLLMENT_LIFETIME: Duration = Duration::from_secs(30 * 60);

/// 160 bits, as RFC 4226 recommends for SHA-1.
const SECRET_BYTES: usize = 20;

/// What comes of beginning to turn MFA on.
#[derive(Debug)]
pub enum BeginEnrollment {
    /// An authenticator can be set up.
    Begun(Box<BegunEnrollment>),
    /// MFA is on already.
    AlreadyEnabled {
        /// Since when, in UTC.
        since: DateTime<Utc>,
    },
}

/// An authenticator to be set up. The only place where its secret is known.
#[derive(Debug)]
pub struct BegunEnrollment {
    /// Its id.
    pub id: Uuid,
    /// The secret in base32.
    pub secret: SecretString,
    /// The secret as an `otpauth:` URI.
    pub uri: SecretString,
    /// When it is too late to complete it, in UTC.
    pub expires_at: DateTime<Utc>,
}

/// What comes of the authenticator's first code.
#[derive(Debug)]
pub enum VerifyEnrollment {
    /// It works; these are the recovery codes.
    Verified(Vec<RecoveryCode>),
    /// The code is not accepted.
    Refused(CodeRefusal),
    /// The enrollment has ended.
    Ended,
    /// Too many codes were wrong.
    TooManyAttempts {
        /// When the next one is looked at.
        retry_after: Duration,
    },
}

/// What comes of turning MFA off.
#[derive(Debug)]
pub enum DisableMfa {
    /// It is off.
    Disabled,
    /// Organizations of the person require it.
    Required(Vec<organization::Model>),
}

impl Portal {
    /// Begins to turn MFA on. An enrollment begun before ends.
    ///
    /// # Errors
    ///
    /// When the store fails.
    pub async fn begin_enrollment(
        &self,
        session: &ActiveSession,
    ) -> Result<BeginEnrollment, AuthError> {
        let account_id = session.account.id;
        let mut secret = Zeroizing::new([0; SECRET_BYTES]);
        let randomness = self.surroundings.randomness.as_ref();
        randomness.fill(secret.as_mut())?;
        let transaction = self.begin_sensitive(session).await?;
        if let Some(factor) = second_factors::of(&transaction, account_id).await? {
            return Ok(BeginEnrollment::AlreadyEnabled {
                since: factor.enabled_at,
            });
        }
        let id = self.surroundings.new_id()?;
        let expires_at = after(self.surroundings.now(), ENROLLMENT_LIFETIME);
        let enrollment = mfa_enrollment::Model {
            account_id,
            id,
            sealed_secret: self.sealing_key.seal(
                account_id.as_bytes(),
                secret.as_ref(),
                randomness,
            )?,
            verified_step: None,
            expires_at,
        };
        second_factors::begin_enrollment(&transaction, enrollment).await?;
        recovery_codes::remove(&transaction, account_id, Force::Pending).await?;
        transaction.commit().await?;
        let authenticator = Authenticator::new(secret.as_ref());
        Ok(BeginEnrollment::Begun(Box::new(BegunEnrollment {
            id,
            uri: authenticator
                .uri(&self.name, &session.account.email)?
                .into(),
            secret: authenticator.secret().into(),
            expires_at,
        })))
    }

    /// Shows that the authenticator works, and issues recovery codes that wait with it.
    ///
    /// # Errors
    ///
    /// When the store fails.
    pub async fn verify_enrollment(
        &self,
        session: &ActiveSession,
        id: Uuid,
        code: &SecretString,
        peer: IpAddr,
    ) -> Result<VerifyEnrollment, AuthError> {
        let transaction = self.store.begin_write().await?;
        let outcome = self
            .check_enrollment(&transaction, session, id, code, peer)
            .await?;
        transaction.commit().await?;
        Ok(outcome)
    }

    async fn check_enrollment(
        &self,
        transaction: &DatabaseTransaction,
        session: &ActiveSession,
        id: Uuid,
        code: &SecretString,
        peer: IpAddr,
    ) -> Result<VerifyEnrollment, AuthError> {
        let now = self.surroundings.now();
        let account = self.hold(transaction, session).await?;
        let account_id = account.id;
        let Some(enrollment) = second_factors::enrollment(transaction, account_id, id, now).await?
        else {
            return Ok(VerifyEnrollment::Ended);
        };
        let limit = CodeLimit::new(account_id, peer, now);
        if let Some(retry_after) = limit.pause(transaction).await? {
            let origin = Origin::of_session(session, peer);
            self.tell_of_refusal(transaction, &account, origin).await?;
            return Ok(VerifyEnrollment::TooManyAttempts { retry_after });
        }
        let sealed = &enrollment.sealed_secret;
        let secret = self
            .sealing_key
            .open_sealed(account_id.as_bytes(), sealed)?;
        let refusal = match self.look_up(&secret, code) {
            // Whoever lost the reply, and the recovery codes with it, gets others for the next code.
            Ok(step) => {
                let first =
                    second_factors::verify_enrollment(transaction, account_id, step).await?;
                (!first).then_some(CodeRefusal::Used)
            }
            Err(refusal) => Some(refusal),
        };
        if let Some(refusal) = refusal {
            if refusal != CodeRefusal::Malformed {
                limit.count(transaction).await?;
            }
            return Ok(VerifyEnrollment::Refused(refusal));
        }
        limit.forget(transaction).await?;
        let codes = self
            .issue_recovery_codes(transaction, account_id, Force::Pending)
            .await?;
        Ok(VerifyEnrollment::Verified(codes))
    }

    /// Turns MFA on; answers whether it is on with this enrollment, also when that is asked again. It
    /// isn't when the enrollment has ended or its authenticator was not verified. Other sessions have to
    /// confirm again, with a code, before they may do what is sensitive.
    ///
    /// # Errors
    ///
    /// When the store fails.
    pub async fn complete_enrollment(
        &self,
        session: &ActiveSession,
        id: Uuid,
        peer: IpAddr,
    ) -> Result<bool, AuthError> {
        let account_id = session.account.id;
        let now = self.surroundings.now();
        let transaction = self.begin_sensitive(session).await?;
        let factor = second_factors::of(&transaction, account_id).await?;
        if let Some(factor) = factor {
            return Ok(factor.enrollment_id == id);
        }
        let enrollment = second_factors::enrollment(&transaction, account_id, id, now).await?;
        let Some((enrollment, step)) =
            enrollment.and_then(|row| row.verified_step.map(|step| (row, step)))
        else {
            return Ok(false);
        };
        let factor = second_factor::Model {
            account_id,
            sealed_secret: enrollment.sealed_secret,
            last_step: step,
            enabled_at: now,
            enrollment_id: id,
        };
        second_factors::insert(&transaction, factor).await?;
        sessions::unconfirm_others(&transaction, account_id, session.id).await?;
        second_factors::end_enrollment(&transaction, account_id).await?;
        recovery_codes::put_in_force(&transaction, account_id).await?;
        let kind = SecurityEventKind::MfaEnabled;
        self.record_own(&transaction, session, kind, None, peer)
            .await?;
        transaction.commit().await?;
        Ok(true)
    }

    /// Turns MFA off, unless an organization requires it. Nothing happens when it is off.
    ///
    /// # Errors
    ///
    /// When the store fails.
    pub async fn disable_mfa(
        &self,
        session: &ActiveSession,
        peer: IpAddr,
    ) -> Result<DisableMfa, AuthError> {
        let account_id = session.account.id;
        let transaction = self.begin_sensitive(session).await?;
        let requiring = organizations::requiring_mfa_of(&transaction, account_id).await?;
        if !requiring.is_empty() {
            return Ok(DisableMfa::Required(requiring));
        }
        if forget_second_factor(&transaction, account_id).await? {
            let kind = SecurityEventKind::MfaDisabled;
            self.record_own(&transaction, session, kind, None, peer)
                .await?;
        }
        transaction.commit().await?;
        Ok(DisableMfa::Disabled)
    }

    /// Issues recovery codes in place of all earlier ones; `None` while MFA is off.
    ///
    /// # Errors
    ///
    /// When the store fails.
    pub async fn regenerate_recovery_codes(
        &self,
        session: &ActiveSession,
        peer: IpAddr,
    ) -> Result<Option<Vec<RecoveryCode>>, AuthError> {
        let account_id = session.account.id;
        let transaction = self.begin_sensitive(session).await?;
        if second_factors::of(&transaction, account_id)
            .await?
            .is_none()
        {
            return Ok(None);
        }
        let codes = self
            .issue_recovery_codes(&transaction, account_id, Force::Now)
            .await?;
        let kind = SecurityEventKind::RecoveryCodesRegenerated;
        self.record_own(&transaction, session, kind, None, peer)
            .await?;
        transaction.commit().await?;
        Ok(Some(codes))
    }

    async fn issue_recovery_codes(
        &self,
        transaction: &DatabaseTransaction,
        account_id: Uuid,
        force: Force,
    ) -> Result<Vec<RecoveryCode>, AuthError> {
        let mut codes = Vec::with_capacity(RECOVERY_CODES);
        for _ in 0..RECOVERY_CODES {
            let mut bytes = Zeroizing::new([0; 10]);
            self.surroundings.randomness.fill(bytes.as_mut())?;
            codes.push(RecoveryCode::new(&bytes));
        }
        let macs = codes
            .iter()
            .map(|code| self.recovery_code_mac(account_id, code))
            .collect();
        recovery_codes::replace(transaction, account_id, macs, force).await?;
        Ok(codes)
    }
}

/// Forgets all that belongs to the second factor of an account; answers whether it was in force.
///
/// # Errors
///
/// When the store fails.
pub(crate) async fn forget_second_factor(
    transaction: &DatabaseTransaction,
    account_id: Uuid,
) -> Result<bool, crate::store::StoreError> {
    recovery_codes::remove(transaction, account_id, Force::Now).await?;
    recovery_codes::remove(transaction, account_id, Force::Pending).await?;
    second_factors::end_enrollment(transaction, account_id).await?;
    second_factors::remove(transaction, account_id).await
}
