//! Downloads of exports: begun by the person, and from then on things of their own. They go on in another organization,
//! after a cut, and in the next run of the app.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::Ordering;

use super::current_session::CurrentSession;
use super::downloads_under_way::Download;
use super::export_download::{End, Run, on_disk};
use super::{ProfileApp, Shared, lock};
use crate::announcements::Announcement;
use crate::download_records::DownloadRecord;
use crate::downloads::{SavedFile, UnfinishedFile};
use crate::export_downloads::{DownloadState, ExportDownloads, PauseReason};
use crate::export_files::save_manifest;

impl ProfileApp {
    /// The downloads of the person signed in, once that is not what somebody has `seen` the version of.
    pub async fn export_downloads(&self, seen: Option<u32>) -> ExportDownloads {
        let downloads = &self.shared.downloads;
        let mut versions = downloads.version.subscribe();
        // Waiting ends with news: the source is there as long as this borrows it.
        let version = versions
            .wait_for(|version| Some(*version) != seen)
            .await
            .map_or(0, |version| *version);
        let session = lock(&self.shared.session).clone();
        ExportDownloads {
            version,
            downloads: session.map_or_else(Vec::new, |session| downloads.shown(&session.key)),
        }
    }

    /// Puts a download off. What is here of the file stays.
    pub async fn pause_export_download(&self, export: &str) {
        let Some(download) = self.find_download(export) else {
            return;
        };
        if download.state().is_over() || download.is_named() {
            return;
        }
        download.end_run();
        lock(&download.record).is_paused = true;
        self.keep_download(&download).await;
        self.show_paused(&download, PauseReason::ByPerson).await;
    }

    /// Goes on with a download that was put off, or could not go on.
    pub async fn resume_export_download(&self, export: &str) {
        let (Ok(session), Some(download)) = (self.session(), self.find_download(export)) else {
            return;
        };
        if !matches!(download.state(), DownloadState::Paused { .. }) {
            return;
        }
        lock(&download.record).is_paused = false;
        self.keep_download(&download).await;
        self.run_download(&session, download);
    }

    /// Gives a download up, with what is here of the file. One that is over is taken off the page, and its file stays.
    pub async fn drop_export_download(&self, export: &str) {
        let (Ok(session), Some(download)) = (self.session(), self.find_download(export)) else {
            return;
        };
        let is_over = download.state().is_over();
        // What gets its name this moment is there, and shown like that.
        if !is_over && !download.give_up() {
            return;
        }
        download.end_run();
        let key = (session.key.clone(), export.to_owned());
        self.shared.downloads.remove(&key);
        self.remember_no_more(&download, !is_over).await;
    }

    /// Shows the file of a download that is over in its folder; `false` when that can't be done.
    pub async fn show_exported_file(&self, export: &str) -> bool {
        let state = self.find_download(export).map(|it| it.state());
        let Some(DownloadState::Saved { path }) = state else {
            return false;
        };
        let shown = self.shared.ports.file_view.show(Path::new(&path)).await;
        if let Err(error) = &shown {
            tracing::warn!(%error, "a file is not shown in its folder");
        }
        shown.is_ok()
    }

    /// Leaves all downloads for the next run of the app. To be called before the app ends.
    pub async fn leave_downloads(&self) {
        for download in self.shared.downloads.let_go(None) {
            drop(download.run.lock().await);
        }
    }

    /// Goes on by itself with the downloads of the person of `session` that an earlier session or run left.
    pub(super) fn take_up_downloads(&self, session: &Arc<CurrentSession>) {
        let (app, session) = (self.clone(), Arc::clone(session));
        tokio::spawn(async move { app.downloads_taken_up(&session).await });
    }

    /// Returns once all that an earlier session or run left is known, and goes on.
    pub(super) async fn downloads_taken_up(&self, session: &Arc<CurrentSession>) {
        let taking_up = || self.take_up_what_was_left(session);
        session.downloads_taken_up.get_or_init(taking_up).await;
    }

    async fn take_up_what_was_left(&self, session: &Arc<CurrentSession>) {
        let records = Arc::clone(&self.shared.downloads.records);
        let records = on_disk(move || Ok(records.read())).await;
        let own = records.into_iter().flatten();
        for record in own.filter(|record| record.is_of(&session.key)) {
            let key = (session.key.clone(), record.export.clone());
            let state = if record.is_paused {
                let done = here(record.part.clone()).await;
                let reason = PauseReason::ByPerson;
                DownloadState::Paused { done, reason }
            } else {
                DownloadState::Waiting
            };
            let goes_on = !record.is_paused;
            let download = Download::new(record, state);
            let is_new =
                session.check().is_ok() && self.shared.downloads.add(key, Arc::clone(&download));
            if is_new && goes_on {
                self.run_download(session, download);
            }
        }
    }

    /// Leaves the downloads of a session that is over for the next one of the same person.
    pub(super) fn let_go_of_downloads(&self, session: &CurrentSession) {
        self.shared.downloads.let_go(Some(&session.key));
    }

