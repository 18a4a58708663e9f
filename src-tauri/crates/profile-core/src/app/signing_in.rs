//! Signing in.

use std::sync::Arc;

use portal_client::{Caller, PortalClient, ProfilePage, SignInAnswer, Viewer};
use secrecy::SecretString;

use super::ProfileApp;
use super::account_kept::AccountKept;
use super::current_session::CurrentSession;
use super::seeing::exports_charts;
use super::seen::Seen;
use super::session_token::{HeldToken, SessionToken};
use crate::announcements::Announcement;
use crate::failure::Failure;
use crate::ports::TokenKey;
use crate::profile::ProfileSnapshot;
use crate::session::{SignInOutcome, TokenStorage};

impl ProfileApp {
    /// Signs in to the portal with the id `portal`. The account comes into view; another one's session goes
    /// on, and one that this account had ends. Where a second step is needed, [`Self::complete_sign_in`] takes it.
    ///
    /// # Errors
    /// When the portal can't be asked. Refusals are outcomes.
    pub async fn sign_in(
        &self,
        portal: &str,
        email: &str,
        password: SecretString,
    ) -> Result<SignInOutcome, Failure> {
        let client = self.portal(portal).await?;
        let _turn = self.shared.session_change.lock().await;
        self.check_unlocked()?;
        self.cancel_sign_in();
        let device = self.shared.ports.device.as_deref().and_then(device_name);
        let answer = client
            .sign_in(email.trim(), &password, &client_name(), device.as_deref())
            .await?;
        Ok(match answer {
            SignInAnswer::SignedIn { token, viewer, .. } => {
                let snapshot = self.begin_session(portal, &client, token, *viewer).await;
                SignInOutcome::SignedIn {
                    snapshot: Box::new(snapshot),
                }
            }
            SignInAnswer::SecondFactorRequired {
                challenge,
                expires_at,
            } => {
                self.await_second_step(portal, client, challenge);
                SignInOutcome::SecondFactorRequired { expires_at }
            }
            SignInAnswer::WrongCredentials => SignInOutcome::WrongCredentials,
            SignInAnswer::TooManyAttempts {
                retry_after_seconds,
            } => SignInOutcome::TooManyAttempts {
                retry_after_seconds,
            },
            SignInAnswer::Unknown => SignInOutcome::Unsupported,
        })
    }

    /// Puts a new session in force. Called by the holder of `session_change`.
    pub(super) async fn begin_session(
        &self,
        portal: &str,
        client: &PortalClient,
        token: SecretString,
        viewer: Viewer,
    ) -> ProfileSnapshot {
        let key = TokenKey {
            portal: portal.to_owned(),
            account: viewer.id.inner().to_owned(),
        };
        self.end_earlier(&key).await;
        let storage = self.store_token(&key, &token).await;
        let caller = Caller {
            token: &token,
            organization: Some(viewer.organization.id.inner()),
        };
        let page = ProfilePage {
            exports_charts: exports_charts(client, caller).await,
            viewer,
        };
        let seen = self.with_pictures(client, page, None).await;
        let snapshot = seen.snapshot.clone();
        let email = snapshot.profile.account.email.clone();
        let token = SessionToken::from(HeldToken::stored(token, storage));
        let kept = AccountKept::with(email, token);
        let session = Arc::new(CurrentSession::new(key, kept, Seen::just_now(seen)));

        self.bring_into_view(&session);
        self.remember_portal(&self.describe(portal, client)).await;
        self.remember_session(&session).await;
        if storage == TokenStorage::Keyring {
            // It works: the others may have been there when it did not.
            self.keep_set_aside_now().await;
        }
        self.keep_profile(&session).await;
        self.look_for_purchases_soon();
        self.follow_now();
        self.take_up_downloads(&session);
        self.announce(
            &session,
            snapshot.profile.preferences,
            Announcement::SignedIn {
                display_name: snapshot.profile.account.display_name.clone(),
                portal: client.name().to_owned(),
            },
        );
        snapshot
    }
}

/// The most characters of a device's name.
const LONGEST_DEVICE: usize = 100;

/// The machine's name as the contract takes it, if anything of it is left then.
fn device_name(name: &str) -> Option<String> {
    let shown = name
        .trim()
        .chars()
        .filter(|character| !character.is_control());
    let name: String = shown.take(LONGEST_DEVICE).collect();
    (!name.is_empty()).then_some(name)
}

/// What the portal shows in its list of sessions, such as `Portal Profile 0.1.0 (Linux)`.
fn client_name() -> String {
    let system = match std::env::consts::OS {
        "linux" => "Linux",
        "macos" => "macOS",
        "windows" => "Windows",
        other => other,
    };
    format!("Portal Profile {} ({system})", env!("CARGO_PKG_VERSION"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_device_name_is_short_and_can_be_shown() {
        for (name, expected) in [
            (" ada-laptop\n", Some("ada-laptop")),
            ("ada\u{7}-lap\u{1b}top", Some("ada-laptop")),
            ("", None),
            ("\u{7}\n", None),
        ] {
            assert_eq!(device_name(name).as_deref(), expected);
        }
        let long = device_name(&"ü".repeat(300)).unwrap_or_default();
        assert_eq!(long.chars().count(), LONGEST_DEVICE);
    }
}
