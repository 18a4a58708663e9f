//! The session in force: its token, what was seen of its profile, and how it ends.

use std::sync::{Mutex, OnceLock};

use portal_client::IdempotencyKey;
use secrecy::{ExposeSecret, SecretString};
use tokio::sync::OnceCell;
use tokio_util::sync::CancellationToken;

use super::api_keys::{Creation, CreationWish, Rotation};
use super::awaited_purchases::AwaitedPurchases;
use super::buying_credits::Buying;
use super::creating_organizations::Founding;
use super::exports::Exporting;
use super::lock;
use super::moving::{Choice, Moves};
use super::outstanding::Outstanding;
use super::seen::{Moment, Seen};
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
    /// Held by the change of the person's own part of the profile that is under way; the others wait in order.
    pub(super) change: tokio::sync::Mutex<()>,
    /// Held while the token is read from the keyring, and while the portal replaces it.
    pub(super) token_change: tokio::sync::Mutex<()>,
    /// The key that was asked for, until there is an answer.
    pub(super) creation: Outstanding<Creation, CreationWish>,
    /// The new secret that was asked for, until there is an answer.
    pub(super) rotation: Outstanding<Rotation, IdempotencyKey>,
    /// The organization that was asked for, until there is an answer.
    pub(super) founding: Outstanding<Founding, IdempotencyKey>,
    /// The credits that were asked for, until there is an answer.
    pub(super) buying: Outstanding<Buying, IdempotencyKey>,
    /// The export that was asked for, until there is an answer.
    pub(super) exporting: Outstanding<Exporting, IdempotencyKey>,
    /// Whether the downloads that were left before this session go on.
    pub(super) downloads_taken_up: OnceCell<()>,
    /// The credits that the app waits for.
    pub(super) purchases: AwaitedPurchases,
    /// Where the person goes, from organization to organization.
    pub(super) moves: Moves,
    token: Mutex<Option<HeldToken>>,
    /// With what the next token was asked for, until a reply brings it.
    awaited: Mutex<Option<IdempotencyKey>>,
    seen: Mutex<Seen>,
    ended: OnceLock<FailureCode>,
    /// Cancelled when the session is not in force any more.
    over: CancellationToken,
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

impl CurrentSession {
    /// The session of `key`; its token is read from the keyring when it is first needed unless given here.
    pub(super) fn new(key: TokenKey, email: String, token: Option<HeldToken>, seen: Seen) -> Self {
        Self {
            key,
            email,
            change: tokio::sync::Mutex::default(),
            token_change: tokio::sync::Mutex::default(),
            creation: Outstanding::default(),
            rotation: Outstanding::default(),
            founding: Outstanding::default(),
            buying: Outstanding::default(),
            exporting: Outstanding::default(),
            downloads_taken_up: OnceCell::new(),
            purchases: AwaitedPurchases::default(),
            moves: Moves::default(),
            token: Mutex::new(token),
            awaited: Mutex::default(),
            seen: Mutex::new(seen),
            ended: OnceLock::new(),
            over: CancellationToken::new(),
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
        lock(&self.seen).profile().cloned()
    }

    /// What is in view, and what the person changed so far.
    pub(super) fn now(&self) -> Moment {
        lock(&self.seen).now()
    }

    /// See [`Seen::see`].
    pub(super) fn see(
        &self,
        moment: &Moment,
        reply: SeenProfile,
    ) -> Result<ProfileSnapshot, Failure> {
        lock(&self.seen).see(moment, reply)
    }

    /// See [`Seen::enter`]; fails when the person made another choice since.
    pub(super) fn enter(
        &self,
        choice: Choice,
        moment: &Moment,
        reply: SeenProfile,
    ) -> Result<ProfileSnapshot, Failure> {
        let mut seen = lock(&self.seen);
        self.moves.check(choice)?;
        Ok(seen.enter(moment, reply))
    }

    /// See [`Seen::see_account_changed`].
    pub(super) fn see_account_changed(
        &self,
        moment: &Moment,
        reply: SeenProfile,
    ) -> ProfileSnapshot {
        lock(&self.seen).see_account_changed(moment, reply)
    }

    /// See [`Seen::see_account_change`].
    pub(super) fn see_account_change(
        &self,
        change: impl FnOnce(&mut Profile),
    ) -> Option<ProfileSnapshot> {
        lock(&self.seen).see_account_change(change)
    }

    /// See [`Seen::see_organization_changed`].
    pub(super) fn see_organization_changed(
        &self,
        moment: &Moment,
        reply: SeenProfile,
    ) -> Result<ProfileSnapshot, Failure> {
        lock(&self.seen).see_organization_changed(moment, reply)
    }

    /// See [`Seen::see_organization_change`].
    pub(super) fn see_organization_change(
        &self,
        moment: &Moment,
        change: impl FnOnce(&mut Profile),
    ) -> Result<Option<ProfileSnapshot>, Failure> {
        lock(&self.seen).see_organization_change(moment, change)
    }

    /// Why the session can't be used any more, if so.
    pub(super) fn check(&self) -> Result<(), Failure> {
        match self.ended.get() {
            None => Ok(()),
            Some(FailureCode::SessionEnded) => Err(session_ended()),
            Some(_) => Err(Failure::not_signed_in()),
        }
    }

    /// Cancelled when the session is not in force any more.
    pub(super) fn over(&self) -> &CancellationToken {
        &self.over
    }

    /// From now on the session is not in force; those who still use it are told `reason`.
    pub(super) fn end(&self, reason: FailureCode) {
        // The first reason stands.
        let _ = self.ended.set(reason);
        self.over.cancel();
    }
}

pub(super) fn session_ended() -> Failure {
    Failure::new(FailureCode::SessionEnded, "the session has ended")
}
