//! What a request of the session in force needs, and when a reply still counts.

use std::sync::Arc;

use portal_client::{ClientError, PortalClient};
use secrecy::SecretString;

use super::current_session::{CurrentSession, HeldToken, session_ended};
use super::{ProfileApp, lock};
use crate::failure::{Failure, FailureCode};
use crate::ports::TokenStoreError;
use crate::session::TokenStorage;

/// What a request needs.
pub(super) struct Access {
    pub(super) session: Arc<CurrentSession>,
    pub(super) portal: PortalClient,
    pub(super) token: SecretString,
}

impl ProfileApp {
    /// The session in force.
    ///
    /// # Errors
    /// [`FailureCode::NotSignedIn`].
    pub(super) fn session(&self) -> Result<Arc<CurrentSession>, Failure> {
        lock(&self.shared.session)
            .clone()
            .ok_or_else(Failure::not_signed_in)
    }

    /// All that a request of `session` needs.
    pub(super) async fn access(&self, session: Arc<CurrentSession>) -> Result<Access, Failure> {
        let token = self.token(&session).await?;
        let portal = self.portal(&session.key.portal).await?;
        session.check()?;
        Ok(Access {
            session,
            portal,
            token,
        })
    }

    /// A reply to a request of `session`, if it still counts.
    pub(super) async fn accept<T>(
        &self,
        session: &Arc<CurrentSession>,
        reply: Result<T, ClientError>,
    ) -> Result<T, Failure> {
        if matches!(reply, Err(ClientError::Unauthenticated)) {
            return Err(self.end_session(session).await);
        }
        session.check()?;
        Ok(reply?)
    }

    /// The token of `session`; the first time after a restart it comes from the keyring.
    async fn token(&self, session: &Arc<CurrentSession>) -> Result<SecretString, Failure> {
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
        let load = || async {
            let token = self.shared.ports.token_store.load(&session.key).await?;
            let token = token.ok_or(NoToken::Absent)?;
            Ok::<_, NoToken>(HeldToken {
                token,
                storage: TokenStorage::Keyring,
            })
        };
        let held = session.token.get_or_try_init(load).await?;
        Ok(held.token.clone())
    }

    /// Tells where the token of `session` lives, if that session is in force.
    pub(super) fn tell_storage(&self, session: &Arc<CurrentSession>) {
        let current = lock(&self.shared.session);
        if is_same(current.as_ref(), session) {
            self.update_services(|states| states.token_storage = session.storage());
        }
    }

    /// Ends a session that the portal does not accept any more: its token, profile and place are cleared, the
    /// portal and the email stay for the sign-in form.
    async fn end_session(&self, session: &Arc<CurrentSession>) -> Failure {
        let _turn = self.shared.session_change.lock().await;
        if self.take_session(session, FailureCode::SessionEnded) {
            if let Err(error) = self.shared.ports.token_store.delete(&session.key).await {
                tracing::warn!(%error, "an ended session stays in the keyring");
            }
            self.forget_session(session).await;
        }
        session.check().err().unwrap_or_else(session_ended)
    }

    /// Takes `session` out of force for `reason`; false when it was not in force.
    pub(super) fn take_session(&self, session: &Arc<CurrentSession>, reason: FailureCode) -> bool {
        let mut current = lock(&self.shared.session);
        if !is_same(current.as_ref(), session) {
            return false;
        }
        *current = None;
        session.end(reason);
        self.update_services(|states| states.token_storage = None);
        true
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

fn is_same(current: Option<&Arc<CurrentSession>>, session: &Arc<CurrentSession>) -> bool {
    current.is_some_and(|current| Arc::ptr_eq(current, session))
}
