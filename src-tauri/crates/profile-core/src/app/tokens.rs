//! The session's token: read from the keyring once, replaced when the portal says so, and kept.

use std::sync::Arc;

use portal_client::{ClientError, ConfirmIdentityAnswer, IdempotencyKey};
use secrecy::SecretString;

use super::access::{Access, is_same};
use super::current_session::{CurrentSession, HeldToken, Newer, session_ended};
use super::{ProfileApp, lock};
use crate::failure::{Failure, FailureCode};
use crate::ports::{TokenKey, TokenStoreError};
use crate::session::TokenStorage;

impl ProfileApp {
    /// The token of `session`; the first time after a restart it comes from the keyring.
    pub(super) async fn token(
        &self,
        session: &Arc<CurrentSession>,
    ) -> Result<SecretString, Failure> {
        let outcome = self.read_token(session).await;
        session.check()?;
        match outcome {
            Ok(token) => {
                self.tell_storage(session);
                Ok(token)
            }
            Err(NoToken::Absent) => Err(self.end_session(session).await),
            // The session may still be in a keyring that is there next time, so nothing is forgotten: the
            // person signs in for this run, and the next start looks again.
            Err(NoToken::Store(TokenStoreError::Missing)) => {
                self.take_session(session, FailureCode::SessionEnded);
                Err(session_ended())
            }
            Err(error) => Err(error.into()),
        }
    }

    /// The token of `session`, also after its end. Those who ask at the same time share one look into the
    /// keyring; one that failed is repeated the next time.
    pub(super) async fn read_token(
        &self,
        session: &CurrentSession,
    ) -> Result<SecretString, NoToken> {
        if let Some(token) = session.held_token() {
            return Ok(token);
        }
        let _turn = session.token_change.lock().await;
        if let Some(token) = session.held_token() {
            return Ok(token);
        }
        let token = self.shared.ports.token_store.load(&session.key).await?;
        let token = token.ok_or(NoToken::Absent)?;
        session.hold(HeldToken {
            token: token.clone(),
            storage: TokenStorage::Keyring,
        });
        Ok(token)
    }

    /// Confirms the identity with `request`, after which the portal accepts another token alone. From the reply
    /// on all requests use that one; those that are refused meanwhile wait for it in [`Self::ask`].
    ///
    /// `None`: an earlier confirmation whose reply was lost did its work, so this one was not needed.
    pub(super) async fn replace_token<Reply>(
        &self,
        session: &Arc<CurrentSession>,
        request: impl FnOnce(Access, IdempotencyKey) -> Reply,
    ) -> Result<Option<ConfirmIdentityAnswer>, Failure>
    where
        Reply: Future<Output = Result<ConfirmIdentityAnswer, ClientError>>,
    {
        let mut access = self.access(session).await?;
        let turn = session.token_change.lock().await;
        // Another confirmation may have been first.
        access.token = session.held_token().unwrap_or(access.token);
        let is_first = session.awaits_no_token();
        let key = session.await_token();
        let reply = request(access, key).await;
        let mut made_up_for = false;
        match &reply {
            Ok(ConfirmIdentityAnswer::Confirmed { token, .. }) => {
                session.replace_token(token.clone());
            }
            Err(ClientError::Unauthenticated) if !is_first => {
                made_up_for = session.take_awaited_token().is_some();
            }
            // Nothing but the reply to this one was outstanding.
            Ok(_) | Err(ClientError::Unauthenticated) if is_first => session.await_token_no_more(),
            _ => {}
        }
        // Never held together with `session_change`: a sign-out that holds that one may wait for this one.
        drop(turn);
        match &reply {
            Ok(ConfirmIdentityAnswer::Confirmed { .. }) => self.keep_token(session).await,
            Err(ClientError::Unauthenticated) if made_up_for => {
                self.keep_token(session).await;
                session.check()?;
                return Ok(None);
            }
            Err(ClientError::Unauthenticated) => return Err(self.end_session(session).await),
            _ => {}
        }
        session.check()?;
        Ok(Some(reply?))
    }

