//! The session's token: read from the keyring once, replaced when the portal says so, and kept.

use std::sync::Arc;

use portal_client::{ClientError, ConfirmIdentityAnswer, IdempotencyKey};
use secrecy::SecretString;

use super::access::{Access, is_same};
use super::current_session::{CurrentSession, session_ended};
use super::session_token::{HeldToken, Newer, SessionToken};
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
        let outcome = self.read_token(&session.key, &session.token).await;
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

    /// What `token` of `key` is, also after the session's end. Those who ask at the same time share one look into the
    /// keyring; one that failed is repeated the next time.
    pub(super) async fn read_token(
        &self,
        key: &TokenKey,
        token: &SessionToken,
    ) -> Result<SecretString, NoToken> {
        if let Some(token) = token.held() {
            return Ok(token);
        }
        let _turn = token.change.lock().await;
        if let Some(token) = token.held() {
            return Ok(token);
        }
        // The keyring would ask for its password.
        if self.is_locked() {
            return Err(TokenStoreError::Locked.into());
        }
        let read = self.shared.ports.token_store.load(key).await?;
        let read = read.ok_or(NoToken::Absent)?;
        token.hold(HeldToken::stored(read.clone(), TokenStorage::Keyring));
        Ok(read)
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
        let turn = session.token.change.lock().await;
        // What is not in view any more may have let go of its token.
        session.check()?;
        // Another confirmation may have been first.
        access.token = session.token.held().unwrap_or(access.token);
        let is_first = session.token.awaits_none();
        let key = session.token.await_next();
        let reply = request(access, key).await;
        let mut made_up_for = false;
        match &reply {
            Ok(ConfirmIdentityAnswer::Confirmed { token, .. }) => {
                session.token.replace(token.clone());
            }
            Err(ClientError::Unauthenticated) if !is_first => {
                made_up_for = session.token.take_awaited().is_some();
            }
            // Nothing but the reply to this one was outstanding.
            Ok(_) | Err(ClientError::Unauthenticated) if is_first => session.token.await_no_more(),
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
        match session.token.after(refused).await? {
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
        let current = lock(&self.shared.session).clone();
        // The account may have been left meanwhile, and come back to.
        let same = |current: &Arc<CurrentSession>| Arc::ptr_eq(&current.token, &session.token);
        if let Some(current) = current.filter(same) {
            self.keep_newest(&current.key, &current.token).await;
            self.tell_storage(&current);
            self.remember_session(&current).await;
            self.keep_profile(&current).await;
        } else if self.is_set_aside(session) {
            self.keep_newest(&session.key, &session.token).await;
            self.remember_set_aside(session.key.clone(), &session.token)
                .await;
            session.token.let_go();
        } else {
            // Whoever ended it had the token from before, which ends nothing any more.
            self.revoke_in_passing(session);
        }
    }

    /// Puts the newest token of `key` into the keyring; where that can't be, one that is not accepted any more does not
    /// stay there either.
    pub(super) async fn keep_newest(&self, key: &TokenKey, token: &SessionToken) {
        let Some(newest) = token.held() else { return };
        let storage = self.store_token(key, &newest).await;
        token.set_storage(&newest, storage);
        if storage == TokenStorage::Keyring {
            return;
        }
        if let Err(error) = self.shared.ports.token_store.delete(key).await {
            tracing::warn!(%error, "a token that is not accepted any more stays in the keyring");
        }
    }

    /// The keyring can be used again: sessions that live in memory alone are kept there from now on. False when they
    /// can't be.
    pub async fn keyring_returned(&self) -> bool {
        let aside_kept = self.keep_set_aside().await;
        let Ok(session) = self.session() else {
            return aside_kept;
        };
        if session.token.lives_in_memory() {
            self.keep_token(&session).await;
        }
        aside_kept && !session.token.lives_in_memory()
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
            self.update_services(|states| states.token_storage = session.token.storage());
        }
    }

    /// Asks the portal of a session that is not in force any more to end it, as far as this run holds its token.
    /// Nobody waits for the answer: without it the session ends by itself when it has been idle for long enough.
    pub(super) fn revoke_in_passing(&self, previous: &Arc<CurrentSession>) {
        self.revoke_if_held(previous.key.clone(), Arc::clone(&previous.token));
    }

    /// As [`Self::revoke_in_passing`], for the session of `key` that has `token`.
    pub(super) fn revoke_if_held(&self, key: TokenKey, token: Arc<SessionToken>) {
        if token.held().is_some() {
            let app = self.clone();
            self.end_in_passing(async move { app.revoke(&key, &token).await });
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
            NoToken::Store(error) => error.into(),
        }
    }
}
