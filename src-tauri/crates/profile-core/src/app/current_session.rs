//! The session in force: its token, what was seen of its profile, and how it ends.

use std::sync::{Arc, Mutex, OnceLock};

use portal_client::{ClientError, PortalClient};
use secrecy::SecretString;
use tokio::sync::OnceCell;

use super::{ProfileApp, lock};
use crate::failure::{Failure, FailureCode};
use crate::offline::SeenProfile;
use crate::ports::{TokenKey, TokenStoreError};
use crate::profile::{Profile, ProfileSnapshot};
use crate::session::TokenStorage;

/// One session, from sign-in or restart to its end. A later session is another value, so whoever still
/// holds an ended one can do no harm to its successor.
pub(super) struct CurrentSession {
    pub(super) key: TokenKey,
    /// The address signed in with.
    pub(super) email: String,
    /// Held by the change of the profile that is under way; the others wait in order.
    pub(super) change: tokio::sync::Mutex<()>,
    token: OnceCell<HeldToken>,
    seen: Mutex<Seen>,
    ended: OnceLock<FailureCode>,
}

/// A token, and where else than in memory it lives.
#[derive(Clone)]
pub(super) struct HeldToken {
    pub(super) token: SecretString,
    pub(super) storage: TokenStorage,
}

struct Seen {
    profile: Option<SeenProfile>,
    /// Counts what the person changed, so that a reply from before a change is known to be old.
    changes: u64,
}

/// What a request needs.
pub(super) struct Access {
    pub(super) session: Arc<CurrentSession>,
    pub(super) portal: PortalClient,
    pub(super) token: SecretString,
}

impl CurrentSession {
    /// The session of `key`; its token is read from the keyring when it is first needed unless given here.
    pub(super) fn new(
        key: TokenKey,
        email: String,
        token: Option<HeldToken>,
        profile: Option<SeenProfile>,
    ) -> Self {
        Self {
            key,
            email,
            change: tokio::sync::Mutex::default(),
            token: OnceCell::new_with(token),
            seen: Mutex::new(Seen {
                profile,
                changes: 0,
            }),
            ended: OnceLock::new(),
        }
    }

    /// Where the token lives; `None` until it is read from the keyring.
    pub(super) fn storage(&self) -> Option<TokenStorage> {
        self.token.get().map(|held| held.storage)
    }

    /// The profile as last seen.
    pub(super) fn seen(&self) -> Option<SeenProfile> {
        lock(&self.seen).profile.clone()
    }

    /// The number of changes so far; to be handed to [`Self::see`].
    pub(super) fn changes(&self) -> u64 {
        lock(&self.seen).changes
    }

    /// Takes `profile` as seen, unless the person changed something since `changes` was read: then the reply
    /// is older than what is shown. Answers what is shown.
    pub(super) fn see(&self, changes: u64, profile: SeenProfile) -> ProfileSnapshot {
        let mut seen = lock(&self.seen);
        if seen.changes != changes
            && let Some(newer) = &seen.profile
        {
            return newer.snapshot.clone();
        }
        seen.profile.insert(profile).snapshot.clone()
    }

    /// Takes over what the portal said after a change.
    pub(super) fn see_changed(&self, profile: SeenProfile) -> ProfileSnapshot {
        let mut seen = lock(&self.seen);
        seen.changes += 1;
        seen.profile.insert(profile).snapshot.clone()
    }

    /// Changes a part of the profile as the portal confirmed it; `None` when no profile was seen yet.
    pub(super) fn see_change(&self, change: impl FnOnce(&mut Profile)) -> Option<ProfileSnapshot> {
        let mut seen = lock(&self.seen);
        seen.changes += 1;
        let snapshot = &mut seen.profile.as_mut()?.snapshot;
        change(&mut snapshot.profile);
        Some(snapshot.clone())
    }

    /// Why the session can't be used any more, if so.
    pub(super) fn check(&self) -> Result<(), Failure> {
        match self.ended.get() {
            None => Ok(()),
            Some(FailureCode::SessionEnded) => Err(session_ended()),
            Some(_) => Err(Failure::not_signed_in()),
        }
    }

    /// From now on the session is not in force; those who still use it are told `reason`.
    pub(super) fn end(&self, reason: FailureCode) {
        // The first reason stands.
        let _ = self.ended.set(reason);
    }
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

fn session_ended() -> Failure {
    Failure::new(FailureCode::SessionEnded, "the session has ended")
}
