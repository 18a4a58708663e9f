//! Letting exports expire, and removing files that nobody can download: of exports that expired, whose organization was
//! deleted, and what processes left that were killed.

use std::time::Duration;

use chrono::TimeDelta;
use tokio_util::sync::CancellationToken;

use super::Exports;
use crate::auth::stopped_within;
use crate::objects::{ExportFileName, ObjectsError, OthersPlace};
use crate::store::{StoreError, export_removals, export_turns, exports};

/// Between two passes.
const INTERVAL: Duration = Duration::from_secs(30);

/// For how long a file is left alone that nothing refers to: whoever wrote it may be about to say so.
const GRACE: TimeDelta = TimeDelta::minutes(10);

/// By then, whoever removes files has done so, or was killed.
const REMOVED_WITHIN: TimeDelta = TimeDelta::minutes(2);

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
    /// They are another portal's, of which nothing is known here.
    #[error(transparent)]
    OthersPlace(#[from] OthersPlace),
    /// Those that were begun can't be listed.
    #[error("unfinished files can't be listed: {0}")]
    Unfinished(#[from] std::io::Error),
}

impl Exports {
    /// Lets exports expire whose time is over, and removes files that nobody can download.
    ///
    /// # Errors
    ///
    /// When the store or the object store fails, or the place is another portal's. The rest stays until the next time.
    pub async fn sweep(&self) -> Result<(), SweepError> {
        let expired = self.let_expire().await?;
        self.objects.belong_to(&self.key).await??;
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
                if export_turns::expire(self.store.read(), export.id).await? {
                    self.changed(&export);
                }
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
            let names: Vec<_> = files.iter().map(|(name, _)| name.clone()).collect();
            removed += self.remove_unused(names).await?;
        }
        self.end_removals_of_others().await?;
        Ok(removed)
    }

    /// Removes those of these files that no export has.
    async fn remove_unused(&self, mut names: Vec<ExportFileName>) -> Result<usize, SweepError> {
        let contents: Vec<_> = names.iter().map(|it| it.sha256().to_owned()).collect();
        // Nobody gives a file its name meanwhile.
        let transaction = self.store.begin_write().await?;
        export_turns::hold(&transaction).await?;
        let in_use = exports::contents_among(&transaction, &contents).await?;
        names.retain(|name| !in_use.contains(name.sha256()));
        if !self.objects.are_far() {
            self.objects.remove_exports(&names).await?;
            transaction.commit().await.map_err(StoreError::from)?;
            return Ok(names.len());
        }
        // What takes its time is not done while others wait for the database: it is announced.
        let unused: Vec<_> = names.iter().map(|it| it.sha256().to_owned()).collect();
        export_removals::begin(&transaction, &unused, self.surroundings.now()).await?;
        transaction.commit().await.map_err(StoreError::from)?;
        let removed = self.objects.remove_exports(&names).await;
        export_removals::end(self.store.read(), &unused).await?;
        removed?;
        Ok(names.len())
    }

    /// Whoever was killed while they removed files removes none any more.
    async fn end_removals_of_others(&self) -> Result<(), StoreError> {
        let before = self.surroundings.now() - REMOVED_WITHIN;
        let left = export_removals::begun_before(self.store.read(), before).await?;
        let left: Vec<_> = left.into_iter().collect();
        match left.is_empty() {
            true => Ok(()),
            false => export_removals::end(self.store.read(), &left).await,
        }
    }

    /// Removes what was begun in turns that are over.
    async fn remove_unfinished(&self) -> Result<usize, SweepError> {
        let mut removed = 0;
        let unfinished = self.objects.unfinished_exports().await;
        for name in unfinished? {
            let (export, fence) = (name.export, name.fence);
            if !export_turns::is_at(self.store.read(), export, fence).await? {
                self.objects.remove_unfinished(name).await?;
                removed += 1;
            }
        }
        Ok(removed)
    }
}
