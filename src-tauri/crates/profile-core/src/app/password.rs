//! Changing the password.

use portal_client::ChangePasswordAnswer;
use secrecy::SecretString;

use super::ProfileApp;
use super::access::Access;
use crate::announcements::Announcement;
use crate::failure::Failure;
use crate::from_portal;
use crate::password::ChangePasswordOutcome;
use crate::second_factor::SecondFactor;
use crate::security::ConfirmIdentityOutcome;

impl ProfileApp {
    /// Confirms the identity with `current` and `proof`, then changes the password to `next`; all other sessions
    /// end if `sign_out_others` says so.
    ///
    /// # Errors
    /// As [`Self::refresh_profile`]. Refusals are outcomes.
    pub async fn change_password(
        &self,
        current: SecretString,
        proof: Option<SecondFactor>,
        next: SecretString,
        sign_out_others: bool,
    ) -> Result<ChangePasswordOutcome, Failure> {
        let session = self.session()?;
        let _turn = session.change.lock().await;
        let before = self.seen_or_fetched(&session).await?;
        let confirmed = self.confirm(&session, &current, proof).await?;
        if let Some(refusal) = refusal(confirmed) {
            return Ok(refusal);
        }
        let (current, next) = (&current, &next);
        let change = |access: Access| async move {
            let (portal, token) = (&access.portal, &access.token);
            portal
                .change_password(token, current, next, sign_out_others)
                .await
        };
        let (at, sessions_ended) = match self.ask(&session, change).await? {
            ChangePasswordAnswer::Changed { at, sessions_ended } => (at, sessions_ended),
            refused => return Ok(refused_change(refused)),
        };
        let snapshot = self
            .show_change(&session, before, |profile| {
                profile.security.password_changed_at = Some(at);
            })
            .await;
        self.announce(snapshot.profile.preferences, Announcement::PasswordChanged);
        Ok(ChangePasswordOutcome::Changed {
            sessions_ended,
            snapshot: Box::new(snapshot),
        })
    }
}

/// What stands in the way of the change; `None` when the identity is confirmed.
fn refusal(outcome: ConfirmIdentityOutcome) -> Option<ChangePasswordOutcome> {
    Some(match outcome {
        ConfirmIdentityOutcome::Confirmed => return None,
        ConfirmIdentityOutcome::SecondFactorMissing => ChangePasswordOutcome::SecondFactorMissing,
        ConfirmIdentityOutcome::WrongCredentials => ChangePasswordOutcome::WrongCredentials,
        ConfirmIdentityOutcome::CodeRefused {
            reason,
            clock_off_seconds,
        } => ChangePasswordOutcome::CodeRefused {
            reason,
            clock_off_seconds,
        },
        ConfirmIdentityOutcome::TooManyAttempts {
            retry_after_seconds,
        } => ChangePasswordOutcome::TooManyAttempts {
            retry_after_seconds,
        },
        ConfirmIdentityOutcome::Unsupported => ChangePasswordOutcome::Unsupported,
    })
}

fn refused_change(answer: ChangePasswordAnswer) -> ChangePasswordOutcome {
    match answer {
        ChangePasswordAnswer::Refused {
            reason,
            minimum_length,
            maximum_length,
        } => from_portal::password_refusal(reason).map_or(
            ChangePasswordOutcome::Unsupported,
            |reason| ChangePasswordOutcome::Refused {
                reason,
                minimum_length,
                maximum_length,
            },
        ),
        ChangePasswordAnswer::WrongCredentials => ChangePasswordOutcome::WrongCredentials,
        ChangePasswordAnswer::TooManyAttempts {
            retry_after_seconds,
        } => ChangePasswordOutcome::TooManyAttempts {
            retry_after_seconds,
        },
        ChangePasswordAnswer::Changed { .. } | ChangePasswordAnswer::Unknown => {
            ChangePasswordOutcome::Unsupported
        }
    }
}
