//! What the use cases need from the system. All are shared between threads.

use std::io;
use std::path::{Path, PathBuf};

use async_trait::async_trait;
use chrono::{DateTime, NaiveDate, Utc};
use secrecy::SecretString;

use crate::lock::LockSupport;
use crate::notifications::Told;
use crate::portals::SampleAccount;

/// Names one session token in a token store.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct TokenKey {
    /// The portal's id.
    pub portal: String,
    /// The account's id.
    pub account: String,
}

/// Keeps session tokens where only this person can read them.
#[async_trait]
pub trait TokenStore: Send + Sync {
    /// The token of `key`; `None` when there is no entry.
    async fn load(&self, key: &TokenKey) -> Result<Option<SecretString>, TokenStoreError>;
    /// Stores the token of `key` in place of an earlier one.
    async fn save(&self, key: &TokenKey, token: &SecretString) -> Result<(), TokenStoreError>;
    /// Removes the entry of `key`; succeeds when there is none.
    async fn delete(&self, key: &TokenKey) -> Result<(), TokenStoreError>;
}

/// Why a token store can't be used.
#[derive(Debug, thiserror::Error)]
pub enum TokenStoreError {
    /// This system has none.
    #[error("this system has no keyring")]
    Missing,
    /// It is locked and the person did not unlock it.
    #[error("the keyring is locked")]
    Locked,
    /// It failed, or did not answer within its time budget.
    #[error("the keyring failed: {0}")]
    Failed(String),
}

/// Keeps the tokens of a token store where they can be locked away by themselves, apart from what else the system's keyring
/// holds for the person.
#[async_trait]
pub trait TokenLock: Send + Sync {
    /// Whether that can be done here. Asks nobody for anything.
    async fn support(&self) -> LockSupport;
    /// Unlocks the place by the keyring's own prompt, which makes it first if there is none and `makes` says so. Waits for the
    /// person as long as they take; whoever waits no longer drops this.
    async fn open(&self, makes: bool) -> Result<(), TokenLockError>;
    /// Moves the tokens of `keys` to the place, once it is open. The store keeps tokens there from then on. Where it did so
    /// before, what is in the place is newer than what an interrupted move left elsewhere.
    async fn gather(&self, keys: &[TokenKey]) -> Result<(), TokenStoreError>;
    /// Copies the tokens of `keys` back to where they are without a lock, once it is open: all, or none. The store keeps tokens
    /// there from then on, and the place waits to be discarded.
    async fn release(&self, keys: &[TokenKey]) -> Result<(), TokenStoreError>;
    /// The store keeps tokens where they are without a lock from now on; the place stays as it is.
    fn leave(&self);
    /// Locks the place, so that nothing but the person's answer to a prompt opens it.
    async fn lock(&self) -> Result<(), TokenStoreError>;
    /// Removes the place with all tokens in it, if the keyring lets it go without a prompt. The store keeps tokens where they
    /// are without a lock from then on.
    async fn discard(&self);
}

