//! Turning MFA on and off. All of it is sensitive:
//! [`ConfirmationRequired`](crate::failure::FailureCode::ConfirmationRequired) asks to confirm the identity first.

use std::sync::Arc;

use portal_client::{
    BeginMfaEnrollmentAnswer, CompleteMfaEnrollmentAnswer, DisableMfaAnswer,
    VerifyMfaEnrollmentAnswer,
};
use secrecy::{ExposeSecret, SecretString};

use super::ProfileApp;
use super::access::{Access, OrganizationAccess};
use super::current_session::CurrentSession;
use crate::announcements::Announcement;
use crate::failure::Failure;
use crate::from_portal;
use crate::mfa::{
    BeginEnrollmentOutcome, CompleteEnrollmentOutcome, DisableMfaOutcome, Enrollment,
    VerifyEnrollmentOutcome,
};
use crate::profile::ProfileSnapshot;
use crate::qr_code;
use crate::shown_once::ShownOnce;

/// How many characters of a secret stand together.
const GROUP: usize = 4;

impl ProfileApp {
    /// Begins to turn MFA on; an enrollment begun before ends. Until [`Self::complete_mfa_enrollment`] nothing
    /// has changed.
    ///
    /// # Errors
    /// As [`Self::refresh_profile`], and `ConfirmationRequired`.
    pub async fn begin_mfa_enrollment(&self) -> Result<BeginEnrollmentOutcome, Failure> {
        let session = self.session()?;
        let begin =
            |access: Access| async move { access.portal.begin_mfa_enrollment(&access.token).await };
        Ok(match self.ask(&session, begin).await? {
            BeginMfaEnrollmentAnswer::Begun {
                enrollment,
                secret,
                otpauth_uri,
                expires_at,
            } => BeginEnrollmentOutcome::Begun {
                enrollment: Enrollment {
                    id: enrollment.into_inner(),
                    secret: for_typing(&secret),
                    qr_code: qr_code::data_url(&otpauth_uri)?,
                    expires_at,
                },
            },
            BeginMfaEnrollmentAnswer::AlreadyEnabled => BeginEnrollmentOutcome::AlreadyEnabled {
                snapshot: Box::new(self.fetch_account(&session).await?),
            },
            BeginMfaEnrollmentAnswer::Unknown => BeginEnrollmentOutcome::Unsupported,
        })
    }

    /// Shows that the authenticator is set up; brings the recovery codes.
    ///
    /// # Errors
    /// As [`Self::begin_mfa_enrollment`].
    pub async fn verify_mfa_enrollment(
        &self,
        enrollment: &str,
        code: SecretString,
    ) -> Result<VerifyEnrollmentOutcome, Failure> {
        let session = self.session()?;
        let code = &code;
        let verify = |access: Access| async move {
            let (portal, token) = (&access.portal, &access.token);
            portal.verify_mfa_enrollment(token, enrollment, code).await
        };
        Ok(match self.ask(&session, verify).await? {
            VerifyMfaEnrollmentAnswer::Verified(codes) => VerifyEnrollmentOutcome::Verified {
                recovery_codes: codes.into_iter().map(ShownOnce::from).collect(),
            },
            VerifyMfaEnrollmentAnswer::CodeRefused(refused) => {
                VerifyEnrollmentOutcome::CodeRefused {
                    reason: refused.reason.into(),
                    clock_off_seconds: refused.clock_off_seconds,
                }
            }
            VerifyMfaEnrollmentAnswer::TooManyAttempts {
                retry_after_seconds,
            } => VerifyEnrollmentOutcome::TooManyAttempts {
                retry_after_seconds,
            },
            VerifyMfaEnrollmentAnswer::Ended => match self.enabled_elsewhere(&session).await? {
                Some(snapshot) => VerifyEnrollmentOutcome::AlreadyEnabled { snapshot },
                None => VerifyEnrollmentOutcome::Ended,
            },
            VerifyMfaEnrollmentAnswer::Unknown => VerifyEnrollmentOutcome::Unsupported,
        })
    }

