//! Where files go that the person asked for.

use std::path::PathBuf;

use profile_core::ports::Downloads;
use tauri::{AppHandle, Manager};

/// The system's folder for downloads.
pub(crate) struct SystemDownloads {
    app: AppHandle,
    fallback: PathBuf,
    records: PathBuf,
}

impl SystemDownloads {
    /// Where the system names no folder, files go to `Downloads` in the person's own folder, as with
    /// browsers; without that either, to `fallback`. Those under way are remembered in `records`.
    pub(crate) fn new(app: AppHandle, fallback: PathBuf, records: PathBuf) -> Self {
        Self {
            app,
            fallback,
            records,
        }
    }
}

impl Downloads for SystemDownloads {
    fn folder(&self) -> PathBuf {
        let paths = self.app.path();
        paths
            .download_dir()
            .or_else(|_| paths.home_dir().map(|home| home.join("Downloads")))
            .unwrap_or_else(|_| self.fallback.clone())
    }

    fn records(&self) -> PathBuf {
        self.records.clone()
    }
}
