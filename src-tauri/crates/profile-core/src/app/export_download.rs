//! One download of an export's file, from wherever it was left to the whole file: cut off, it is asked for again, with a
//! new link if need be.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use portal_client::{DownloadError, ExportLink, ExportLinkAnswer, FileDownload, PortalClient};
use tokio_util::sync::CancellationToken;

use super::ProfileApp;
use super::access::Access;
use super::current_session::CurrentSession;
use super::download_speed::Speed;
use super::downloads_under_way::Download;
use super::lock;
use crate::download_records::DownloadRecord;
use crate::downloads::SavedFile;
use crate::export_downloads::{DownloadFailure, DownloadState, PauseReason};
use crate::failure::FailureCode;
use crate::part_file::{self, PartFile};

/// Octets that are written at a time.
const WRITTEN_AT_ONCE: usize = 256 * 1024;
/// The longest pause between two attempts, in shortest ones.
const LONGEST: u32 = 30;

/// What a run of a download came to.
pub(super) enum End {
    /// The file is there, with what the portal says it is.
    Saved { file: SavedFile, manifest: String },
    /// The person decides how it goes on.
    Paused(PauseReason),
    /// There will be no file.
    Failed(DownloadFailure),
    /// The session is over; the next one goes on.
    LeftOff,
}

/// Why an attempt did not bring the whole file.
enum Trouble {
    /// Another attempt may bring the rest.
    Passing { progressed: bool },
    /// None will.
    Ended(End),
}

impl From<io::Error> for Trouble {
    fn from(error: io::Error) -> Self {
        let reason = match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
                PauseReason::DiskFull { missing: 0 }
            }
            _ => PauseReason::TargetUnusable {
                detail: error.to_string(),
            },
        };
        Self::Ended(End::Paused(reason))
    }
}

/// What every attempt of a run needs.
pub(super) struct Run<'a> {
    pub(super) app: &'a ProfileApp,
    pub(super) session: &'a Arc<CurrentSession>,
    pub(super) download: &'a Arc<Download>,
    pub(super) stop: &'a CancellationToken,
}

