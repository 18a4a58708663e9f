//! Locking the app: nothing of the person is in force, their tokens are not in memory, and the keyring has locked them away.

use std::sync::Arc;
use std::sync::Mutex;

use chrono::{DateTime, Utc};
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use super::account_kept::AccountKept;
use super::{ProfileApp, lock};
use crate::failure::{Failure, FailureCode};
use crate::lock::{LockSetting, LockState, locks_after, remember_locking_after, usable};
use crate::ports::{LocalStoreError, TokenKey, TokenStoreError};
use crate::remembered;
use crate::remembered_accounts;
use crate::session::TokenStorage;
use crate::start::Stage;

/// Whether the app is locked, and what it takes to lock and unlock it.
#[derive(Default)]
pub(super) struct Locking {
    state: watch::Sender<LockState>,
    /// After how many minutes without the person it locks.
    pub(super) after: watch::Sender<Option<u32>>,
    /// When the person did something last.
    pub(super) last_active: Mutex<DateTime<Utc>>,
    /// The account that was in view when it was locked.
    left: Mutex<Option<TokenKey>>,
    /// Held while the lock falls, from before anybody can see that until the tokens are locked away.
    falling: tokio::sync::Mutex<()>,
    /// The wait for the person's answer to the keyring, and what is to follow it; the next one takes its place.
    asking: Mutex<CancellationToken>,
}

/// The keyring is open, for whoever asked last.
struct Asked(CancellationToken);

impl Asked {
    /// Fails when somebody asked for something else since.
    fn check(&self) -> Result<(), Failure> {
        if self.0.is_cancelled() {
            return Err(Failure::locked());
        }
        Ok(())
    }
}

impl ProfileApp {
    /// Follows whether the app is locked.
    #[must_use]
    pub fn lock_state(&self) -> &watch::Sender<LockState> {
        &self.shared.locking.state
    }

    /// When the app locks, and whether it can.
    pub async fn lock_setting(&self) -> LockSetting {
        let support = self.shared.ports.token_lock.support().await;
        LockSetting {
            after_minutes: *self.shared.locking.after.borrow(),
            support,
        }
    }

    /// Has the app lock after so many minutes without the person, from one to 1,440; `None`: never. What turns the lock on
    /// has the keyring ask the person for a password to lock with, and waits as long as they take.
    ///
    /// # Errors
    /// [`FailureCode::UnlockDeclined`] when they turned that down, [`FailureCode::KeyringUnavailable`], or
    /// [`FailureCode::SettingsNotSaved`], also of another number. Everything is as before then. [`FailureCode::Locked`] while
    /// it is locked, or when another choice took the place of this one.
    pub async fn lock_after(&self, minutes: Option<u32>) -> Result<LockSetting, Failure> {
        self.check_unlocked()?;
        if minutes.is_some_and(|minutes| usable(minutes).is_none()) {
            let unusable = "not from 1 to 1,440 minutes";
            return Err(Failure::new(FailureCode::SettingsNotSaved, unusable));
        }
        match (self.locks(), minutes) {
            (false, Some(minutes)) => self.begin_to_lock(minutes).await?,
            (true, None) => self.lock_no_more().await?,
            (true, Some(_)) => self.lock_at_another_time(minutes).await?,
            // One that waits for the keyring is given up.
            (false, None) => lock(&self.shared.locking.asking).cancel(),
        }
        Ok(self.lock_setting().await)
    }

    async fn begin_to_lock(&self, minutes: u32) -> Result<(), Failure> {
        let asked = self.ask_to_open(true).await?;
        let _turn = self.shared.session_change.lock().await;
        asked.check()?;
        self.is_here_now();
        // First: where a killed process leaves off, the next unlocking gathers what is elsewhere.
        self.remember_locking(Some(minutes)).await?;
        let keys = self.signed_in_keys();
        if let Err(error) = self.shared.ports.token_lock.gather(&keys).await {
            self.remember_locking(None).await?;
            return Err(error.into());
        }
        // It shows the person before anybody unlocks anything.
        self.with_files(move |shared| {
            for key in &keys {
                shared.offline.remove_first_frame(key);
            }
        })
        .await;
        Ok(())
    }

    async fn lock_at_another_time(&self, minutes: Option<u32>) -> Result<(), Failure> {
        // One that is to turn it off and waits for the keyring is given up.
        lock(&self.shared.locking.asking).cancel();
        let _turn = self.shared.session_change.lock().await;
        self.check_unlocked()?;
        if !self.locks() {
            return Err(Failure::locked());
        }
        self.remember_locking(minutes).await
    }