    /// Turns MFA on. May be asked again for one enrollment.
    ///
    /// # Errors
    /// As [`Self::begin_mfa_enrollment`]. After an error on the way MFA may be on all the same; the profile says.
    pub async fn complete_mfa_enrollment(
        &self,
        enrollment: &str,
    ) -> Result<CompleteEnrollmentOutcome, Failure> {
        let session = self.session()?;
        let _turn = session.change.lock().await;
        let moment = self.moment(&session).await?;
        let complete = |access: OrganizationAccess| async move {
            let (portal, caller) = (&access.portal, access.caller());
            portal.complete_mfa_enrollment(caller, enrollment).await
        };
        let answer = self.ask_about(&session, moment.organization(), complete);
        let viewer = match answer.await? {
            CompleteMfaEnrollmentAnswer::Enabled(viewer) => viewer,
            CompleteMfaEnrollmentAnswer::Ended => {
                return Ok(match self.enabled_elsewhere(&session).await? {
                    Some(snapshot) => CompleteEnrollmentOutcome::AlreadyEnabled { snapshot },
                    None => CompleteEnrollmentOutcome::Ended,
                });
            }
            CompleteMfaEnrollmentAnswer::Unknown => {
                return Ok(CompleteEnrollmentOutcome::Unsupported);
            }
        };
        let shown = self.show_account_changed(&session, &moment, *viewer);
        let snapshot = Box::new(shown.await?);
        self.announce(
            &session,
            snapshot.profile.preferences,
            Announcement::MfaEnabled,
        );
        Ok(CompleteEnrollmentOutcome::Enabled { snapshot })
    }

    /// Turns MFA off.
    ///
    /// # Errors
    /// As [`Self::begin_mfa_enrollment`].
    pub async fn disable_mfa(&self) -> Result<DisableMfaOutcome, Failure> {
        let session = self.session()?;
        let _turn = session.change.lock().await;
        let moment = self.moment(&session).await?;
        let disable = |access: OrganizationAccess| async move {
            access.portal.disable_mfa(access.caller()).await
        };
        let answer = self.ask_about(&session, moment.organization(), disable);
        let viewer = match answer.await? {
            DisableMfaAnswer::Disabled(viewer) => viewer,
            DisableMfaAnswer::Required(required_by) => {
                return Ok(DisableMfaOutcome::Required {
                    required_by: from_portal::requirements(required_by),
                });
            }
            DisableMfaAnswer::Unknown => return Ok(DisableMfaOutcome::Unsupported),
        };
        let shown = self.show_account_changed(&session, &moment, *viewer);
        let snapshot = Box::new(shown.await?);
        self.announce(
            &session,
            snapshot.profile.preferences,
            Announcement::MfaDisabled,
        );
        Ok(DisableMfaOutcome::Disabled { snapshot })
    }

    /// The profile if it says that MFA is on. An enrollment that ended does not say so itself: another one may
    /// have been completed since.
    async fn enabled_elsewhere(
        &self,
        session: &Arc<CurrentSession>,
    ) -> Result<Option<Box<ProfileSnapshot>>, Failure> {
        let snapshot = self.fetch_account(session).await?;
        let on = snapshot.profile.security.mfa.enabled_at.is_some();
        Ok(on.then(|| Box::new(snapshot)))
    }
}

/// `secret` in groups that an eye can follow.
fn for_typing(secret: &SecretString) -> ShownOnce {
    let secret = secret.expose_secret();
    // Exactly as long as it gets: a string that moves leaves the secret behind.
    let spaces = secret.len().saturating_sub(1) / GROUP;
    let mut groups = String::with_capacity(secret.len() + spaces);
    for (position, character) in secret.chars().enumerate() {
        if position > 0 && position % GROUP == 0 {
            groups.push(' ');
        }
        groups.push(character);
    }
    groups.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_shown_in_groups_of_four() {
        for (secret, shown) in [
            ("", ""),
            ("GEZD", "GEZD"),
            ("GEZDG", "GEZD G"),
            ("GEZDGNBVGY3TQOJQ", "GEZD GNBV GY3T QOJQ"),
        ] {
            assert_eq!(for_typing(&secret.into()).expose(), shown);
        }
    }
}
