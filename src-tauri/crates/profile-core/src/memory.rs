//! In-memory ports for tests, with faults that can be switched on.

mod browser;
mod clipboard;
mod clock;
mod files;
mod tokens;

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use serde_json::Value;
use tokio::sync::watch;
use url::Url;

pub use self::browser::MemoryBrowser;
pub use self::clipboard::MemoryClipboard;
pub use self::clock::SetClock;
pub use self::files::{MemoryFileView, MemorySaveDialog, SaveAnswer, SetDisk, SetDownloads};
pub use self::tokens::{MemoryTokenStore, PromptAnswer};
use crate::announcements::Announcement;
use crate::notifications::Told;
use crate::portals::SampleAccount;
use crate::ports::{
    BuiltInPortal, BuiltInPortalError, LocalStore, LocalStoreError, Notifier, NotifierError,
};

/// How a port that can fail behaves from now on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Fault {
    /// It works.
    #[default]
    None,
    /// The system has no such part.
    Missing,
    /// It is locked; where a part can't be locked, the same as [`Fault::Failed`].
    Locked,
    /// It fails.
    Failed,
}

/// Records announcements.
#[derive(Default)]
pub struct MemoryNotifier {
    shown: watch::Sender<Vec<Announcement>>,
    notifications: watch::Sender<Vec<Vec<Told>>>,
    fault: Mutex<Fault>,
}

impl MemoryNotifier {
    /// Behaves as `fault` says from now on.
    pub fn set_fault(&self, fault: Fault) {
        *lock(&self.fault) = fault;
    }

    /// Follows what was shown, oldest first.
    #[must_use]
    pub fn shown(&self) -> watch::Receiver<Vec<Announcement>> {
        self.shown.subscribe()
    }

    /// Follows what was shown at once each time, oldest first.
    #[must_use]
    pub fn notifications(&self) -> watch::Receiver<Vec<Vec<Told>>> {
        self.notifications.subscribe()
    }
}

#[async_trait]
impl Notifier for MemoryNotifier {
    async fn show(&self, told: &[Told]) -> Result<(), NotifierError> {
        match *lock(&self.fault) {
            Fault::None => {}
            Fault::Missing => return Err(NotifierError::Missing),
            Fault::Locked | Fault::Failed => {
                return Err(NotifierError::Failed("switched on by a test".into()));
            }
        }
        self.notifications
            .send_modify(|shown| shown.push(told.to_vec()));
        let announcements = told.iter().map(|it| it.announcement.clone());
        self.shown.send_modify(|shown| shown.extend(announcements));
        Ok(())
    }
}

/// Settings in memory.
#[derive(Default)]
pub struct MemoryLocalStore {
    values: Mutex<HashMap<String, Value>>,
    fault: Mutex<Fault>,
}

impl MemoryLocalStore {
    /// All settings, by their keys.
    #[must_use]
    pub fn all(&self) -> HashMap<String, Value> {
        lock(&self.values).clone()
    }

    /// Holds these settings from now on, and no others.
    pub fn hold(&self, values: HashMap<String, Value>) {
        *lock(&self.values) = values;
    }

    /// Writes behave as `fault` says from now on; reads always work.
    pub fn set_fault(&self, fault: Fault) {
        *lock(&self.fault) = fault;
    }

    fn check(&self) -> Result<(), LocalStoreError> {
        match *lock(&self.fault) {
            Fault::None => Ok(()),
            fault => Err(LocalStoreError(format!("{fault:?}, switched on by a test"))),
        }
    }
}

impl LocalStore for MemoryLocalStore {
    fn get(&self, key: &str) -> Option<Value> {
        lock(&self.values).get(key).cloned()
    }

    fn set(&self, key: &str, value: Value) -> Result<(), LocalStoreError> {
        self.check()?;
        lock(&self.values).insert(key.into(), value);
        Ok(())
    }

    fn remove(&self, key: &str) -> Result<(), LocalStoreError> {
        self.check()?;
        lock(&self.values).remove(key);
        Ok(())
    }
}

/// A built-in portal that runs at an address a test sets; without one, starting it fails.
#[derive(Default)]
pub struct MemoryBuiltInPortal {
    origin: Mutex<Option<Url>>,
    accounts: Vec<SampleAccount>,
}

impl MemoryBuiltInPortal {
    /// A portal with these sample accounts that does not run yet.
    #[must_use]
    pub fn with_accounts(accounts: Vec<SampleAccount>) -> Self {
        Self {
            origin: Mutex::default(),
            accounts,
        }
    }

    /// The next start answers `origin`, or fails without one.
    pub fn run_at(&self, origin: Option<Url>) {
        *lock(&self.origin) = origin;
    }
}

#[async_trait]
impl BuiltInPortal for MemoryBuiltInPortal {
    async fn start(&self) -> Result<Url, BuiltInPortalError> {
        lock(&self.origin)
            .clone()
            .ok_or_else(|| BuiltInPortalError("switched off by a test".into()))
    }

    fn sample_accounts(&self) -> Vec<SampleAccount> {
        self.accounts.clone()
    }
}

/// A test that panicked elsewhere leaves the values as they are.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
