//! The session in force: its token, what was seen of its profile, and how it ends.

use std::sync::{Arc, Mutex, OnceLock};

use tokio::sync::OnceCell;
use tokio_util::sync::CancellationToken;

use super::account_kept::{AccountKept, Asked};
use super::awaited_purchases::AwaitedPurchases;
use super::lock;
use super::moving::{Choice, Moves};
use super::seen::{Moment, Seen};
use super::session_token::SessionToken;
use crate::failure::{Failure, FailureCode};
use crate::offline::SeenProfile;
use crate::ports::TokenKey;
use crate::profile::{Profile, ProfileSnapshot};

/// One stay of an account in view, from sign-in, restart or a switch on until its session ends or another account takes its
/// place. A later stay is another value, so whoever still holds one that is over can do no harm to its successor.
pub(super) struct CurrentSession {
    pub(super) key: TokenKey,
    /// The address signed in with.
    pub(super) email: String,
    /// Held by the change of the person's own part of the profile that is under way; the others wait in order.
    pub(super) change: tokio::sync::Mutex<()>,
    /// What was asked for and not answered.
    pub(super) asked: Arc<Asked>,
    /// Whether the downloads that were left before this session go on.
    pub(super) downloads_taken_up: OnceCell<()>,
    /// The credits that the app waits for.
    pub(super) purchases: AwaitedPurchases,
    /// Where the person goes, from organization to organization.
    pub(super) moves: Moves,
    /// Its token: the same value each time that the account is in view, as long as the session lasts.
    pub(super) token: Arc<SessionToken>,
    seen: Mutex<Seen>,
    ended: OnceLock<FailureCode>,
    /// Cancelled when the session is not in force any more.
    over: CancellationToken,
}

impl CurrentSession {
    /// The session of `key`; its token is read from the keyring when it is first needed unless it is held already.
    pub(super) fn new(key: TokenKey, kept: AccountKept, seen: Seen) -> Self {
        let AccountKept {
            email,
            token,
            asked,
        } = kept;
        Self {
            key,
            email,
            asked,
            change: tokio::sync::Mutex::default(),
            downloads_taken_up: OnceCell::new(),
            purchases: AwaitedPurchases::default(),
            moves: Moves::default(),
            token,
            seen: Mutex::new(seen),
            ended: OnceLock::new(),
            over: CancellationToken::new(),
        }
    }

    /// What lasts beyond this stay.
    pub(super) fn kept(&self) -> AccountKept {
        AccountKept {
            email: self.email.clone(),
            token: Arc::clone(&self.token),
            asked: Arc::clone(&self.asked),
        }
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
            Some(FailureCode::Locked) => Err(Failure::locked()),
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