    /// The token to use after the portal refused `refused`, if there is one, kept where tokens are kept.
    pub(super) async fn newer_token(
        &self,
        session: &Arc<CurrentSession>,
        refused: &SecretString,
    ) -> Option<SecretString> {
        match session.token_after(refused).await? {
            Newer::Replied(token) => Some(token),
            Newer::Awaited(token) => {
                self.keep_token(session).await;
                Some(token)
            }
        }
    }

    /// Keeps the newest token of `session` in place of the one that is refused by now.
    async fn keep_token(&self, session: &Arc<CurrentSession>) {
        let _turn = self.shared.session_change.lock().await;
        let in_force = is_same(lock(&self.shared.session).as_ref(), session);
        let Some(token) = session.held_token() else {
            return;
        };
        if !in_force {
            // Whoever ended it had the token from before, which ends nothing any more.
            self.revoke_in_passing(session);
            return;
        }
        let storage = self.store_token(&session.key, &token).await;
        session.set_storage(storage);
        if storage != TokenStorage::Keyring
            && let Err(error) = self.shared.ports.token_store.delete(&session.key).await
        {
            tracing::warn!(%error, "a token that is not accepted any more stays in the keyring");
        }
        self.tell_storage(session);
        self.remember_session(session, storage == TokenStorage::Keyring)
            .await;
        self.keep_profile(session).await;
    }

    /// The keyring can be used again: a session that lives in memory alone is kept there from now on. False when it
    /// can't be.
    pub async fn keyring_returned(&self) -> bool {
        let Ok(session) = self.session() else {
            return true;
        };
        let lives_in_memory = || {
            let storage = session.storage();
            storage.is_some_and(|it| it != TokenStorage::Keyring)
        };
        if lives_in_memory() {
            self.keep_token(&session).await;
        }
        !lives_in_memory()
    }

    /// Puts the token into the keyring, or says why the session lives in memory alone.
    pub(super) async fn store_token(&self, key: &TokenKey, token: &SecretString) -> TokenStorage {
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

    /// Tells where the token of `session` lives, if that session is in force.
    pub(super) fn tell_storage(&self, session: &Arc<CurrentSession>) {
        let current = lock(&self.shared.session);
        if is_same(current.as_ref(), session) {
            self.update_services(|states| states.token_storage = session.storage());
        }
    }

    /// Asks the portal of a session that is not in force any more to end it, as far as this run holds its token.
    /// Nobody waits for the answer: without it the session ends by itself when it has been idle for long enough.
    pub(super) fn revoke_in_passing(&self, previous: &Arc<CurrentSession>) {
        if previous.held_token().is_some() {
            let (app, previous) = (self.clone(), Arc::clone(previous));
            self.end_in_passing(async move { app.revoke(&previous).await });
        }
    }

    /// As [`Self::revoke_in_passing`], for a session that never came into force.
    pub(super) fn revoke_token_in_passing(&self, portal: String, token: SecretString) {
        let app = self.clone();
        self.end_in_passing(async move {
            app.portal(&portal).await?.sign_out(&token).await?;
            Ok(())
        });
    }

    fn end_in_passing(&self, revoke: impl Future<Output = Result<(), Failure>> + Send + 'static) {
        let patience = self.shared.patience.sign_out;
        tokio::spawn(async move {
            match tokio::time::timeout(patience, revoke).await {
                Ok(Ok(())) => {}
                Ok(Err(error)) => tracing::info!(%error, "the earlier session is not revoked"),
                Err(_) => tracing::info!("the earlier session is not revoked in time"),
            }
        });
    }
}

/// Why there is no token.
#[derive(Debug, thiserror::Error)]
pub(super) enum NoToken {
    #[error("the keyring holds no session")]
    Absent,
    #[error(transparent)]
    Store(#[from] TokenStoreError),
}

impl From<NoToken> for Failure {
    fn from(error: NoToken) -> Self {
        match error {
            NoToken::Absent => session_ended(),
            NoToken::Store(error) => Self::new(FailureCode::KeyringUnavailable, error),
        }
    }
}
