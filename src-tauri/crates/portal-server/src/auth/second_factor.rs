//! Checking a second factor, inside the transaction of what it is asked for.

use std::net::IpAddr;
use std::time::Duration;

use sea_orm::DatabaseTransaction;
use secrecy::{ExposeSecret, SecretString};
use uuid::Uuid;

use super::code_limit::CodeLimit;
use super::failure::AuthError;
use crate::domain::{Authenticator, Match, RecoveryCode, STEP, normalized_code};
use crate::portal::Portal;
use crate::store::entities::second_factor;
use crate::store::recovery_codes::Use;
use crate::store::{recovery_codes, second_factors};

const STEP_SECONDS: i64 = STEP.as_secs().cast_signed();

/// What a person shows as their second factor.
#[derive(Clone, Debug)]
pub enum Proof {
    /// What the authenticator shows.
    Code(SecretString),
    /// A recovery code.
    RecoveryCode(SecretString),
}

/// Why a code is not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeRefusal {
    /// It does not have the form of a code.
    Malformed,
    /// It is not the code of now.
    Wrong,
    /// It was used before.
    Used,
    /// It is the code of another time.
    ClockOff {
        /// By how much the clock that made it is ahead; negative when it is behind.
        ahead_seconds: i64,
        /// The step whose code it is.
        step: i64,
    },
}

/// What comes of checking a proof. Counters have changed with it, so the transaction is to be
/// committed in any case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProofOutcome {
    /// It holds, and is used up.
    Accepted,
    /// It does not hold.
    Refused(CodeRefusal),
    /// A recovery code that does not hold, after so many wrong codes that no other is looked at: for the person
    /// it is part of what they are told of those.
    RefusedAmongMany(CodeRefusal),
    /// Too many were wrong.
    TooMany {
        /// When the next one is looked at.
        retry_after: Duration,
    },
}

impl Portal {
    /// Checks `proof` against the second factor of an account that `transaction` holds.
    pub(super) async fn check_proof(
        &self,
        transaction: &DatabaseTransaction,
        factor: &second_factor::Model,
        proof: &Proof,
        peer: IpAddr,
    ) -> Result<ProofOutcome, AuthError> {
        let limit = CodeLimit::new(factor.account_id, peer, self.surroundings.now());
        // A recovery code can't be guessed, and must get its owner in whatever strangers do.
        let pause = limit.pause(transaction).await?;
        if let (Some(retry_after), Proof::Code(_)) = (pause, proof) {
            return Ok(ProofOutcome::TooMany { retry_after });
        }
        let refusal = match proof {
            Proof::Code(code) => self.refuse_code(transaction, factor, code).await?,
            Proof::RecoveryCode(code) => {
                self.refuse_recovery_code(transaction, factor.account_id, code)
                    .await?
            }
        };
        match refusal {
            None => limit.forget(transaction).await?,
            // A slip of the finger is no guess.
            Some(CodeRefusal::Malformed) => {}
            Some(_) => limit.count(transaction).await?,
        }
        Ok(match refusal {
            None => ProofOutcome::Accepted,
            Some(refusal) if pause.is_some() && refusal != CodeRefusal::Malformed => {
                ProofOutcome::RefusedAmongMany(refusal)
            }
            Some(refusal) => ProofOutcome::Refused(refusal),
        })
    }

    async fn refuse_code(
        &self,
        transaction: &DatabaseTransaction,
        factor: &second_factor::Model,
        code: &SecretString,
    ) -> Result<Option<CodeRefusal>, AuthError> {
        let secret = self
            .sealing_key
            .open_sealed(factor.account_id.as_bytes(), &factor.sealed_secret)?;
        let step = match self.look_up(&secret, code) {
            Ok(step) => step,
            Err(refusal) => {
                if let CodeRefusal::ClockOff { step, .. } = refusal {
                    if step == factor.last_step {
                        return Ok(Some(CodeRefusal::Used));
                    }
                    // Who guesses learns that this will be a code: it must never be one.
                    let past = self.surroundings.now().timestamp() / STEP_SECONDS - 1;
                    second_factors::refuse_step(transaction, factor.account_id, step, past).await?;
                }
                return Ok(Some(refusal));
            }
        };
        if second_factors::is_refused(transaction, factor.account_id, step).await? {
            return Ok(Some(CodeRefusal::Used));
        }
        // One statement decides, so that of many who send the same code one is accepted.
        let first = second_factors::use_step(transaction, factor.account_id, step).await?;
        Ok((!first).then_some(CodeRefusal::Used))
    }

    /// The step of `code`, if it is a code of `secret` and of now.
    pub(super) fn look_up(&self, secret: &[u8], code: &SecretString) -> Result<i64, CodeRefusal> {
        let code = normalized_code(code.expose_secret()).ok_or(CodeRefusal::Malformed)?;
        match Authenticator::new(secret).look_up(&code, self.surroundings.now()) {
            Match::Step(step) => Ok(step),
            Match::Elsewhen {
                ahead_seconds,
                step,
            } => Err(CodeRefusal::ClockOff {
                ahead_seconds,
                step,
            }),
            Match::None => Err(CodeRefusal::Wrong),
        }
    }

    async fn refuse_recovery_code(
        &self,
        transaction: &DatabaseTransaction,
        account_id: Uuid,
        code: &SecretString,
    ) -> Result<Option<CodeRefusal>, AuthError> {
        let Some(code) = RecoveryCode::typed(code.expose_secret()) else {
            return Ok(Some(CodeRefusal::Malformed));
        };
        let mac = self.recovery_code_mac(account_id, &code);
        let now = self.surroundings.now();
        let used = recovery_codes::use_up(transaction, account_id, &mac, now).await?;
        Ok(match used {
            Use::Accepted => None,
            Use::Used => Some(CodeRefusal::Used),
            Use::Unknown => Some(CodeRefusal::Wrong),
        })
    }

    /// What is kept of a recovery code.
    pub(super) fn recovery_code_mac(&self, account_id: Uuid, code: &RecoveryCode) -> Vec<u8> {
        let bytes = [account_id.as_bytes(), code.as_bytes()].concat();
        self.sealing_key.mac("recovery code", &bytes)
    }
}
