//! Confirming who one is, before sensitive actions.

use std::sync::Arc;

use portal_client::{self as contract, ConfirmIdentityAnswer, IdempotencyKey};
use secrecy::SecretString;

use super::ProfileApp;
use super::access::Access;
use super::current_session::CurrentSession;
use crate::failure::Failure;
use crate::second_factor::SecondFactor;
use crate::security::ConfirmIdentityOutcome;

impl ProfileApp {
    /// Opens sensitive actions for some minutes; with MFA on, `proof` is needed. The session gets another token,
    /// which takes the place of the earlier one in memory and in the keyring.
    ///
    /// # Errors
    /// As [`Self::refresh_profile`]. Refusals are outcomes. If the reply is lost after the portal did its work,
    /// the next request finds out, and the session goes on.
    pub async fn confirm_identity(
        &self,
        password: SecretString,
        proof: Option<SecondFactor>,
    ) -> Result<ConfirmIdentityOutcome, Failure> {
        self.confirm(&self.session()?, &password, proof).await
    }

    pub(super) async fn confirm(
        &self,
        session: &Arc<CurrentSession>,
        password: &SecretString,
        proof: Option<SecondFactor>,
    ) -> Result<ConfirmIdentityOutcome, Failure> {
        let proof = proof.map(contract::SecondFactor::from);
        let proof = proof.as_ref();
        let confirm = |access: Access, key: IdempotencyKey| async move {
            let (portal, token) = (&access.portal, &access.token);
            portal.confirm_identity(token, password, proof, &key).await
        };
        let Some(answer) = self.replace_token(session, confirm).await? else {
            return Ok(ConfirmIdentityOutcome::Confirmed);
        };
        Ok(match answer {
            ConfirmIdentityAnswer::Confirmed { .. } => ConfirmIdentityOutcome::Confirmed,
            ConfirmIdentityAnswer::SecondFactorMissing => {
                ConfirmIdentityOutcome::SecondFactorMissing
            }
            ConfirmIdentityAnswer::WrongCredentials => ConfirmIdentityOutcome::WrongCredentials,
            ConfirmIdentityAnswer::CodeRefused(refused) => ConfirmIdentityOutcome::CodeRefused {
                reason: refused.reason.into(),
                clock_off_seconds: refused.clock_off_seconds,
            },
            ConfirmIdentityAnswer::TooManyAttempts {
                retry_after_seconds,
            } => ConfirmIdentityOutcome::TooManyAttempts {
                retry_after_seconds,
            },
            ConfirmIdentityAnswer::Unknown => ConfirmIdentityOutcome::Unsupported,
        })
    }
}
