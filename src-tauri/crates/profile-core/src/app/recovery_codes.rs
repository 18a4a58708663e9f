//! Recovery codes: issued anew, and kept in a file.

use std::io::Write;

use portal_client::RegenerateRecoveryCodesAnswer;
use secrecy::{ExposeSecret, SecretString};

use super::ProfileApp;
use super::access::Access;
use crate::announcements::Announcement;
use crate::downloads::SavedFile;
use crate::failure::Failure;
use crate::mfa::RecoveryCodesOutcome;
use crate::shown_once::ShownOnce;

impl ProfileApp {
    /// Issues recovery codes in place of all earlier ones. Sensitive.
    ///
    /// # Errors
    /// As [`Self::refresh_profile`], and
    /// [`ConfirmationRequired`](crate::failure::FailureCode::ConfirmationRequired).
    pub async fn regenerate_recovery_codes(&self) -> Result<RecoveryCodesOutcome, Failure> {
        let session = self.session()?;
        let _turn = session.change.lock().await;
        let before = self.seen_or_fetched(&session).await?;
        let regenerate = |access: Access| async move {
            access.portal.regenerate_recovery_codes(&access.token).await
        };
        let codes = match self.ask(&session, regenerate).await? {
            RegenerateRecoveryCodesAnswer::Issued(codes) => codes,
            RegenerateRecoveryCodesAnswer::NotEnabled => {
                let snapshot = Box::new(self.fetch_account(&session).await?);
                return Ok(RecoveryCodesOutcome::NotEnabled { snapshot });
            }
            RegenerateRecoveryCodesAnswer::Unknown => return Ok(RecoveryCodesOutcome::Unsupported),
        };
        let left = codes.len().try_into().unwrap_or(u32::MAX);
        let snapshot = self
            .show_account_change(&session, before, |profile| {
                profile.security.mfa.recovery_codes_left = left;
            })
            .await;
        self.announce(
            &session,
            snapshot.profile.preferences,
            Announcement::RecoveryCodesRegenerated,
        );
        Ok(RecoveryCodesOutcome::Issued {
            recovery_codes: codes.into_iter().map(ShownOnce::from).collect(),
            snapshot: Box::new(snapshot),
        })
    }

    /// Saves recovery codes as a text file among the person's downloads: whose they are, and one a line.
    ///
    /// # Errors
    /// [`NotSignedIn`](crate::failure::FailureCode::NotSignedIn) and
    /// [`FileNotSaved`](crate::failure::FailureCode::FileNotSaved).
    pub async fn save_recovery_codes(
        &self,
        recovery_codes: Vec<SecretString>,
    ) -> Result<SavedFile, Failure> {
        let session = self.session()?;
        let portal = self.known_portal(&session.key.portal).name;
        let email = session.email.clone();
        let today = self.shared.ports.clock.today();
        let file = self.begin_file().await?;
        let write = move || {
            let mut file = file;
            writeln!(file, "{portal}\n{email}\n{today}\n")?;
            for code in &recovery_codes {
                writeln!(file, "{}", code.expose_secret())?;
            }
            file.finish(&format!("portal-profile-recovery-codes-{today}"), "txt")
        };
        self.with_disk(write).await
    }
}