    async fn lock_no_more(&self) -> Result<(), Failure> {
        // Closed from outside, it asks.
        let opened = match self.ask_to_open(false).await {
            Err(failure) if failure.code != FailureCode::KeyringUnavailable => return Err(failure),
            opened => opened.ok(),
        };
        let _turn = self.shared.session_change.lock().await;
        self.check_unlocked()?;
        if let Some(asked) = opened {
            asked.check()?;
        }
        if !self.locks() {
            return Ok(());
        }
        let token_lock = &self.shared.ports.token_lock;
        let keys = self.signed_in_keys();
        match token_lock.release(&keys).await {
            // Nothing can be moved, and nothing has to be: what is in memory is kept once there is a keyring again.
            Err(TokenStoreError::Missing) if self.holds_all(&keys) => {
                self.remember_locking(None).await?;
                token_lock.leave();
                self.keep_in_memory().await;
                return Ok(());
            }
            released => released?,
        }
        if let Err(failure) = self.remember_locking(None).await {
            // Back to where they are looked for.
            token_lock.gather(&keys).await?;
            return Err(failure);
        }
        // Somebody else may have removed the place.
        self.keep_in_memory().await;
        token_lock.discard().await;
        Ok(())
    }

    /// Whether memory holds the tokens of all these.
    fn holds_all(&self, keys: &[TokenKey]) -> bool {
        let current = lock(&self.shared.session).clone();
        let aside = self.shared.set_aside();
        keys.iter().all(|key| {
            let token = match &current {
                Some(session) if session.key == *key => Some(&session.token),
                _ => aside.get(key).map(|kept| &kept.token),
            };
            token.is_some_and(|token| token.held().is_some())
        })
    }

    /// Notes of all who are signed in where their tokens live by now.
    async fn keep_in_memory(&self) {
        let current = lock(&self.shared.session).clone();
        if let Some(session) = current {
            self.keep_newest(&session.key, &session.token).await;
            self.tell_storage(&session);
            self.remember_session(&session).await;
        }
        let aside = self.shared.set_aside().clone();
        for (key, kept) in aside {
            self.keep_newest(&key, &kept.token).await;
            self.remember_set_aside(key, &kept.token).await;
        }
    }

    async fn remember_locking(&self, minutes: Option<u32>) -> Result<(), Failure> {
        let shared = Arc::clone(&self.shared);
        let remembered = tokio::task::spawn_blocking(move || {
            let _turn = lock(&shared.files);
            remember_locking_after(&*shared.ports.local_store, minutes)
        });
        let written = remembered.await;
        written.unwrap_or_else(|error| Err(LocalStoreError(error.to_string())))?;
        self.shared.locking.after.send_replace(minutes);
        Ok(())
    }

    /// Locks the app, if the person wants that at all. At once nothing is in force any more; it ends when the tokens have left
    /// memory and the keyring has locked them away. For that it waits for a token that is being replaced at this moment.
    ///
    /// A session whose token the keyring does not hold ends: it would be nowhere.
    pub async fn lock_now(&self) {
        if !self.locks() {
            return;
        }
        let _falling = self.shared.locking.falling.lock().await;
        // A prompt that is answered from now on opens nothing.
        lock(&self.shared.locking.asking).cancel();
        let locked = self.shared.locking.state.send_if_modified(|state| {
            std::mem::replace(state, LockState::Locked) == LockState::Unlocked
        });
        if !locked {
            return;
        }
        tracing::info!("the app is locked");
        // Before its turn comes: what runs shows and asks nothing more.
        let current = lock(&self.shared.session).clone();
        if let Some(session) = current {
            self.take_out_of_view(&session, FailureCode::Locked);
        }
        let _turn = self.shared.session_change.lock().await;
        self.cancel_sign_in();
        let current = lock(&self.shared.session).take();
        if let Some(session) = current {
            self.take_out_of_view(&session, FailureCode::Locked);
            self.update_services(|states| states.token_storage = None);
            let kept = session.kept();
            *lock(&self.shared.locking.left) = Some(session.key.clone());
            self.shared.set_aside().insert(session.key.clone(), kept);
            self.shared.tray_due.notify_one();
        }
        let aside = self.shared.set_aside().clone();
        for (key, kept) in aside {
            self.lock_away(key, kept).await;
        }
        if let Err(error) = self.shared.ports.token_lock.lock().await {
            tracing::warn!(%error, "the keyring did not lock the tokens away");
        }
    }

    /// Takes the token of an account out of memory.
    async fn lock_away(&self, key: TokenKey, AccountKept { token, .. }: AccountKept) {
        token.settled().await;
        // Closed from outside, it would ask.
        let is_closed = token.storage() == Some(TokenStorage::MemoryKeyringLocked);
        if !token.is_kept() && !is_closed {
            self.keep_newest(&key, &token).await;
        }
        let Some(lost) = token.lock_away() else {
            return;
        };
        self.shared.set_aside().remove(&key);
        self.revoke_token_in_passing(key.portal.clone(), lost);
        self.with_files(move |shared| {
            remembered_accounts::set_signed_in(&*shared.ports.local_store, &key, false);
        })
        .await;
    }

