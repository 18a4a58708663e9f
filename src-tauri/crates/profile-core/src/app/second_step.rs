//! The second step of a sign-in.

use std::sync::Arc;

use portal_client::{CompleteSignInAnswer, PortalClient};
use secrecy::SecretString;

use super::{ProfileApp, lock};
use crate::failure::Failure;
use crate::second_factor::SecondFactor;
use crate::session::CompleteSignInOutcome;

/// A sign-in whose first step is done. Lives in memory alone, and never leaves the core.
pub(super) struct PendingSignIn {
    portal: String,
    client: PortalClient,
    challenge: SecretString,
}

impl ProfileApp {
    /// Takes the second step of the sign-in that waits for one. The account comes into view as in
    /// [`Self::sign_in`].
    ///
    /// # Errors
    /// When the portal can't be asked; the sign-in goes on waiting. Refusals are outcomes.
    pub async fn complete_sign_in(
        &self,
        proof: SecondFactor,
    ) -> Result<CompleteSignInOutcome, Failure> {
        let _turn = self.shared.session_change.lock().await;
        self.check_unlocked()?;
        let Some(pending) = lock(&self.shared.pending_sign_in).clone() else {
            return Ok(CompleteSignInOutcome::Ended);
        };
        let answer = pending
            .client
            .complete_sign_in(&pending.challenge, &proof.into())
            .await?;
        Ok(match answer {
            CompleteSignInAnswer::SignedIn { token, viewer, .. } => {
                if !self.forget_pending(&pending) {
                    // The person went back meanwhile: nobody wants this session any more.
                    self.revoke_token_in_passing(pending.portal.clone(), token);
                    return Ok(CompleteSignInOutcome::Ended);
                }
                let snapshot = self
                    .begin_session(&pending.portal, &pending.client, token, *viewer)
                    .await;
                CompleteSignInOutcome::SignedIn {
                    snapshot: Box::new(snapshot),
                }
            }
            CompleteSignInAnswer::CodeRefused(refused) => CompleteSignInOutcome::CodeRefused {
                reason: refused.reason.into(),
                clock_off_seconds: refused.clock_off_seconds,
            },
            CompleteSignInAnswer::TooManyAttempts {
                retry_after_seconds,
            } => CompleteSignInOutcome::TooManyAttempts {
                retry_after_seconds,
            },
            CompleteSignInAnswer::Ended => {
                self.forget_pending(&pending);
                CompleteSignInOutcome::Ended
            }
            CompleteSignInAnswer::Unknown => CompleteSignInOutcome::Unsupported,
        })
    }

    /// Forgets the sign-in that waits for its second step: the person went back.
    pub fn cancel_sign_in(&self) {
        *lock(&self.shared.pending_sign_in) = None;
    }

    /// Keeps what the first step brought for the second.
    pub(super) fn await_second_step(
        &self,
        portal: &str,
        client: PortalClient,
        challenge: SecretString,
    ) {
        let pending = PendingSignIn {
            portal: portal.to_owned(),
            client,
            challenge,
        };
        *lock(&self.shared.pending_sign_in) = Some(Arc::new(pending));
    }

    /// Forgets `pending`; false when that had happened before.
    fn forget_pending(&self, pending: &Arc<PendingSignIn>) -> bool {
        let mut waiting = lock(&self.shared.pending_sign_in);
        waiting
            .take_if(|waiting| Arc::ptr_eq(waiting, pending))
            .is_some()
    }
}
