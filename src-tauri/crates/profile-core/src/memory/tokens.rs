//! A token store for tests, and the place in it that can be locked.

use std::collections::HashMap;
use std::sync::Mutex;

use async_trait::async_trait;
use secrecy::SecretString;
use tokio::sync::watch;

use super::{Fault, lock};
use crate::lock::LockSupport;
use crate::ports::{TokenKey, TokenLock, TokenLockError, TokenStore, TokenStoreError};

/// What the person does when the keyring asks them for a password.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PromptAnswer {
    /// They give it.
    #[default]
    Given,
    /// They turn it down.
    Declined,
    /// They let it wait, until a test sets another answer.
    Awaited,
}

/// Tokens in memory.
#[derive(Default)]
pub struct MemoryTokenStore {
    tokens: Mutex<HashMap<TokenKey, SecretString>>,
    /// Where tokens are locked away; absent until it is made.
    place: Mutex<Option<Place>>,
    /// Whether tokens are kept there.
    is_apart: Mutex<bool>,
    answer: watch::Sender<PromptAnswer>,
    /// How often the person was asked.
    prompts: watch::Sender<u32>,
    fault: Mutex<Fault>,
    full: Mutex<bool>,
}

#[derive(Default)]
struct Place {
    tokens: HashMap<TokenKey, SecretString>,
    is_open: bool,
}

impl MemoryTokenStore {
    /// A store that keeps tokens where they can be locked away, as after a run that did.
    pub fn keep_apart(&self) {
        *lock(&self.is_apart) = true;
    }

    /// The person answers prompts like this from now on, also one that waits.
    pub fn set_answer(&self, answer: PromptAnswer) {
        self.answer.send_replace(answer);
    }

    /// Follows how often the person was asked for a password.
    #[must_use]
    pub fn prompts(&self) -> watch::Receiver<u32> {
        self.prompts.subscribe()
    }

    /// Whether there is a place for locked tokens, and it is open; `None` when there is none.
    #[must_use]
    pub fn is_open(&self) -> Option<bool> {
        lock(&self.place).as_ref().map(|place| place.is_open)
    }

    /// Another program removes the place, with all tokens in it.
    pub fn lose_place(&self) {
        *lock(&self.place) = None;
    }

    /// What an interrupted move left where tokens are without a lock.
    pub fn leave_elsewhere(&self, key: &TokenKey, token: SecretString) {
        lock(&self.tokens).insert(key.clone(), token);
    }

    /// The number of tokens where they can be locked away.
    #[must_use]
    pub fn entries_apart(&self) -> usize {
        lock(&self.place).as_ref().map_or(0, |it| it.tokens.len())
    }

    /// Behaves as `fault` says from now on.
    pub fn set_fault(&self, fault: Fault) {
        *lock(&self.fault) = fault;
    }

    /// From now on nothing can be saved if `full`; all else works.
    pub fn set_full(&self, full: bool) {
        *lock(&self.full) = full;
    }

    /// The token of `key`, whatever the fault.
    #[must_use]
    pub fn peek(&self, key: &TokenKey) -> Option<SecretString> {
        lock(&self.tokens).get(key).cloned()
    }

    /// The number of entries, whatever the fault.
    #[must_use]
    pub fn entries(&self) -> usize {
        lock(&self.tokens).len()
    }

    fn check(&self) -> Result<(), TokenStoreError> {
        match *lock(&self.fault) {
            Fault::None => Ok(()),
            Fault::Missing => Err(TokenStoreError::Missing),
            Fault::Locked => Err(TokenStoreError::Locked),
            Fault::Failed => Err(TokenStoreError::Failed("switched on by a test".into())),
        }
    }

    /// Uses the tokens where they are kept, asking the person where they are locked away.
    async fn in_place<T>(
        &self,
        work: impl FnOnce(&mut HashMap<TokenKey, SecretString>) -> T + Send,
    ) -> Result<T, TokenStoreError> {
        self.check()?;
        if !*lock(&self.is_apart) {
            return Ok(work(&mut lock(&self.tokens)));
        }
        let is_locked = lock(&self.place).as_ref().is_some_and(|it| !it.is_open);
        if is_locked {
            self.prompts.send_modify(|prompts| *prompts += 1);
            return Err(TokenStoreError::Locked);
        }
        let mut place = lock(&self.place);
        Ok(work(&mut place.get_or_insert_default().tokens))
    }
}

#[async_trait]
impl TokenStore for MemoryTokenStore {
    async fn load(&self, key: &TokenKey) -> Result<Option<SecretString>, TokenStoreError> {
        self.in_place(|tokens| tokens.get(key).cloned()).await
    }

    async fn save(&self, key: &TokenKey, token: &SecretString) -> Result<(), TokenStoreError> {
        if *lock(&self.full) {
            self.check()?;
            return Err(TokenStoreError::Failed("filled up by a test".into()));
        }
        let (key, token) = (key.clone(), token.clone());
        self.in_place(|tokens| drop(tokens.insert(key, token)))
            .await
    }

    async fn delete(&self, key: &TokenKey) -> Result<(), TokenStoreError> {
        self.in_place(|tokens| drop(tokens.remove(key))).await
    }
}

#[async_trait]
impl TokenLock for MemoryTokenStore {
    async fn support(&self) -> LockSupport {
        match self.check() {
            Ok(()) => LockSupport::Available,
            Err(_) => LockSupport::NoKeyring,
        }
    }

    async fn open(&self, makes: bool) -> Result<(), TokenLockError> {
        self.check()?;
        if !makes && self.is_open().is_none() {
            return Err(TokenStoreError::Missing.into());
        }
        if self.is_open() == Some(true) {
            return Ok(());
        }
        self.prompts.send_modify(|prompts| *prompts += 1);
        let mut answers = self.answer.subscribe();
        let answer = answers.wait_for(|it| *it != PromptAnswer::Awaited).await;
        if !answer.is_ok_and(|it| *it == PromptAnswer::Given) {
            return Err(TokenLockError::Declined);
        }
        lock(&self.place).get_or_insert_default().is_open = true;
        Ok(())
    }

    async fn gather(&self, keys: &[TokenKey]) -> Result<(), TokenStoreError> {
        self.check()?;
        let mut place = lock(&self.place);
        let place = place.as_mut().filter(|it| it.is_open);
        let place = place.ok_or(TokenStoreError::Locked)?;
        let mut is_apart = lock(&self.is_apart);
        for key in keys {
            let Some(token) = lock(&self.tokens).remove(key) else {
                continue;
            };
            if !*is_apart || !place.tokens.contains_key(key) {
                place.tokens.insert(key.clone(), token);
            }
        }
        *is_apart = true;
        Ok(())
    }

    async fn release(&self, keys: &[TokenKey]) -> Result<(), TokenStoreError> {
        self.check()?;
        if let Some(place) = &*lock(&self.place) {
            if !place.is_open {
                return Err(TokenStoreError::Locked);
            }
            let copies = keys
                .iter()
                .filter_map(|key| Some((key.clone(), place.tokens.get(key)?.clone())));
            lock(&self.tokens).extend(copies);
        }
        *lock(&self.is_apart) = false;
        Ok(())
    }

    fn leave(&self) {
        *lock(&self.is_apart) = false;
    }

    async fn lock(&self) -> Result<(), TokenStoreError> {
        self.check()?;
        if let Some(place) = &mut *lock(&self.place) {
            place.is_open = false;
        }
        Ok(())
    }

    async fn discard(&self) {
        *lock(&self.place) = None;
        *lock(&self.is_apart) = false;
    }
}