impl Run<'_> {
    /// Goes on until there is an end. May be dropped at any moment: what is here is taken up by the next run.
    pub(super) async fn go_on(&self) -> End {
        let shortest = self.app.shared.patience.download_retry;
        let mut failures = 0;
        loop {
            match self.attempt().await {
                Ok(end) | Err(Trouble::Ended(end)) => return end,
                Err(Trouble::Passing { progressed }) => {
                    failures = if progressed { 0 } else { failures + 1 };
                    if self.session.check().is_err() {
                        return End::LeftOff;
                    }
                    self.interrupted().await;
                    let times = 1_u32.checked_shl(failures).unwrap_or(LONGEST).min(LONGEST);
                    tokio::time::sleep(shortest * times).await;
                }
            }
        }
    }

    async fn attempt(&self) -> Result<End, Trouble> {
        let link = self.link().await?;
        let portal = self.app.portal(&self.session.key.portal).await;
        let portal = portal.map_err(|_| Trouble::Passing { progressed: false })?;
        self.take_facts(&link).await?;
        let Some(part) = self.open().await? else {
            let saved = self.saved_before().await;
            let manifest = link.manifest;
            return Ok(End::Saved {
                file: saved,
                manifest,
            });
        };
        let part = self.fetch(&portal, &link, part).await?;
        let file = self.check(part).await?;
        let manifest = link.manifest;
        Ok(End::Saved { file, manifest })
    }

    /// A link, or why there is none.
    async fn link(&self) -> Result<ExportLink, Trouble> {
        let DownloadRecord {
            organization,
            export,
            ..
        } = self.download.record();
        let look = |access: Access| {
            let (organization, export) = (&organization, &export);
            async move {
                let access = access.about(Some(organization));
                access.portal.export_link(access.caller(), export).await
            }
        };
        match self.app.ask_aside(self.session, look).await {
            Ok(ExportLinkAnswer::Linked(link)) => Ok(link),
            Ok(ExportLinkAnswer::NotReady(_) | ExportLinkAnswer::NotFound) => {
                Err(Trouble::Ended(End::Failed(DownloadFailure::Gone)))
            }
            Err(error) if is_withdrawn(error.code) => Err(Trouble::Ended(End::Failed(
                DownloadFailure::AccessWithdrawn,
            ))),
            Ok(ExportLinkAnswer::Unknown) => Err(Trouble::Passing { progressed: false }),
            Err(error) => {
                tracing::debug!(%error, "no link to an export's file");
                Err(Trouble::Passing { progressed: false })
            }
        }
    }

    /// What the portal says of the file now is what it has to be.
    async fn take_facts(&self, link: &ExportLink) -> Result<(), Trouble> {
        let size = octets(link.size);
        let record = self.download.record();
        if (record.size, &record.sha256) == (size, &link.sha256) {
            return Ok(());
        }
        self.change(|record| {
            record.size = size;
            record.sha256.clone_from(&link.sha256);
            record.etag = None;
        })
        .await;
        Ok(())
    }

    /// What is here of the file, from its beginning if there is nothing or too much; `None` when the whole file is where
    /// it should be: the run before this one came to its end between giving it its name and saying so.
    async fn open(&self) -> Result<Option<PartFile>, Trouble> {
        let record = self.download.record();
        let opened = self.on_disk(move || {
            let part = PartFile::reopen(&record.part)?;
            let Some(mut part) = part else {
                if part_file::is_file_with(&record.target, record.size, &record.sha256) {
                    return Ok(None);
                }
                return PartFile::create(&record.target).map(Some);
            };
            if part.length() > record.size || record.etag.is_none() {
                part.start_over()?;
            }
            Ok(Some(part))
        });
        let part = opened.await?;
        if let Some(part) = &part {
            let path = part.path().to_owned();
            if lock(&self.download.record).part != path {
                self.change(|record| record.part = path).await;
            }
        }
        Ok(part)
    }

    async fn saved_before(&self) -> SavedFile {
        let record = self.download.record();
        SavedFile {
            name: record.name(),
            path: record.target.display().to_string(),
        }
    }

    /// Fetches what is missing.
    async fn fetch(
        &self,
        portal: &PortalClient,
        link: &ExportLink,
        mut part: PartFile,
    ) -> Result<PartFile, Trouble> {
        let record = self.download.record();
        if part.length() == record.size {
            return Ok(part);
        }
        self.check_room(&record.target, record.size - part.length())
            .await?;
        let etag = record.etag.as_deref();
        let file = match portal.download(&link.path, part.length(), etag).await {
            Ok(file) => file,
            Err(DownloadError::Changed) => return Err(self.clear(part).await),
            Err(error) => {
                tracing::debug!(%error, "an export's file does not come");
                return Err(Trouble::Passing { progressed: false });
            }
        };
        if file.size().is_some_and(|size| size != record.size) {
            return Err(self.start_over(part).await);
        }
        if file.begins_at() == 0 && part.length() > 0 {
            // The portal gives no parts, and sends all of it.
            part = self
                .on_disk(move || part.start_over().map(|()| part))
                .await?;
        }
        if file.etag() != etag {
            // Before the first octet that it names.
            let etag = file.etag().map(str::to_owned);
            self.change(|record| record.etag = etag).await;
        }
        self.receive(file, part, record.size).await
    }

    async fn receive(
        &self,
        mut file: FileDownload,
        mut part: PartFile,
        size: u64,
    ) -> Result<PartFile, Trouble> {
        let mut speed = Speed::from(part.length());
        let began_at = part.length();
        let mut pieces = Vec::with_capacity(WRITTEN_AT_ONCE);
        self.progressed(&part, &mut speed);
        loop {
            let piece = file.next().await;
            let is_last = !matches!(piece, Ok(Some(_)));
            if let Ok(Some(piece)) = &piece {
                pieces.extend_from_slice(piece.as_ref());
            }
            if part.length() + pieces.len() as u64 > size {
                return Err(self.start_over(part).await);
            }
            // Where little comes, it is written as often as it is told of.
            let is_due = speed.is_due(self.app.shared.patience.progress);
            if is_last || is_due || pieces.len() >= WRITTEN_AT_ONCE {
                let writing = std::mem::take(&mut pieces);
                part = self
                    .on_disk(move || part.write(&writing).map(|()| part))
                    .await?;
                if is_due {
                    self.progressed(&part, &mut speed);
                }
            }
            if is_last {
                if part.length() == size {
                    return Ok(part);
                }
                if let Err(error) = piece {
                    tracing::debug!(%error, "an export's file was cut off");
                }
                let progressed = part.length() > began_at;
                return Err(Trouble::Passing { progressed });
            }
        }
    }

    /// Compares all of it with what the portal says, and gives it its name.
    async fn check(&self, mut part: PartFile) -> Result<SavedFile, Trouble> {
        self.show(DownloadState::Checking);
        let record = self.download.record();
        let stop = self.stop.clone();
        let checked = self.on_disk(move || {
            part.sync()?;
            let hash = part.hash(|| stop.is_cancelled())?;
            Ok((part, hash))
        });
        let (part, hash) = checked.await?;
        match hash {
            // Whoever stopped it drops this.
            None => Err(Trouble::Passing { progressed: true }),
            Some(hash) if hash == record.sha256 => {
                let finish = move || part.finish(&record.target, record.kind.extension());
                Ok(self.on_disk(finish).await?)
            }
            Some(_) => Err(self.start_over(part).await),
        }
    }

    /// Throws away what is here, once; the second time there will be no file.
    async fn start_over(&self, part: PartFile) -> Trouble {
        if lock(&self.download.record).started_over {
            return Trouble::Ended(End::Failed(DownloadFailure::Damaged));
        }
        tracing::warn!("an export's file is not what it should be: it is fetched once more");
        lock(&self.download.record).started_over = true;
        self.clear(part).await
    }

    /// Throws away what is here: the portal calls its content otherwise by now, so what is here may not belong to it.
    async fn clear(&self, mut part: PartFile) -> Trouble {
        self.change(|record| record.etag = None).await;
        match self.on_disk(move || part.start_over()).await {
            Ok(()) => Trouble::Passing { progressed: true },
            Err(error) => error.into(),
        }
    }

    async fn check_room(&self, target: &Path, needed: u64) -> Result<(), Trouble> {
        match self.app.missing_room(target, needed).await {
            0 => Ok(()),
            missing => Err(Trouble::Ended(End::Paused(PauseReason::DiskFull {
                missing,
            }))),
        }
    }

    async fn interrupted(&self) {
        let path: PathBuf = self.download.record().part;
        let here = self.on_disk(move || Ok(std::fs::metadata(path)?.len()));
        let done = here.await.unwrap_or_default();
        self.show(DownloadState::Interrupted { done });
    }

    fn progressed(&self, part: &PartFile, speed: &mut Speed) {
        let done = part.length();
        let per_second = speed.at(done);
        self.show(DownloadState::Running { done, per_second });
    }

    /// Unless somebody stopped the run: what is shown is theirs to say then.
    fn show(&self, state: DownloadState) {
        if !self.stop.is_cancelled() {
            self.app.shared.downloads.show(self.download, state);
        }
    }

    /// Changes what is kept of the download.
    async fn change(&self, change: impl FnOnce(&mut DownloadRecord)) {
        change(&mut lock(&self.download.record));
        self.app.keep_download(self.download).await;
    }

    async fn on_disk<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> io::Result<T> + Send + 'static,
    ) -> io::Result<T> {
        on_disk(work).await
    }
}

/// Does `work` away from the async threads.
pub(super) async fn on_disk<T: Send + 'static>(
    work: impl FnOnce() -> io::Result<T> + Send + 'static,
) -> io::Result<T> {
    let outcome = tokio::task::spawn_blocking(work).await;
    outcome.map_err(io::Error::other).flatten()
}

/// Octets of the contract, which has no whole numbers of that size.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "whole numbers up to 2^53 come through; what is none fits no file"
)]
pub(super) fn octets(number: f64) -> u64 {
    number as u64
}

fn is_withdrawn(code: FailureCode) -> bool {
    matches!(
        code,
        FailureCode::NotAllowed | FailureCode::OrganizationUnavailable
    )
}
