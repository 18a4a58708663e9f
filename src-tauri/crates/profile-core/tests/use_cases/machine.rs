//! A machine that the app runs on: what it keeps survives a restart of the app.

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use portal_client::Timeouts;
use profile_core::announcements::Announcement;
use profile_core::app::{Folders, Patience, Ports, ProfileApp};
use profile_core::failure::{Failure, FailureCode};
use profile_core::memory::{
    MemoryBrowser, MemoryBuiltInPortal, MemoryClipboard, MemoryFileView, MemoryLocalStore,
    MemoryNotifier, MemorySaveDialog, MemoryTokenStore, SetClock, SetDisk, SetDownloads,
};
use profile_core::ports::TokenKey;
use profile_core::profile::ProfileSnapshot;
use profile_core::security::ConfirmIdentityOutcome;
use profile_core::session::SignInOutcome;
use profile_core::start::Stage;
use tempfile::TempDir;

use crate::fake_portal::{EMAIL, FakePortal, PASSWORD};

pub(crate) struct Machine {
    pub(crate) tokens: Arc<MemoryTokenStore>,
    pub(crate) notifier: Arc<MemoryNotifier>,
    pub(crate) store: Arc<MemoryLocalStore>,
    pub(crate) clock: Arc<SetClock>,
    pub(crate) built_in: Arc<MemoryBuiltInPortal>,
    pub(crate) clipboard: Arc<MemoryClipboard>,
    pub(crate) browser: Arc<MemoryBrowser>,
    pub(crate) save_dialog: Arc<MemorySaveDialog>,
    pub(crate) file_view: Arc<MemoryFileView>,
    pub(crate) disk: Arc<SetDisk>,
    /// How long a download waits for more.
    pub(crate) stall: Duration,
    /// How long a sign-out waits for the portal.
    pub(crate) sign_out: Duration,
    /// How long a copied secret stays.
    pub(crate) copied_secret: Duration,
    /// For the first word of a stream.
    pub(crate) first_tick: Duration,
    /// How long what comes by itself waits for more.
    pub(crate) burst: Duration,
    /// Between two looks at what happened.
    pub(crate) status_updates: Duration,
    pub(crate) cache: TempDir,
    pub(crate) downloads: TempDir,
}

impl Machine {
    pub(crate) fn new() -> Self {
        Self {
            tokens: Arc::default(),
            notifier: Arc::default(),
            store: Arc::default(),
            clock: Arc::new(SetClock::at(noon())),
            built_in: Arc::default(),
            clipboard: Arc::default(),
            browser: Arc::default(),
            save_dialog: Arc::default(),
            file_view: Arc::default(),
            disk: Arc::default(),
            stall: Duration::from_millis(500),
            sign_out: Duration::from_millis(200),
            copied_secret: Duration::from_secs(60),
            first_tick: Duration::from_secs(5),
            burst: Duration::from_millis(500),
            status_updates: Duration::from_secs(5),
            cache: TempDir::new().unwrap(),
            downloads: TempDir::new().unwrap(),
        }
    }

    /// Starts the app; again for a restart.
    pub(crate) fn app(&self) -> ProfileApp {
        let ports = Ports {
            token_store: self.tokens.clone(),
            token_lock: self.tokens.clone(),
            notifier: self.notifier.clone(),
            local_store: self.store.clone(),
            clock: self.clock.clone(),
            built_in_portal: self.built_in.clone(),
            clipboard: self.clipboard.clone(),
            browser: self.browser.clone(),
            save_dialog: self.save_dialog.clone(),
            file_view: self.file_view.clone(),
            disk: self.disk.clone(),
            downloads: Arc::new(SetDownloads::to(
                self.downloads.path().join("Downloads"),
                self.cache.path().join("downloads"),
            )),
            device: Some("ada-laptop".into()),
        };
        let second = Duration::from_secs(1);
        let patience = Patience {
            request: Timeouts {
                connect: 5 * second,
                description: 5 * second,
                total: 5 * second,
                silence: 5 * second,
                stall: self.stall,
            },
            sign_out: self.sign_out,
            picture: 5 * second,
            copied_secret: self.copied_secret,
            open_purchases: Duration::from_secs(300),
            purchases: Duration::from_millis(50),
            first_tick: self.first_tick,
            status_updates: self.status_updates,
            stream_again: 60 * second,
            download_retry: Duration::from_millis(10),
            progress: Duration::from_millis(5),
            burst: self.burst,
            sleep_watch: Duration::from_millis(20),
            idle_watch: Duration::from_millis(20),
            tray: Duration::from_millis(5),
        };
        let folders = Folders {
            cache: self.cache.path().join("profiles"),
            notifications: self.cache.path().join("notifications"),
        };
        ProfileApp::with_patience(ports, folders, patience)
    }

