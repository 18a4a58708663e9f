//! Session tokens in the operating system's keyring.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::time::Duration;

use async_trait::async_trait;
use keyring::Entry;
use profile_core::lock::LockSupport;
use profile_core::ports::{TokenKey, TokenLock, TokenLockError, TokenStore, TokenStoreError};
use profile_core::services::ServiceState;
use secrecy::{ExposeSecret, SecretString};
use tokio::sync::{oneshot, watch};

use crate::platform;
use crate::time_budget::within;
use crate::token_places::{Deed, Places};

/// How long the app waits for the keyring. A prompt stays open longer; what the person decides
/// there counts for the next call.
const BUDGET: Duration = Duration::from_secs(3);

type Job = Box<dyn FnOnce() + Send>;

/// One keyring entry per account, named by the service, the portal and the account.
///
/// All calls run on one thread in the order they were made, so that a removal can't be overtaken
/// by a store that hung before it.
pub(crate) struct KeyringTokenStore {
    /// Where entries are found.
    places: Places,
    jobs: Mutex<Worker>,
    /// Counts the tokens that were to be kept, of each account.
    saves: Mutex<HashMap<TokenKey, Arc<AtomicU64>>>,
    /// How it was found when it was used last.
    state: watch::Sender<ServiceState>,
}

/// The thread that talks to the keyring.
#[derive(Clone)]
struct Worker {
    jobs: mpsc::Sender<Job>,
    awaits_unlock: Arc<AtomicBool>,
}

impl Worker {
    fn start() -> Self {
        let (jobs, queue) = mpsc::channel::<Job>();
        std::thread::spawn(move || queue.into_iter().for_each(|job| job()));
        Self {
            jobs,
            awaits_unlock: Arc::default(),
        }
    }
}

impl KeyringTokenStore {
    /// A store whose entries belong to `service`. They can be kept in a `part` of the keyring that is locked by itself, and
    /// are from the start if `is_apart`.
    pub(crate) fn new(service: String, part: String, is_apart: bool) -> Self {
        Self {
            places: Places {
                service,
                part,
                is_apart: Arc::new(AtomicBool::new(is_apart)),
            },
            jobs: Mutex::new(Worker::start()),
            saves: Mutex::default(),
            state: watch::Sender::default(),
        }
    }

    /// The part of the keyring where tokens are kept, if that is one of their own.
    pub(crate) fn part(&self) -> Option<String> {
        self.places.in_force().map(str::to_owned)
    }

    /// Follows how the keyring was found when it was used last; one that is locked is no help.
    pub(crate) fn state(&self) -> watch::Receiver<ServiceState> {
        self.state.subscribe()
    }

    /// The keyring has come and can't be used yet: it is worth another look.
    pub(crate) fn arrived(&self) {
        self.state.send_replace(ServiceState::Failed);
    }

    /// The keyring can be used again. A thread that still waits for a prompt of one that is gone would wait forever.
    pub(crate) fn returned(&self) {
        let mut worker = self.jobs.lock().unwrap_or_else(PoisonError::into_inner);
        if worker.awaits_unlock.load(Ordering::SeqCst) {
            *worker = Worker::start();
        }
        self.state.send_replace(ServiceState::Available);
    }

    async fn run<T: Send + 'static>(
        &self,
        key: &TokenKey,
        work: impl FnOnce(&Entry) -> keyring::Result<T> + Send + 'static,
    ) -> Result<Option<T>, TokenStoreError> {
        let outcome = self.try_run(key, work).await;
        let state = match &outcome {
            Ok(_) => ServiceState::Available,
            Err(TokenStoreError::Missing) => ServiceState::Missing,
            Err(_) => ServiceState::Failed,
        };
        self.state
            .send_if_modified(|before| std::mem::replace(before, state) != state);
        outcome
    }

    /// Runs `work` on the entry of `key`; an absent entry is `None`.
    async fn try_run<T: Send + 'static>(
        &self,
        key: &TokenKey,
        work: impl FnOnce(&Entry) -> keyring::Result<T> + Send + 'static,
    ) -> Result<Option<T>, TokenStoreError> {
        let key = key.clone();
        let on_entry = move |places: &Places| {
            places
                .entry(&key, places.in_force())
                .and_then(|it| work(&it))
        };
        match self.work(on_entry).await? {
            Ok(value) => Ok(Some(value)),
            Err(error) => platform::keyring_fault(&error).map_or(Ok(None), Err),
        }
    }

    /// Runs `work` on the keyring's thread, in its turn: where tokens are is known only then.
    async fn work<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Places) -> T + Send + 'static,
    ) -> Result<T, TokenStoreError> {
        let places = self.places.clone();
        let worker = self
            .jobs
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        let awaits_unlock = Arc::clone(&worker.awaits_unlock);
        let (answer, answered) = oneshot::channel();
        let job = Box::new(move || {
            let is_locked = platform::keyring_is_locked(places.in_force());
            awaits_unlock.store(is_locked, Ordering::SeqCst);
            let result = work(&places);
            awaits_unlock.store(false, Ordering::SeqCst);
            // Nobody waits any more when the budget is spent.
            let _ = answer.send(result);
        });
        worker.jobs.send(job).map_err(|_| stopped())?;
        match tokio::time::timeout(BUDGET, answered).await {
            Ok(Ok(result)) => Ok(result),
            Ok(Err(_)) => Err(stopped()),
            Err(_) if worker.awaits_unlock.load(Ordering::SeqCst) => Err(TokenStoreError::Locked),
            Err(_) => Err(late()),
        }
    }

    /// Runs a move of tokens, which counts if it comes to its end before anybody gives it up.
    async fn move_tokens(
        &self,
        moving: impl FnOnce(&Places, &Deed) -> keyring::Result<()> + Send + 'static,
    ) -> Result<(), TokenStoreError> {
        let deed = Arc::new(Deed::default());
        let moved = self.work({
            let deed = Arc::clone(&deed);
            move |places| moving(places, &deed)
        });
        match moved.await {
            Ok(moved) => {
                // What is not there was not asked for.
                moved.or_else(|error| platform::keyring_fault(&error).map_or(Ok(()), Err))
            }
            Err(_) if !deed.give_up() => Ok(()),
            Err(error) => Err(error),
        }
    }
}

