//! Signing out.

use portal_client::ClientError;

use super::ProfileApp;
use super::session_token::SessionToken;
use crate::announcements::Announcement;
use crate::failure::{Failure, FailureCode};
use crate::ports::{TokenKey, TokenStoreError};
use crate::session::SignOutOutcome;

impl ProfileApp {
    /// Ends the session: at the portal if it answers soon, on this machine in any case.
    ///
    /// # Errors
    /// [`FailureCode::NotSignedIn`].
    pub async fn sign_out(&self) -> Result<SignOutOutcome, Failure> {
        // The one that the person sees, not the one that is in view once its turn comes.
        let session = self.session()?;
        let _turn = self.shared.session_change.lock().await;
        // At once, so that nothing that is still under way touches what is cleared below.
        if !self.take_session(&session, FailureCode::NotSignedIn) {
            session.check()?;
        }
        let portal = self.known_portal(&session.key.portal).name;
        let revoked = self.revoke_in_time(&session.key, &session.token).await;
        let keyring_cleared = self.clear_keyring(&session.key).await;
        self.forget_session(&session).await;
        if let Some(seen) = session.seen() {
            self.announce(
                &session,
                seen.snapshot.profile.preferences,
                Announcement::SignedOut { portal },
            );
        }
        Ok(SignOutOutcome {
            revoked,
            keyring_cleared,
        })
    }

    /// Whether the portal confirms soon that the session is over.
    pub(super) async fn revoke_in_time(&self, key: &TokenKey, token: &SessionToken) -> bool {
        let patience = self.shared.patience.sign_out;
        match tokio::time::timeout(patience, self.revoke(key, token)).await {
            Ok(Ok(())) => true,
            Ok(Err(error)) => {
                tracing::warn!(%error, "the session is not revoked");
                false
            }
            Err(_) => {
                tracing::warn!("the session is not revoked: the portal did not answer in time");
                false
            }
        }
    }

    /// Succeeds when the portal confirms that the session is over.
    pub(super) async fn revoke(&self, key: &TokenKey, of: &SessionToken) -> Result<(), Failure> {
        let mut token = self.read_token(key, of).await?;
        let portal = self.portal(&key.portal).await?;
        loop {
            match portal.sign_out(&token).await {
                Ok(_) => return Ok(()),
                // Over already, unless the token was replaced meanwhile.
                Err(ClientError::Unauthenticated) => match of.after(&token).await {
                    Some(newer) => token = newer.into_token(),
                    None => return Ok(()),
                },
                Err(error) => return Err(error.into()),
            }
        }
    }

    /// Whether the keyring holds no token of `key` any more. A system without a keyring holds none.
    pub(super) async fn clear_keyring(&self, key: &TokenKey) -> bool {
        match self.shared.ports.token_store.delete(key).await {
            Ok(()) | Err(TokenStoreError::Missing) => true,
            Err(error) => {
                tracing::warn!(%error, "the token stays in the keyring");
                false
            }
        }
    }
}
