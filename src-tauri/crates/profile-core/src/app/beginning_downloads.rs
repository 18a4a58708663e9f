//! Beginning to fetch the file of an export: where it goes, and whether it can be there.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use portal_client::ExportState;

use super::access::OrganizationAccess;
use super::current_session::CurrentSession;
use super::downloads_under_way::{Download, DownloadKey};
use super::export_download::{octets, on_disk};
use super::{ProfileApp, export_part};
use crate::download_records::DownloadRecord;
use crate::export_downloads::{DownloadExportOutcome, DownloadState, TargetRefusal};
use crate::export_files::{file_name, refusal, with_ending};
use crate::exports::ExportFormat;
use crate::failure::Failure;
use crate::from_portal;
use crate::ports::SaveWish;

impl ProfileApp {
    /// Asks the person where the file of an export should go, and begins to fetch it. Asked for twice, it is one
    /// download.
    ///
    /// # Errors
    /// As [`Self::chart_exports`]. Refusals are outcomes.
    pub async fn download_export(&self, export: &str) -> Result<DownloadExportOutcome, Failure> {
        let session = self.session()?;
        let moment = self.moment(&session).await?;
        let key = (session.key.clone(), export.to_owned());
        // It may be one of those that an earlier run left.
        self.downloads_taken_up(&session).await;
        let Some(_choosing) = self.shared.downloads.choose(&key) else {
            return Ok(DownloadExportOutcome::UnderWay);
        };
        let look = |access: OrganizationAccess| async move {
            access.portal.export(access.caller(), export).await
        };
        let Some(found) = self.look(&session, &moment, look).await? else {
            return Ok(DownloadExportOutcome::NotFound);
        };
        let is_ready = found.state == ExportState::Ready;
        let (size, sha256) = (found.size, found.sha256.clone());
        let shown = from_portal::export(found);
        let (true, Some(size), Some(sha256)) = (is_ready, size, sha256) else {
            return Ok(DownloadExportOutcome::NotReady {
                export: Box::new(shown),
            });
        };
        let (Some(kind), Some(organization)) = (shown.format, moment.organization()) else {
            return Err(Failure::answer_unknown());
        };
        let name = moment.organization_name.as_deref().unwrap_or_default();
        let chosen = self.choose_target(file_name(name, &shown, kind), kind);
        let Some((target, replaces)) = chosen.await else {
            return Ok(DownloadExportOutcome::Dismissed);
        };
        session.check()?;
        let record = DownloadRecord {
            kind,
            size: octets(size),
            sha256,
            target,
            replaces,
            ..DownloadRecord::begun(&session.key, organization, export)
        };
        self.begin_download(&session, key, record).await
    }

    /// Octets that the disk of `target` lacks for `needed` more; 0 also where nobody knows.
    pub(super) async fn missing_room(&self, target: &Path, needed: u64) -> u64 {
        let disk = Arc::clone(&self.shared.ports.disk);
        let folder = target.parent().unwrap_or(target).to_owned();
        let room = on_disk(move || disk.room(&folder)).await;
        room.map_or(0, |room| needed.saturating_sub(room))
    }

    /// Asks the person; without a dialog the file goes among their downloads. Answers also whether they agreed that what
    /// lies there is replaced: the system's dialog asks that. `None` when they chose none.
    async fn choose_target(&self, name: String, kind: ExportFormat) -> Option<(PathBuf, bool)> {
        let downloads = Arc::clone(&self.shared.ports.downloads);
        let folder = on_disk(move || {
            let folder = downloads.folder();
            // Without it the dialog begins elsewhere.
            let _ = std::fs::create_dir_all(&folder);
            Ok(folder)
        });
        let folder = folder.await.unwrap_or_default();
        let wish = SaveWish {
            folder: folder.clone(),
            name: name.clone(),
        };
        match self.shared.ports.save_dialog.ask(wish).await {
            Ok(chosen) => {
                let chosen = chosen?;
                let target = with_ending(chosen.clone(), kind);
                let place = target.clone();
                let replaces = on_disk(move || Ok(chosen == place && chosen.try_exists()?));
                let replaces = replaces.await.unwrap_or(false);
                Some((target, replaces))
            }
            Err(error) => {
                tracing::warn!(%error, "nobody can be asked where a file should go");
                Some((folder.join(name), false))
            }
        }
    }

    async fn begin_download(
        &self,
        session: &Arc<CurrentSession>,
        key: DownloadKey,
        record: DownloadRecord,
    ) -> Result<DownloadExportOutcome, Failure> {
        let path = record.target.display().to_string();
        let refused = |reason| {
            Ok(DownloadExportOutcome::TargetRefused {
                path: path.clone(),
                reason,
            })
        };
        let missing = self.missing_room(&record.target, record.size).await;
        if missing > 0 {
            return refused(TargetRefusal::DiskFull { missing });
        }
        let download = Download::new(record, DownloadState::Waiting);
        let (shared, beginning) = (Arc::clone(&self.shared), Arc::clone(&download));
        let created = on_disk(move || {
            if beginning.record().target.is_dir() {
                return Err(std::io::ErrorKind::IsADirectory.into());
            }
            export_part::create(&shared, &beginning).map(drop)
        });
        if let Err(error) = created.await {
            self.remember_no_more(&download, false).await;
            return refused(refusal(&error));
        }
        if !self.shared.downloads.add(key, Arc::clone(&download)) {
            self.forget_download(&download).await;
            return Ok(DownloadExportOutcome::UnderWay);
        }
        self.run_download(session, download);
        Ok(DownloadExportOutcome::Begun)
    }
}