    /// Keeps for the next run how far a download has come, unless it is over.
    pub(super) async fn keep_download(&self, download: &Arc<Download>) {
        let (shared, download) = (Arc::clone(&self.shared), Arc::clone(download));
        let kept = on_disk(move || {
            keep_now(&shared, &download);
            Ok(())
        });
        if let Err(error) = kept.await {
            tracing::error!(%error, "a download was not kept");
        }
    }

    pub(super) fn run_download(&self, session: &Arc<CurrentSession>, download: Arc<Download>) {
        let stop = download.begin_run();
        self.shared
            .downloads
            .show(&download, DownloadState::Waiting);
        let (app, session) = (self.clone(), Arc::clone(session));
        tokio::spawn(async move {
            let running = stop.run_until_cancelled(async {
                let _run = download.run.lock().await;
                // The semaphore is never closed.
                let _turn = app.shared.downloads.turns.acquire().await;
                let run = Run {
                    app: &app,
                    session: &session,
                    download: &download,
                    stop: &stop,
                };
                run.go_on().await
            });
            if let Some(end) = running.await {
                app.end_download(&session, &download, end).await;
            }
        });
    }

    async fn end_download(
        &self,
        session: &Arc<CurrentSession>,
        download: &Arc<Download>,
        end: End,
    ) {
        // The run found out before it was stopped.
        if download.is_given_up() {
            return;
        }
        match end {
            End::Saved { file, manifest } => {
                let (at, saved) = (PathBuf::from(&file.path), file.clone());
                let record = download.record();
                let replaces = record.replaces && record.target == at;
                let written = on_disk(move || {
                    let folder = at.parent().unwrap_or_else(|| Path::new("."));
                    let beside = UnfinishedFile::begin(folder)?;
                    save_manifest(beside, &saved.name, &manifest, replaces)
                });
                if let Err(error) = written.await {
                    tracing::warn!(%error, "what a file is was not written beside it");
                }
                self.remember_no_more(download, false).await;
                let SavedFile { name, path } = file;
                let state = DownloadState::Saved { path: path.clone() };
                self.shared.downloads.show(download, state);
                let about = Some(download.record().organization.clone());
                self.announce_to(
                    session,
                    Announcement::ExportSaved { name, path }.about(about),
                );
            }
            End::Failed(reason) => {
                self.forget_download(download).await;
                let state = DownloadState::Failed { reason };
                self.shared.downloads.show(download, state);
                let name = download.record().name();
                let about = Some(download.record().organization.clone());
                self.announce_to(session, Announcement::ExportNotSaved { name }.about(about));
            }
            End::Paused(reason) => {
                let DownloadRecord { target, size, .. } = download.record();
                let reason = match reason {
                    PauseReason::DiskFull { missing: 0 } => {
                        let needed = size.saturating_sub(here(download.record().part).await);
                        let missing = self.missing_room(&target, needed).await;
                        // Full for this person, whatever the system says of the disk.
                        let missing = if missing == 0 { needed } else { missing };
                        PauseReason::DiskFull { missing }
                    }
                    reason => reason,
                };
                self.show_paused(download, reason.clone()).await;
                let name = download.record().name();
                let about = Some(download.record().organization.clone());
                self.announce_to(
                    session,
                    Announcement::ExportPaused { name, reason }.about(about),
                );
            }
            End::LeftOff => {}
        }
    }

    async fn show_paused(&self, download: &Arc<Download>, reason: PauseReason) {
        let done = here(download.record().part).await;
        let state = DownloadState::Paused { done, reason };
        self.shared.downloads.show(download, state);
    }

    /// Keeps nothing more of a download, neither what it was nor what is here of an unfinished file.
    pub(super) async fn forget_download(&self, download: &Arc<Download>) {
        self.remember_no_more(download, true).await;
    }

    pub(super) async fn remember_no_more(&self, download: &Arc<Download>, with_part: bool) {
        download.is_forgotten.store(true, Ordering::SeqCst);
        let download = Arc::clone(download);
        self.with_files(move |shared| {
            let record = download.record();
            if with_part
                && let Err(error) = std::fs::remove_file(&record.part)
                && error.kind() != std::io::ErrorKind::NotFound
            {
                tracing::warn!(%error, "a part of a file stays");
            }
            shared.downloads.records.remove(&record);
        })
        .await;
    }

    fn find_download(&self, export: &str) -> Option<Arc<Download>> {
        let session = self.session().ok()?;
        let key = (session.key.clone(), export.to_owned());
        self.shared.downloads.find(&key)
    }
}

/// As [`ProfileApp::keep_download`], for a thread that may wait.
pub(super) fn keep_now(shared: &Shared, download: &Download) {
    let _turn = lock(&shared.files);
    // Read only here, so that the last write has the last state.
    if download.is_forgotten.load(Ordering::SeqCst) {
        return;
    }
    if let Err(error) = shared.downloads.records.write(&download.record()) {
        tracing::warn!(%error, "a download will not go on in the next run");
    }
}

/// Octets that are here of a file.
async fn here(part: PathBuf) -> u64 {
    let here = on_disk(move || Ok(std::fs::metadata(part)?.len()));
    here.await.unwrap_or_default()
}
