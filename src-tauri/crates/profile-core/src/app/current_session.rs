//! The session in force: its token, what was seen of its profile, and how it ends.

use std::sync::{Mutex, OnceLock};

use portal_client::IdempotencyKey;
use secrecy::{ExposeSecret, SecretString};

use super::api_keys::{Creation, CreationWish, Rotation};
use super::lock;
use super::outstanding::Outstanding;
use crate::failure::{Failure, FailureCode};
use crate::offline::SeenProfile;
use crate::ports::TokenKey;
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
    /// Held while the token is read from the keyring, and while the portal replaces it.
    pub(super) token_change: tokio::sync::Mutex<()>,
    /// The key that was asked for, until there is an answer.
    pub(super) creation: Outstanding<Creation, CreationWish>,
    /// The new secret that was asked for, until there is an answer.
    pub(super) rotation: Outstanding<Rotation, IdempotencyKey>,
    token: Mutex<Option<HeldToken>>,
    /// With what the next token was asked for, until a reply brings it.
    awaited: Mutex<Option<IdempotencyKey>>,
    seen: Mutex<Seen>,
    ended: OnceLock<FailureCode>,
}

/// A token, and where else than in memory it lives.
#[derive(Clone)]
pub(super) struct HeldToken {
    pub(super) token: SecretString,
    pub(super) storage: TokenStorage,
}

/// A token that is to be used in place of a refused one.
pub(super) enum Newer {
    /// A reply brought it.
    Replied(SecretString),
    /// The reply that should have brought it was lost.
    Awaited(SecretString),
}

impl Newer {
    pub(super) fn into_token(self) -> SecretString {
        match self {
            Self::Replied(token) | Self::Awaited(token) => token,
        }
    }
}

struct Seen {
    profile: Option<SeenProfile>,
    /// Counts what the person changed, so that a reply from before a change is known to be old.
    changes: u64,
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
            token_change: tokio::sync::Mutex::default(),
            creation: Outstanding::default(),
            rotation: Outstanding::default(),
            token: Mutex::new(token),
            awaited: Mutex::default(),
            seen: Mutex::new(Seen {
                profile,
                changes: 0,
            }),
            ended: OnceLock::new(),
        }
    }

    /// Where the token lives; `None` until it is read from the keyring.
    pub(super) fn storage(&self) -> Option<TokenStorage> {
        lock(&self.token).as_ref().map(|held| held.storage)
    }

    /// The token, if this run has needed it so far.
    pub(super) fn held_token(&self) -> Option<SecretString> {
        lock(&self.token).as_ref().map(|held| held.token.clone())
    }

    /// Takes the token that the keyring held. Called by the holder of `token_change`.
    pub(super) fn hold(&self, token: HeldToken) {
        *lock(&self.token) = Some(token);
    }

    /// Takes the token that the portal put in the place of the one before. Called by the holder of
    /// `token_change`.
    pub(super) fn replace_token(&self, token: SecretString) {
        if let Some(held) = &mut *lock(&self.token) {
            held.token = token;
        }
        self.await_token_no_more();
    }

    /// Whether no reply with a next token is outstanding.
    pub(super) fn awaits_no_token(&self) -> bool {
        lock(&self.awaited).is_none()
    }

    /// With what the next token is to be asked for; the same until it is here. Called by the holder of
    /// `token_change`.
    pub(super) fn await_token(&self) -> IdempotencyKey {
        lock(&self.awaited)
            .get_or_insert_with(IdempotencyKey::random)
            .clone()
    }

    /// No reply with a next token is outstanding any more.
    pub(super) fn await_token_no_more(&self) {
        *lock(&self.awaited) = None;
    }

    /// Takes the token that an outstanding reply should have brought, if there is one. Called by the holder
    /// of `token_change`.
    pub(super) fn take_awaited_token(&self) -> Option<SecretString> {
        let key = lock(&self.awaited).take()?;
        let token = key.next_token(&self.held_token()?);
        self.replace_token(token.clone());
        Some(token)
    }

    /// Says where the token lives by now.
    pub(super) fn set_storage(&self, storage: TokenStorage) {
        if let Some(held) = &mut *lock(&self.token) {
            held.storage = storage;
        }
    }

    /// The token that took the place of `refused`, if one did; waits for a replacement that is under way.
    pub(super) async fn token_after(&self, refused: &SecretString) -> Option<Newer> {
        let _turn = self.token_change.lock().await;
        let held = self.held_token()?;
        if held.expose_secret() == refused.expose_secret() {
            return self.take_awaited_token().map(Newer::Awaited);
        }
        Some(Newer::Replied(held))
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

pub(super) fn session_ended() -> Failure {
    Failure::new(FailureCode::SessionEnded, "the session has ended")
}
