//! Changing the password.

use std::sync::Arc;

use portal_client::ChangePasswordAnswer;
use secrecy::SecretString;

use super::ProfileApp;
use super::access::Access;
use super::current_session::CurrentSession;
use crate::announcements::Announcement;
use crate::failure::{Failure, FailureCode};
use crate::from_portal;
use crate::password::ChangePasswordOutcome;
use crate::second_factor::SecondFactor;
use crate::security::ConfirmIdentityOutcome;

impl ProfileApp {
    /// Changes the password to `next`; all other sessions end if `sign_out_others` says so. Where the portal
    /// wants the identity confirmed first, `current` and `proof` do that: a code is used up by it, so one that
    /// isn't needed is kept for the next try.
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
        let wish = Wish {
            current: &current,
            next: &next,
            sign_out_others,
        };
        let answer = match self.send_password_change(&session, wish).await {
            Err(failure) if failure.code == FailureCode::ConfirmationRequired => {
                let confirmed = self.confirm(&session, &current, proof).await?;
                if let Some(refusal) = refusal(confirmed) {
                    return Ok(refusal);
                }
                self.send_password_change(&session, wish).await?
            }
            answer => answer?,
        };
        let (at, sessions_ended) = match answer {
            ChangePasswordAnswer::Changed { at, sessions_ended } => (at, sessions_ended),
            refused => return Ok(refused_change(refused)),
        };
        let snapshot = self
            .show_account_change(&session, before, |profile| {
                profile.security.password_changed_at = Some(at);
            })
            .await;
        self.announce(
            &session,
            snapshot.profile.preferences,
            Announcement::PasswordChanged,
        );
        Ok(ChangePasswordOutcome::Changed {
            sessions_ended,
            snapshot: Box::new(snapshot),
        })
    }

    async fn send_password_change(
        &self,
        session: &Arc<CurrentSession>,
        wish: Wish<'_>,
    ) -> Result<ChangePasswordAnswer, Failure> {
        let change = |access: Access| async move {
            let (portal, token) = (&access.portal, &access.token);
            portal
                .change_password(token, wish.current, wish.next, wish.sign_out_others)
                .await
        };
        self.ask(session, change).await
    }
}

/// What is asked of the portal.
#[derive(Clone, Copy)]
struct Wish<'a> {
    current: &'a SecretString,
    next: &'a SecretString,
    sign_out_others: bool,
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
