//! Session tokens in the operating system's keyring.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::time::Duration;

use async_trait::async_trait;
use keyring::Entry;
use profile_core::ports::{TokenKey, TokenStore, TokenStoreError};
use profile_core::services::ServiceState;
use secrecy::{ExposeSecret, SecretString};
use tokio::sync::{oneshot, watch};

use crate::platform;

/// How long the app waits for the keyring. A prompt stays open longer; what the person decides
/// there counts for the next call.
const BUDGET: Duration = Duration::from_secs(3);

type Job = Box<dyn FnOnce() + Send>;

/// One keyring entry per account, named by the service, the portal and the account.
///
/// All calls run on one thread in the order they were made, so that a removal can't be overtaken
/// by a store that hung before it.
pub(crate) struct KeyringTokenStore {
    service: String,
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
    /// A store whose entries belong to `service`.
    pub(crate) fn new(service: String) -> Self {
        Self {
            service,
            jobs: Mutex::new(Worker::start()),
            saves: Mutex::default(),
            state: watch::Sender::default(),
        }
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
        let service = self.service.clone();
        let user = format!("{} at {}", key.account, key.portal);
        let worker = self
            .jobs
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        let awaits_unlock = Arc::clone(&worker.awaits_unlock);
        let (answer, answered) = oneshot::channel();
        let job = Box::new(move || {
            awaits_unlock.store(platform::keyring_is_locked(), Ordering::SeqCst);
            let result = Entry::new(&service, &user).and_then(|entry| work(&entry));
            awaits_unlock.store(false, Ordering::SeqCst);
            // Nobody waits any more when the budget is spent.
            let _ = answer.send(result);
        });
        worker.jobs.send(job).map_err(|_| stopped())?;
        match tokio::time::timeout(BUDGET, answered).await {
            Ok(Ok(Ok(value))) => Ok(Some(value)),
            Ok(Ok(Err(error))) => platform::keyring_fault(&error).map_or(Ok(None), Err),
            Ok(Err(_)) => Err(stopped()),
            Err(_) if worker.awaits_unlock.load(Ordering::SeqCst) => Err(TokenStoreError::Locked),
            Err(_) => Err(TokenStoreError::Failed(format!(
                "no answer within {} s",
                BUDGET.as_secs()
            ))),
        }
    }
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
        let write = move |entry: &Entry| {
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
