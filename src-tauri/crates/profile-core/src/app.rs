//! The use cases together, as the shell calls them.

mod access;
mod account_kept;
mod accounts;
mod announcing;
mod api_keys;
mod awaited_purchases;
mod beginning_downloads;
mod buying_credits;
mod chart_files;
mod charts;
mod clipboard;
mod confirming;
mod connecting;
mod creating_organizations;
mod credit_history;
mod credits;
mod current_session;
mod download_speed;
mod downloads_under_way;
mod export_download;
mod export_downloads;
mod export_part;
mod exports;
mod following;
mod idleness;
mod in_organization;
mod in_view;
mod leaving_organizations;
mod local_files;
mod locking;
mod members;
mod mfa;
mod moving;
mod notifications;
mod organization_settings;
mod organizations;
mod outstanding;
mod pages;
mod password;
mod pictures;
mod profile_page;
mod recovery_codes;
mod removing_accounts;
mod saving;
mod second_step;
mod security_log;
mod seeing;
mod seen;
mod session_token;
mod sessions;
mod set_aside;
mod signing_in;
mod signing_out;
mod starting;
mod status_updates;
mod tokens;
mod tray;
mod turns;
mod waiting_for_purchases;
mod waking;

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use portal_client::{PortalClient, Timeouts};
use tokio::sync::{Notify, watch};
use tokio_util::sync::CancellationToken;

use crate::download_records::DownloadRecords;
use crate::offline::OfflineProfiles;
use crate::ports::{
    Browser, BuiltInPortal, Clipboard, Clock, Disk, Downloads, FileView, LocalStore, Notifier,
    SaveDialog, TokenKey, TokenLock, TokenStore,
};
use crate::services::ServiceStates;

use self::account_kept::AccountKept;
use self::announcing::Burst;
use self::clipboard::CopiedSecret;
use self::current_session::CurrentSession;
use self::downloads_under_way::DownloadsUnderWay;
use self::locking::Locking;
use self::notifications::Histories;
use self::pictures::Pictures;
use self::second_step::PendingSignIn;
use self::status_updates::StatusUpdates;
use self::turns::Turns;

/// The system's parts, as the use cases need them.
#[derive(Clone)]
pub struct Ports {
    /// Keeps session tokens.
    pub token_store: Arc<dyn TokenStore>,
    /// Locks session tokens away.
    pub token_lock: Arc<dyn TokenLock>,
    /// Shows announcements.
    pub notifier: Arc<dyn Notifier>,
    /// Keeps this machine's small settings.
    pub local_store: Arc<dyn LocalStore>,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Starts the built-in portal.
    pub built_in_portal: Arc<dyn BuiltInPortal>,
    /// Hands secrets to other programs.
    pub clipboard: Arc<dyn Clipboard>,
    /// Knows where files go that the person asked for.
    pub downloads: Arc<dyn Downloads>,
    /// Opens pages of the web.
    pub browser: Arc<dyn Browser>,
    /// Asks where a file should go.
    pub save_dialog: Arc<dyn SaveDialog>,
    /// Shows files in their folders.
    pub file_view: Arc<dyn FileView>,
    /// Knows how much room there is for files.
    pub disk: Arc<dyn Disk>,
    /// The name of this machine, as the person sees it in their list of sessions.
    pub device: Option<String>,
}

/// Where the use cases keep what belongs to this machine. The folders need not exist yet.
#[derive(Clone, Debug)]
pub struct Folders {
    /// For profiles for offline viewing. What is in it can be lost at any time.
    pub cache: PathBuf,
    /// For what the person was told.
    pub notifications: PathBuf,
}

/// How long the use cases wait: for a portal, and before they forget.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// For each request.
    pub request: Timeouts,
    /// For the portal's confirmation of a sign-out, with all that is needed to ask for it.
    pub sign_out: Duration,
    /// For a picture; without it the initials are shown.
    pub picture: Duration,
    /// Until a copied secret is taken off the clipboard again.
    pub copied_secret: Duration,
    /// Between two looks for purchases that go on, unless something makes for an earlier one.
    pub open_purchases: Duration,
    /// Between the first looks at a purchase that goes on; later there are fewer.
    pub purchases: Duration,
    /// For the first word of a stream of what happens on the portal; without it none comes through.
    pub first_tick: Duration,
    /// Between two looks at what happened, where no stream comes through.
    pub status_updates: Duration,
    /// Before a stream is tried again where none came through.
    pub stream_again: Duration,
    /// Before a download that was cut off goes on; longer each time that nothing came.
    pub download_retry: Duration,
    /// Between two words on how far a download has come.
    pub progress: Duration,
    /// What happens by itself within this time after something was shown is shown together at its end.
    pub burst: Duration,
    /// Between two looks whether the machine slept.
    pub sleep_watch: Duration,
    /// Between two looks whether the person has left.
    pub idle_watch: Duration,
    /// Between two changes of what the tray tells.
    pub tray: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            request: Timeouts::default(),
            sign_out: Duration::from_secs(3),
            picture: Duration::from_secs(3),
            copied_secret: Duration::from_secs(60),
            open_purchases: Duration::from_secs(5 * 60),
            purchases: Duration::from_secs(2),
            first_tick: Duration::from_secs(5),
            status_updates: Duration::from_secs(5),
            stream_again: Duration::from_secs(60),
            download_retry: Duration::from_secs(1),
            progress: Duration::from_millis(250),
            burst: Duration::from_secs(2),
            sleep_watch: Duration::from_secs(3),
            idle_watch: Duration::from_secs(3),
            tray: Duration::from_secs(1),
        }
    }
}

