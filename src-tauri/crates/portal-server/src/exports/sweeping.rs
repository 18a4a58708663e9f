//! Letting exports expire, and removing files that nobody can download: of exports that expired, whose organization was
//! deleted, and what processes left that were killed.

use std::time::Duration;

use chrono::TimeDelta;
use tokio_util::sync::CancellationToken;

use super::Exports;
use crate::auth::stopped_within;
use crate::objects::{ExportFileName, ObjectsError};
use crate::store::{StoreError, export_turns, exports};

/// Between two passes.
const INTERVAL: Duration = Duration::from_secs(30);

/// For how long a file is left alone that nothing refers to: whoever wrote it may be about to say so.
const GRACE: TimeDelta = TimeDelta::minutes(10);

/// Exports that expire, and files looked up, at a time.
const BATCH: usize = 50;

/// Why files stay for now.
#[derive(Debug, thiserror::Error)]
pub enum SweepError {
    /// What refers to them can't be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// They can't be listed or removed.
    #[error(transparent)]
    Objects(#[from] ObjectsError),
    /// Those that were begun can't be listed.
    #[error("unfinished files can't be listed: {0}")]
    Unfinished(#[from] std::io::Error),
}

impl Exports {
    /// Lets exports expire whose time is over, and removes files that nobody can download.
    ///
    /// # Errors
    ///
    /// When the store or the object store fails. The rest stays until the next time.
    pub async fn sweep(&self) -> Result<(), SweepError> {
        let expired = self.let_expire().await?;
        let removed = self.remove_kept(&expired).await?;
        let unfinished = self.remove_unfinished().await?;
        if !expired.is_empty() || removed + unfinished > 0 {
            let expired = expired.len();
            tracing::info!(expired, removed, unfinished, "cleared files of exports");
        }
        Ok(())
    }

    /// Sweeps at once and from time to time, until told to stop.
    pub(crate) async fn keep_swept(self, stop: CancellationToken) {
        loop {
            if let Err(error) = self.sweep().await {
                tracing::warn!(%error, "files of exports stay for now");
            }
            if stopped_within(INTERVAL, &stop).await {
                return;
            }
        }
    }

    async fn let_expire(&self) -> Result<Vec<ExportFileName>, StoreError> {
        let mut expired = Vec::new();
        loop {
            let (now, limit) = (self.surroundings.now(), BATCH as u64);
            let overdue = export_turns::overdue(self.store.read(), now, limit).await?;
            let count = overdue.len();
            for export in overdue {
                export_turns::expire(self.store.read(), export.id).await?;
                let sha256 = export.sha256.as_deref();
                expired.extend(sha256.map(|it| ExportFileName::new(it, export.format)));
            }
            if count < BATCH {
                return Ok(expired);
            }
        }
    }

    /// Removes files that are kept and that no export has any more.
    async fn remove_kept(&self, expired: &[ExportFileName]) -> Result<usize, SweepError> {
        let before = self.surroundings.now() - GRACE;
        let mut old = self.objects.kept_exports().await?;
        old.retain(|(name, at)| *at < before || expired.contains(name));
        let mut removed = 0;
        for files in old.chunks(BATCH) {
            let contents: Vec<_> = files.iter().map(|(it, _)| it.sha256().to_owned()).collect();
            // Nobody gives a file its name meanwhile.
            let transaction = self.store.begin_write().await?;
            export_turns::hold(&transaction).await?;
            let in_use = exports::contents_among(&transaction, &contents).await?;
            for (name, _) in files.iter().filter(|(it, _)| !in_use.contains(it.sha256())) {
                self.objects.remove_export(name).await?;
                removed += 1;
            }
            transaction.commit().await.map_err(StoreError::from)?;
        }
        Ok(removed)
    }

    /// Removes what was begun in turns that are over.
    async fn remove_unfinished(&self) -> Result<usize, SweepError> {
        let mut removed = 0;
        let unfinished = self.objects.unfinished_exports().await;
        for name in unfinished? {
            let (export, fence) = (name.export, name.fence);
            if !export_turns::is_at(self.store.read(), export, fence).await? {
                self.objects.remove_unfinished(name);
                removed += 1;
            }
        }
        Ok(removed)
    }
}