fn late() -> TokenStoreError {
    TokenStoreError::Failed(format!("no answer within {} s", BUDGET.as_secs()))
}

fn turned_down(error: TokenLockError) -> keyring::Error {
    keyring::Error::NoStorageAccess(Box::new(error))
}

fn stopped() -> TokenStoreError {
    TokenStoreError::Failed("the thread that talks to the keyring ended".to_owned())
}

#[async_trait]
impl TokenStore for KeyringTokenStore {
    async fn load(&self, key: &TokenKey) -> Result<Option<SecretString>, TokenStoreError> {
        let read = |entry: &Entry| entry.get_password().map(SecretString::from);
        self.run(key, read).await
    }

    async fn save(&self, key: &TokenKey, token: &SecretString) -> Result<(), TokenStoreError> {
        let token = token.clone();
        let given_up = Arc::new(AtomicBool::new(false));
        let too_late = Arc::clone(&given_up);
        let saves = {
            let mut of_all = self.saves.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(of_all.entry(key.clone()).or_default())
        };
        let number = saves.fetch_add(1, Ordering::SeqCst);
        let places = self.places.clone();
        let write = move |entry: &Entry| {
            // Else the keyring would be asked for another part with the same name when the person turns it down.
            if let Some(part) = places.in_force() {
                platform::open_collection(part, false).map_err(turned_down)?;
            }
            entry.set_password(token.expose_secret())?;
            // A prompt was answered after the session was declared to live in memory only: an entry
            // that nothing refers to must not stay behind.
            // One that was kept since has taken its place.
            let is_latest = saves.load(Ordering::SeqCst) == number + 1;
            if too_late.load(Ordering::SeqCst) && is_latest {
                entry.delete_credential()?;
            }
            Ok(())
        };
        let saved = self.run(key, write).await;
        given_up.store(saved.is_err(), Ordering::SeqCst);
        saved?.ok_or_else(|| TokenStoreError::Failed("the keyring kept nothing".to_owned()))
    }

    async fn delete(&self, key: &TokenKey) -> Result<(), TokenStoreError> {
        self.run(key, Entry::delete_credential).await.map(drop)
    }
}

#[async_trait]
impl TokenLock for KeyringTokenStore {
    async fn support(&self) -> LockSupport {
        let found = within(BUDGET, platform::lock_support).await;
        found.unwrap_or(LockSupport::NoKeyring)
    }

    async fn open(&self, makes: bool) -> Result<(), TokenLockError> {
        let part = self.places.part.clone();
        let (answer, answered) = oneshot::channel();
        // A thread of its own: what else the keyring is asked meanwhile does not wait for the person.
        std::thread::spawn(move || {
            // Whoever asked may wait no more.
            let _ = answer.send(platform::open_collection(&part, makes));
        });
        answered.await.map_err(|_| stopped())?
    }

    async fn gather(&self, keys: &[TokenKey]) -> Result<(), TokenStoreError> {
        let keys = keys.to_vec();
        self.move_tokens(move |places, deed| places.gather(&keys, deed))
            .await
    }

    async fn release(&self, keys: &[TokenKey]) -> Result<(), TokenStoreError> {
        let keys = keys.to_vec();
        self.move_tokens(move |places, deed| places.release(&keys, deed))
            .await
    }

    fn leave(&self) {
        self.places.is_apart.store(false, Ordering::SeqCst);
    }

    async fn lock(&self) -> Result<(), TokenStoreError> {
        let part = self.places.part.clone();
        let locked = within(BUDGET, move || platform::lock_collection(&part)).await;
        locked.unwrap_or_else(|| Err(late()))
    }

    async fn discard(&self) {
        self.leave();
        let part = self.places.part.clone();
        match within(BUDGET, move || platform::discard_collection(&part)).await {
            Some(Ok(())) => {}
            Some(Err(error)) => tracing::warn!(%error, "a part of the keyring stays"),
            None => tracing::warn!("a part of the keyring stays: it did not answer in time"),
        }
    }
}
