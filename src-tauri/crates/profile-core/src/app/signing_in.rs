//! Signing in.

use std::sync::Arc;

use portal_client::{PortalClient, SignInAnswer, Viewer};
use secrecy::SecretString;

use super::current_session::{CurrentSession, HeldToken};
use super::{ProfileApp, lock};
use crate::announcements::Announcement;
use crate::failure::{Failure, FailureCode};
use crate::ports::{TokenKey, TokenStoreError};
use crate::profile::ProfileSnapshot;
use crate::session::{SignInOutcome, TokenStorage};

impl ProfileApp {
    /// Signs in to the portal with the id `portal`. The session takes the place of an earlier one.
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
        let answer = client
            .sign_in(email.trim(), &password, &client_name())
            .await?;
        Ok(match answer {
            SignInAnswer::SignedIn { token, viewer, .. } => {
                let snapshot = self.begin_session(portal, &client, token, *viewer).await;
                SignInOutcome::SignedIn {
                    snapshot: Box::new(snapshot),
                }
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
    async fn begin_session(
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
        let storage = self.store_token(&key, &token).await;
        let seen = self.with_picture(client, viewer, None).await;
        let snapshot = seen.snapshot.clone();
        let email = snapshot.profile.account.email.clone();
        let session = Arc::new(CurrentSession::new(
            key,
            email,
            Some(HeldToken { token, storage }),
            Some(seen),
        ));

        let previous = lock(&self.shared.session).replace(Arc::clone(&session));
        self.tell_storage(&session);
        if let Some(previous) = previous {
            self.leave(&previous, &session).await;
        }
        self.remember_portal(&self.describe(portal, client)).await;
        self.remember_session(&session, storage == TokenStorage::Keyring)
            .await;
        self.keep_profile(&session).await;
        self.announce(
            snapshot.profile.preferences,
            Announcement::SignedIn {
                display_name: snapshot.profile.account.display_name.clone(),
                portal: client.name().to_owned(),
            },
        );
        snapshot
    }

    /// Puts the token into the keyring, or says why the session lives in memory alone.
    async fn store_token(&self, key: &TokenKey, token: &SecretString) -> TokenStorage {
        match self.shared.ports.token_store.save(key, token).await {
            Ok(()) => TokenStorage::Keyring,
            Err(error) => {
                tracing::warn!(%error, "the session lives in memory only");
                match error {
                    TokenStoreError::Missing => TokenStorage::MemoryNoKeyring,
                    TokenStoreError::Locked => TokenStorage::MemoryKeyringLocked,
                    TokenStoreError::Failed(_) => TokenStorage::MemoryKeyringFailed,
                }
            }
        }
    }

    /// Clears what an earlier session leaves behind when `next` takes its place.
    async fn leave(&self, previous: &Arc<CurrentSession>, next: &Arc<CurrentSession>) {
        previous.end(FailureCode::NotSignedIn);
        self.revoke_in_passing(previous);
        if previous.key == next.key {
            return;
        }
        if let Err(error) = self.shared.ports.token_store.delete(&previous.key).await {
            tracing::warn!(%error, "the earlier session stays in the keyring");
        }
        self.forget_session(previous).await;
    }
}

impl ProfileApp {
    /// Asks the earlier session's portal to end it, as far as this run holds its token. Nobody waits for the
    /// answer: without it the session ends by itself when it has been idle for long enough.
    fn revoke_in_passing(&self, previous: &Arc<CurrentSession>) {
        let Some(token) = previous.held_token() else {
            return;
        };
        let (app, portal) = (self.clone(), previous.key.portal.clone());
        tokio::spawn(async move {
            let revoke =
                async { Ok::<_, Failure>(app.portal(&portal).await?.sign_out(&token).await?) };
            match tokio::time::timeout(app.shared.patience.sign_out, revoke).await {
                Ok(Ok(_)) => {}
                Ok(Err(error)) => tracing::info!(%error, "the earlier session is not revoked"),
                Err(_) => tracing::info!("the earlier session is not revoked in time"),
            }
        });
    }
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
