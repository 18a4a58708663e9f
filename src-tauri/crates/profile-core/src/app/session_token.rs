//! The token of one account: in memory as long as it is needed, and replaced when the portal says so.

use std::sync::Mutex;

use portal_client::IdempotencyKey;
use secrecy::{ExposeSecret, SecretString};

use super::lock;
use crate::session::TokenStorage;

/// The token of one account's session. It is the same value while the account is in view and while another one is, so that
/// a replacement that is under way at that moment is lost in neither.
#[derive(Default)]
pub(super) struct SessionToken {
    /// Held while the token is read from the keyring, and while the portal replaces it.
    pub(super) change: tokio::sync::Mutex<()>,
    held: Mutex<Option<HeldToken>>,
    /// With what the next token was asked for, until a reply brings it.
    awaited: Mutex<Option<IdempotencyKey>>,
}

/// A token, and where else than in memory it lives.
pub(super) struct HeldToken {
    token: SecretString,
    storage: TokenStorage,
    /// Whether the keyring holds this one, and not the one before.
    is_kept: bool,
}

impl HeldToken {
    /// One that `storage` tells the whereabouts of.
    pub(super) fn stored(token: SecretString, storage: TokenStorage) -> Self {
        Self {
            token,
            storage,
            is_kept: storage == TokenStorage::Keyring,
        }
    }
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

impl From<HeldToken> for SessionToken {
    fn from(held: HeldToken) -> Self {
        Self {
            held: Mutex::new(Some(held)),
            ..Self::default()
        }
    }
}

impl SessionToken {
    /// Where the token lives; `None` until it is read from the keyring.
    pub(super) fn storage(&self) -> Option<TokenStorage> {
        lock(&self.held).as_ref().map(|held| held.storage)
    }

    /// Whether it lives in memory and nowhere else.
    pub(super) fn lives_in_memory(&self) -> bool {
        self.storage().is_some_and(|it| it != TokenStorage::Keyring)
    }

    /// The token, if this run has needed it so far.
    pub(super) fn held(&self) -> Option<SecretString> {
        lock(&self.held).as_ref().map(|held| held.token.clone())
    }

    /// Takes the token that the keyring held. Called by the holder of `change`.
    pub(super) fn hold(&self, token: HeldToken) {
        *lock(&self.held) = Some(token);
    }

    /// Lets go of a token that the keyring holds as well, unless it is being replaced.
    pub(super) fn let_go(&self) {
        let Ok(_turn) = self.change.try_lock() else {
            return;
        };
        if self.awaits_none() {
            lock(&self.held).take_if(|held| held.is_kept);
        }
    }

    /// Waits for a read or a replacement that is under way.
    pub(super) async fn settled(&self) {
        drop(self.change.lock().await);
    }

    /// Whether the keyring holds the newest one, as far as this run knows one.
    pub(super) fn is_kept(&self) -> bool {
        lock(&self.held).as_ref().is_none_or(|held| held.is_kept)
    }

    /// Lets go of the token, wherever else it lives, and hands over one that lives nowhere else.
    pub(super) fn lock_away(&self) -> Option<SecretString> {
        let held = lock(&self.held).take()?;
        (!held.is_kept).then_some(held.token)
    }

    /// Takes the token that the portal put in the place of the one before. Called by the holder of `change`.
    pub(super) fn replace(&self, token: SecretString) {
        if let Some(held) = &mut *lock(&self.held) {
            held.token = token;
            held.is_kept = false;
        }
        self.await_no_more();
    }

    /// Whether no reply with a next token is outstanding.
    pub(super) fn awaits_none(&self) -> bool {
        lock(&self.awaited).is_none()
    }

    /// With what the next token is to be asked for; the same until it is here. Called by the holder of `change`.
    pub(super) fn await_next(&self) -> IdempotencyKey {
        lock(&self.awaited)
            .get_or_insert_with(IdempotencyKey::random)
            .clone()
    }

    /// No reply with a next token is outstanding any more.
    pub(super) fn await_no_more(&self) {
        *lock(&self.awaited) = None;
    }

    /// Takes the token that an outstanding reply should have brought, if there is one. Called by the holder of
    /// `change`.
    pub(super) fn take_awaited(&self) -> Option<SecretString> {
        let key = lock(&self.awaited).take()?;
        let token = key.next_token(&self.held()?);
        self.replace(token.clone());
        Some(token)
    }

    /// Says where `token` lives by now, unless another one has taken its place: that is about to be kept as well.
    pub(super) fn set_storage(&self, token: &SecretString, storage: TokenStorage) {
        let mut held = lock(&self.held);
        let is_same = |it: &&mut HeldToken| it.token.expose_secret() == token.expose_secret();
        if let Some(held) = held.as_mut().filter(is_same) {
            *held = HeldToken::stored(token.clone(), storage);
        }
    }

    /// The token that took the place of `refused`, if one did; waits for a replacement that is under way.
    pub(super) async fn after(&self, refused: &SecretString) -> Option<Newer> {
        let _turn = self.change.lock().await;
        let held = self.held()?;
        if held.expose_secret() == refused.expose_secret() {
            return self.take_awaited().map(Newer::Awaited);
        }
        Some(Newer::Replied(held))
    }
}
