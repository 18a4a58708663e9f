//! Files that the person asked for. Unlike what the use cases keep for themselves, a full disk fails these.

use std::io;
use std::sync::Arc;

use super::ProfileApp;
use crate::downloads::UnfinishedFile;
use crate::failure::{Failure, FailureCode};

impl ProfileApp {
    /// Begins a file among the person's downloads.
    ///
    /// # Errors
    /// [`FailureCode::FileNotSaved`].
    pub(super) async fn begin_file(&self) -> Result<UnfinishedFile, Failure> {
        let downloads = Arc::clone(&self.shared.ports.downloads);
        self.with_disk(move || UnfinishedFile::begin(&downloads.folder()))
            .await
    }

    /// Does `work` on a file away from the async threads.
    ///
    /// # Errors
    /// [`FailureCode::FileNotSaved`].
    pub(super) async fn with_disk<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> io::Result<T> + Send + 'static,
    ) -> Result<T, Failure> {
        let outcome = tokio::task::spawn_blocking(work).await;
        outcome
            .map_err(io::Error::other)
            .flatten()
            .map_err(|error| Failure::new(FailureCode::FileNotSaved, error))
    }
}
