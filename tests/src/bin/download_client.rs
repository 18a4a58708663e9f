//! Downloads the file of an export as the app does, until it is there or the program is killed:
//! `download_client DIRECTORY PORTAL EMAIL PASSWORD EXPORT`.
//!
//! All that the app keeps lies in the directory: what it knows of the session and of the download, and the file in
//! `Downloads`. A later run goes on where an earlier one was.

use std::collections::HashMap;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Context, Result, bail, ensure};
use async_trait::async_trait;
use chrono::Utc;
use profile_core::app::{Folders, Ports, ProfileApp};
use profile_core::export_downloads::{DownloadExportOutcome, DownloadState};
use profile_core::memory::{
    MemoryBrowser, MemoryBuiltInPortal, MemoryClipboard, MemoryFileView, MemoryNotifier,
    MemorySaveDialog, MemoryTokenStore, SetClock, SetDisk, SetDownloads,
};
use profile_core::ports::{LocalStore, LocalStoreError, TokenKey, TokenStore, TokenStoreError};
use profile_core::session::SignInOutcome;
use profile_core::start::Stage;
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;

#[tokio::main]
async fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [directory, portal, email, password, export] = &arguments[..] else {
        bail!("five arguments are needed");
    };
    let app = app(Path::new(directory))?;
    if matches!(app.start(Vec::new()).stage, Stage::SignedIn { .. }) {
        app.refresh_profile().await.map_err(failed)?;
    } else {
        let portal = app.connect(portal).await.map_err(failed)?;
        let password = password.as_str().into();
        let outcome = app.sign_in(&portal.id, email, password).await;
        let outcome = outcome.map_err(failed)?;
        ensure!(
            matches!(outcome, SignInOutcome::SignedIn { .. }),
            "{outcome:?}"
        );
    }
    let outcome = app.download_export(export).await.map_err(failed)?;
    // What an earlier run began is taken up by itself.
    let is_known = matches!(
        outcome,
        DownloadExportOutcome::Begun | DownloadExportOutcome::UnderWay
    );
    ensure!(is_known, "{outcome:?}");
    let mut seen = None;
    loop {
        let now = app.export_downloads(seen).await;
        seen = Some(now.version);
        match now.downloads.first().map(|download| &download.state) {
            Some(DownloadState::Saved { .. }) => return Ok(()),
            Some(state) if state.is_over() => bail!("{state:?}"),
            _ => {}
        }
    }
}

fn failed(failure: impl std::fmt::Debug) -> anyhow::Error {
    anyhow::anyhow!("{failure:?}")
}

fn app(directory: &Path) -> Result<ProfileApp> {
    let kept = Arc::new(Kept::in_file(directory.join("kept.json"))?);
    let ports = Ports {
        token_store: kept.clone(),
        token_lock: Arc::<MemoryTokenStore>::default(),
        notifier: Arc::<MemoryNotifier>::default(),
        local_store: kept,
        clock: Arc::new(SetClock::at(Utc::now())),
        built_in_portal: Arc::<MemoryBuiltInPortal>::default(),
        clipboard: Arc::<MemoryClipboard>::default(),
        browser: Arc::<MemoryBrowser>::default(),
        save_dialog: Arc::<MemorySaveDialog>::default(),
        file_view: Arc::<MemoryFileView>::default(),
        disk: Arc::<SetDisk>::default(),
        downloads: Arc::new(SetDownloads::to(
            directory.join("Downloads"),
            directory.join("records"),
        )),
        device: None,
    };
    let folders = Folders {
        cache: directory.join("profiles"),
        notifications: directory.join("notifications"),
    };
    Ok(ProfileApp::new(ports, folders))
}

/// What the app keeps, tokens too, in one file: a test's secrets are none.
struct Kept {
    file: PathBuf,
    values: Mutex<HashMap<String, Value>>,
}

impl Kept {
    fn in_file(file: PathBuf) -> Result<Self> {
        let values = match fs::read(&file) {
            Ok(text) => serde_json::from_slice(&text).context("what is kept is damaged")?,
            Err(error) if error.kind() == ErrorKind::NotFound => HashMap::new(),
            Err(error) => return Err(error.into()),
        };
        let values = Mutex::new(values);
        Ok(Self { file, values })
    }

    fn read(&self, key: &str) -> Option<Value> {
        let values = self.values.lock().unwrap_or_else(PoisonError::into_inner);
        values.get(key).cloned()
    }

    fn write(&self, key: &str, value: Option<Value>) -> Result<()> {
        let mut values = self.values.lock().unwrap_or_else(PoisonError::into_inner);
        match value {
            Some(value) => values.insert(key.to_owned(), value),
            None => values.remove(key),
        };
        // At once or not at all, as the program may be killed in between.
        let unfinished = self.file.with_extension("unfinished");
        fs::write(&unfinished, serde_json::to_vec(&*values)?)?;
        Ok(fs::rename(unfinished, &self.file)?)
    }
}

impl LocalStore for Kept {
    fn get(&self, key: &str) -> Option<Value> {
        self.read(key)
    }

    fn set(&self, key: &str, value: Value) -> Result<(), LocalStoreError> {
        self.write(key, Some(value))
            .map_err(|error| LocalStoreError(error.to_string()))
    }

    fn remove(&self, key: &str) -> Result<(), LocalStoreError> {
        self.write(key, None)
            .map_err(|error| LocalStoreError(error.to_string()))
    }
}

#[async_trait]
impl TokenStore for Kept {
    async fn load(&self, key: &TokenKey) -> Result<Option<SecretString>, TokenStoreError> {
        let token = self.read(&entry(key));
        Ok(token.and_then(|token| Some(token.as_str()?.into())))
    }

    async fn save(&self, key: &TokenKey, token: &SecretString) -> Result<(), TokenStoreError> {
        self.write(&entry(key), Some(token.expose_secret().into()))
            .map_err(|error| TokenStoreError::Failed(error.to_string()))
    }

    async fn delete(&self, key: &TokenKey) -> Result<(), TokenStoreError> {
        self.write(&entry(key), None)
            .map_err(|error| TokenStoreError::Failed(error.to_string()))
    }
}

fn entry(key: &TokenKey) -> String {
    format!("token of {} at {}", key.account, key.portal)
}