/// Why the place of locked tokens was not opened.
#[derive(Debug, thiserror::Error)]
pub enum TokenLockError {
    /// The person turned the keyring's prompt down.
    #[error("the keyring's question was turned down")]
    Declined,
    /// The keyring can't be used.
    #[error(transparent)]
    Store(#[from] TokenStoreError),
}

/// Shows announcements as native notifications.
#[async_trait]
pub trait Notifier: Send + Sync {
    /// Shows one notification, of something that one account is told, or of several such things in the order in which
    /// they happened. There is at least one.
    async fn show(&self, told: &[Told]) -> Result<(), NotifierError>;
}

/// Why a notification was not shown.
#[derive(Debug, thiserror::Error)]
pub enum NotifierError {
    /// No notification service runs on this system.
    #[error("this system has no notification service")]
    Missing,
    /// It failed, or did not answer within its time budget.
    #[error("the notification service failed: {0}")]
    Failed(String),
}

/// Small settings of this machine. Losing them costs the person nothing but convenience.
pub trait LocalStore: Send + Sync {
    /// The value at `key`.
    fn get(&self, key: &str) -> Option<serde_json::Value>;
    /// Puts `value` at `key` and writes the file.
    fn set(&self, key: &str, value: serde_json::Value) -> Result<(), LocalStoreError>;
    /// Removes `key` and writes the file.
    fn remove(&self, key: &str) -> Result<(), LocalStoreError>;
}

/// The local store's file could not be written.
#[derive(Debug, thiserror::Error)]
#[error("the local store could not be written: {0}")]
pub struct LocalStoreError(pub String);

/// Tells the time, and which day it is where the person is.
pub trait Clock: Send + Sync {
    /// Now, in UTC.
    fn now(&self) -> DateTime<Utc>;
    /// The calendar day in the person's time zone.
    fn today(&self) -> NaiveDate;
    /// The last second of a calendar day in the person's time zone, in UTC.
    fn end_of_day(&self, day: NaiveDate) -> DateTime<Utc>;
}

/// What is copied here can be pasted elsewhere.
#[async_trait]
pub trait Clipboard: Send + Sync {
    /// Puts a secret there, marked as one where the system can, so that no history keeps it.
    async fn copy_sensitive(&self, text: &SecretString) -> Result<(), ClipboardError>;
    /// Empties it if it still holds `text`.
    async fn clear_if_unchanged(&self, text: &SecretString) -> Result<(), ClipboardError>;
}

/// The clipboard can't be used: the system has none, it failed, or did not answer within its time budget.
#[derive(Debug, thiserror::Error)]
#[error("the clipboard can't be used: {0}")]
pub struct ClipboardError(pub String);

/// Knows where files go that the person asked for.
pub trait Downloads: Send + Sync {
    /// The folder, which need not exist yet. Called away from the async threads.
    fn folder(&self) -> PathBuf;
    /// The folder, which need not exist yet, where the app keeps which of them are under way.
    fn records(&self) -> PathBuf;
}

/// What a person is asked to save.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SaveWish {
    /// The folder that is proposed.
    pub folder: PathBuf,
    /// The name that is proposed.
    pub name: String,
}

/// Asks the person where a file should go.
#[async_trait]
pub trait SaveDialog: Send + Sync {
    /// Where they want it; `None` when they don't.
    async fn ask(&self, wish: SaveWish) -> Result<Option<PathBuf>, SaveDialogError>;
}

/// Nobody can be asked where a file should go.
#[derive(Debug, thiserror::Error)]
#[error("the save dialog can't be opened: {0}")]
pub struct SaveDialogError(pub String);

/// Shows files in the program in which the person looks at folders.
#[async_trait]
pub trait FileView: Send + Sync {
    /// Opens the folder of `file`, with the file chosen where that program can.
    async fn show(&self, file: &Path) -> Result<(), FileViewError>;
}

/// A file could not be shown in its folder.
#[derive(Debug, thiserror::Error)]
#[error("the folder could not be opened: {0}")]
pub struct FileViewError(pub String);

/// Knows the disks of this machine.
pub trait Disk: Send + Sync {
    /// Octets that this person may still write in `folder`. Called away from the async threads.
    fn room(&self, folder: &Path) -> io::Result<u64>;
}

/// Opens pages of the web in the browser that the person uses.
#[async_trait]
pub trait Browser: Send + Sync {
    /// Opens a page. Whether it is seen there is not known.
    async fn open(&self, page: &url::Url) -> Result<(), BrowserError>;
}

/// The browser could not be opened.
#[derive(Debug, thiserror::Error)]
#[error("the browser could not be opened: {0}")]
pub struct BrowserError(pub String);

/// The portal that the app can start itself.
#[async_trait]
pub trait BuiltInPortal: Send + Sync {
    /// Starts it unless it runs, and answers its origin, such as `http://127.0.0.1:40123`.
    async fn start(&self) -> Result<url::Url, BuiltInPortalError>;
    /// The accounts of its sample data.
    fn sample_accounts(&self) -> Vec<SampleAccount>;
}

/// The built-in portal could not be started.
#[derive(Debug, thiserror::Error)]
#[error("the built-in portal could not be started: {0}")]
pub struct BuiltInPortalError(pub String);