    /// Starts the app and signs in.
    pub(crate) async fn signed_in(&self, portal: &FakePortal) -> ProfileApp {
        let app = self.app();
        sign_in(&app, portal).await;
        app
    }

    /// Starts the app, signs in and confirms the identity.
    pub(crate) async fn confirmed(&self, portal: &FakePortal) -> ProfileApp {
        let app = self.signed_in(portal).await;
        let outcome = app.confirm_identity(PASSWORD.into(), None).await;
        assert_eq!(outcome.unwrap(), ConfirmIdentityOutcome::Confirmed);
        app
    }

    /// What lies among the person's downloads: names and texts, by name.
    pub(crate) fn saved(&self) -> Vec<(String, String)> {
        let entries = std::fs::read_dir(self.downloads.path().join("Downloads"));
        let mut files: Vec<_> = entries
            .into_iter()
            .flatten()
            .map(|entry| {
                let entry = entry.unwrap();
                let text = std::fs::read_to_string(entry.path()).unwrap();
                (entry.file_name().into_string().unwrap(), text)
            })
            .collect();
        files.sort();
        files
    }

    /// The number of files that were written for offline viewing.
    pub(crate) fn cached(&self) -> usize {
        std::fs::read_dir(self.cache.path().join("profiles")).map_or(0, Iterator::count)
    }
}

pub(crate) async fn sign_in(app: &ProfileApp, portal: &FakePortal) -> ProfileSnapshot {
    let outcome = app
        .sign_in(&portal.id, EMAIL, PASSWORD.into())
        .await
        .unwrap();
    let SignInOutcome::SignedIn { snapshot } = outcome else {
        panic!("{outcome:?}")
    };
    *snapshot
}

/// Waits until `expected` is announced.
pub(crate) async fn announced(machine: &Machine, expected: Announcement) {
    let mut shown = machine.notifier.shown();
    let waiting = shown.wait_for(|shown| shown.contains(&expected));
    let seen = tokio::time::timeout(Duration::from_secs(5), waiting).await;
    assert!(seen.is_ok_and(|seen| seen.is_ok()), "{expected:?}");
}

pub(crate) fn noon() -> DateTime<Utc> {
    "2026-11-23T12:00:00Z".parse().unwrap()
}

pub(crate) fn key(portal: &FakePortal) -> TokenKey {
    TokenKey {
        portal: portal.id.clone(),
        account: portal.account().id.clone(),
    }
}

pub(crate) fn code<T: std::fmt::Debug>(outcome: Result<T, Failure>) -> FailureCode {
    outcome.unwrap_err().code
}

/// The profile that the first frame shows.
pub(crate) fn shown_at_start(app: &ProfileApp) -> Option<ProfileSnapshot> {
    match app.start(Vec::new()).stage {
        Stage::SignedIn { snapshot, .. } => snapshot.map(|snapshot| *snapshot),
        stage => panic!("nobody is signed in: {stage:?}"),
    }
}

/// The email offered at sign-in, which is what the first frame shows.
pub(crate) fn email_at_start(app: &ProfileApp) -> Option<String> {
    match app.start(Vec::new()).stage {
        Stage::SignIn { email, .. } => email,
        stage => panic!("not the sign-in page: {stage:?}"),
    }
}