    /// Unlocks the app by the keyring's own prompt, and leads to where the person left off. Waits as long as they take;
    /// another call has the keyring ask anew, and this one fails.
    ///
    /// # Errors
    /// [`FailureCode::UnlockDeclined`], [`FailureCode::KeyringUnavailable`], or [`FailureCode::Locked`] when another call
    /// took its place.
    pub async fn unlock(&self) -> Result<Stage, Failure> {
        let locking = &self.shared.locking;
        drop(locking.falling.lock().await);
        let mut asked = None;
        if self.is_locked() {
            // An answer that came too late, or somebody else, may have opened it.
            self.shared.ports.token_lock.lock().await?;
            asked = Some(self.ask_to_open(false).await?);
        }
        let _turn = self.shared.session_change.lock().await;
        if self.is_locked() {
            let asked = asked.ok_or_else(Failure::locked)?;
            asked.check()?;
            let keys = self.signed_in_keys();
            self.shared.ports.token_lock.gather(&keys).await?;
            asked.check()?;
            self.be_unlocked();
        }
        let left = lock(&self.shared.locking.left).take();
        let left = left.and_then(|key| Some((self.kept_aside(&key)?, key)));
        Ok(match left {
            Some((kept, key)) => self.signed_in(&*self.bring_back(key, kept).await),
            None => self.start(Vec::new()).stage,
        })
    }

    /// Has the keyring ask the person, unless it is open. A call that still waits for an answer fails.
    async fn ask_to_open(&self, makes: bool) -> Result<Asked, Failure> {
        let asking = CancellationToken::new();
        let before = std::mem::replace(&mut *lock(&self.shared.locking.asking), asking.clone());
        before.cancel();
        let opened = asking.run_until_cancelled(self.shared.ports.token_lock.open(makes));
        match opened.await {
            Some(opened) => {
                opened?;
                Ok(Asked(asking))
            }
            None => Err(Failure::locked()),
        }
    }

    /// Goes on without what is locked away, such as when the password to unlock it is forgotten: all sessions on this
    /// computer are given up, as far as this machine is concerned, and the app locks no more. Leads to the sign-in.
    pub async fn give_up_locked(&self) -> Stage {
        lock(&self.shared.locking.asking).cancel();
        let _turn = self.shared.session_change.lock().await;
        if !self.is_locked() {
            return self.start(Vec::new()).stage;
        }
        let keys = self.signed_in_keys();
        self.shared.set_aside().clear();
        *lock(&self.shared.locking.left) = None;
        self.shared.ports.token_lock.discard().await;
        self.with_files(move |shared| {
            let store = &*shared.ports.local_store;
            for key in &keys {
                remembered_accounts::set_signed_in(store, key, false);
                shared.offline.remove(key);
            }
            if let Some(mut session) = remembered::session(store) {
                session.account = None;
                remembered::remember_session(store, &session);
            }
        })
        .await;
        if let Err(error) = self.remember_locking(None).await {
            tracing::warn!(%error, "the next start asks for the keyring again");
            self.shared.locking.after.send_replace(None);
        }
        self.be_unlocked();
        self.start(Vec::new()).stage
    }

    fn be_unlocked(&self) {
        tracing::info!("the app is unlocked");
        self.is_here_now();
        self.lock_state().send_replace(LockState::Unlocked);
    }

    /// A start of an app that locks begins with that.
    pub(super) fn begin_locked(&self) {
        let locking = &self.shared.locking;
        self.is_here_now();
        let after = locks_after(&*self.shared.ports.local_store);
        locking.after.send_replace(after);
        if after.is_some() {
            locking.state.send_replace(LockState::Locked);
        }
    }

    /// What names the tokens of all who are signed in.
    fn signed_in_keys(&self) -> Vec<TokenKey> {
        let store = &*self.shared.ports.local_store;
        let used = self.used_accounts().into_iter();
        let mut keys: Vec<_> = used
            .filter(|it| it.is_signed_in)
            .map(|it| it.key())
            .collect();
        let last = remembered::session(store).and_then(|last| {
            let (portal, account) = (last.portal, last.account?);
            Some(TokenKey { portal, account })
        });
        keys.extend(last.filter(|last| !keys.contains(last)));
        keys
    }

    /// Whether the app locks at some time.
    pub(super) fn locks(&self) -> bool {
        self.shared.locking.after.borrow().is_some()
    }

    pub(super) fn is_locked(&self) -> bool {
        *self.shared.locking.state.borrow() == LockState::Locked
    }

    pub(super) fn check_unlocked(&self) -> Result<(), Failure> {
        if self.is_locked() {
            return Err(Failure::locked());
        }
        Ok(())
    }
}