/// What people do with their accounts at portals: one of them is in view. Cheap to clone; clones share one session.
///
/// All calls may be made at the same time. Changes of the profile take effect in the order they were asked
/// for, so the last choice wins; a reply that belongs to an ended session never touches a later one. Every call
/// about an organization is about the one that was in view when it was made; once another is in view, it fails with
/// [`OrganizationChanged`](crate::failure::FailureCode::OrganizationChanged).
/// The use cases need a tokio runtime.
#[derive(Clone)]
pub struct ProfileApp {
    shared: Arc<Shared>,
}

struct Shared {
    ports: Ports,
    patience: Patience,
    offline: OfflineProfiles,
    /// Portals found in this run, by id.
    portals: Mutex<HashMap<String, PortalClient>>,
    session: Mutex<Option<Arc<CurrentSession>>>,
    /// The accounts that were in view in this run and are signed in, while another one is.
    set_aside: Mutex<HashMap<TokenKey, AccountKept>>,
    /// Whether the last session ended by itself, as against those that the person ended.
    session_ended: AtomicBool,
    /// The sign-in that waits for its second step.
    pending_sign_in: Mutex<Option<Arc<PendingSignIn>>>,
    /// What is to be taken off the clipboard.
    copied: Mutex<Option<CopiedSecret>>,
    /// Held while one session takes the place of another, with all that follows on disk and in the keyring.
    session_change: tokio::sync::Mutex<()>,
    locking: Locking,
    /// Held while local files are written.
    files: Mutex<()>,
    services: watch::Sender<ServiceStates>,
    /// Something happened that makes a look for purchases that go on worthwhile.
    purchases_due: Arc<Notify>,
    /// How far the person was told what happens on the portal.
    status_updates: Arc<StatusUpdates>,
    /// What the tray tells of the person may be another.
    tray_due: Arc<Notify>,
    /// Cancelled when the app is gone.
    gone: CancellationToken,
    /// Pictures of the portals of this run.
    pictures: Pictures,
    /// In which announcements are shown.
    announced: Turns,
    /// What happened by itself just now.
    burst: Burst,
    /// Told when the person no longer wants a history of credits saved.
    stop_saving_credits: Notify,
    /// The downloads of exports.
    downloads: DownloadsUnderWay,
    /// Where notifications are kept.
    history_folder: PathBuf,
    /// Those of the accounts that were looked at in this run.
    notifications: Mutex<Histories>,
    /// In which notifications are kept.
    notified: Turns,
}

impl ProfileApp {
    /// The app over `ports`, which keeps its files in `folders`.
    #[must_use]
    pub fn new(ports: Ports, folders: Folders) -> Self {
        Self::with_patience(ports, folders, Patience::default())
    }

    /// As [`Self::new`], with other time budgets.
    #[must_use]
    pub fn with_patience(ports: Ports, folders: Folders, patience: Patience) -> Self {
        let records = DownloadRecords::in_folder(ports.downloads.records());
        let shared = Shared {
            ports,
            patience,
            offline: OfflineProfiles::in_directory(folders.cache),
            portals: Mutex::default(),
            session: Mutex::default(),
            set_aside: Mutex::default(),
            session_ended: AtomicBool::default(),
            announced: Turns::default(),
            burst: Burst::default(),
            pending_sign_in: Mutex::default(),
            copied: Mutex::default(),
            session_change: tokio::sync::Mutex::default(),
            locking: Locking::default(),
            files: Mutex::default(),
            services: watch::Sender::default(),
            purchases_due: Arc::default(),
            status_updates: Arc::default(),
            tray_due: Arc::default(),
            gone: CancellationToken::new(),
            pictures: Pictures::default(),
            stop_saving_credits: Notify::new(),
            downloads: DownloadsUnderWay::new(records),
            history_folder: folders.notifications,
            notifications: Mutex::default(),
            notified: Turns::default(),
        };
        let app = Self {
            shared: Arc::new(shared),
        };
        app.begin_locked();
        app
    }

    /// Follows how the system's parts are found; holds the current value from the first moment on.
    #[must_use]
    pub fn services(&self) -> watch::Receiver<ServiceStates> {
        self.shared.services.subscribe()
    }

    fn update_services(&self, change: impl FnOnce(&mut ServiceStates)) {
        self.shared.services.send_if_modified(|states| {
            let before = *states;
            change(states);
            *states != before
        });
    }
}

impl Shared {
    fn set_aside(&self) -> MutexGuard<'_, HashMap<TokenKey, AccountKept>> {
        lock(&self.set_aside)
    }
}

impl Drop for Shared {
    fn drop(&mut self) {
        self.gone.cancel();
    }
}

/// No code panics while it holds one of these locks, and each value is whole at any time.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
