//! One download of an export's file, from wherever it was left to the whole file: cut off, it is asked for again, with a
//! new link if need be.

use std::io;
use std::path::PathBuf;
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
use crate::part_file::PartFile;

/// Octets that are written at a time.
const WRITTEN_AT_ONCE: usize = 256 * 1024;
/// The longest pause between two attempts, in shortest ones.
const LONGEST: u32 = 30;
/// A link is used as soon as it is there. So many in a row that lead to nothing mean that none will.
const REFUSALS: u32 = 2;

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
pub(super) enum Trouble {
    /// Another attempt may bring the rest.
    Passing { progressed: bool },
    /// The portal gives no file, and does not say why. A link may be over by chance, once.
    Refused,
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
        let (mut failures, mut refusals) = (0, 0);
        loop {
            match self.attempt().await {
                Ok(end) | Err(Trouble::Ended(end)) => return end,
                Err(Trouble::Passing { progressed: true }) => (failures, refusals) = (0, 0),
                Err(Trouble::Passing { progressed: false }) => failures += 1,
                Err(Trouble::Refused) => (failures, refusals) = (failures + 1, refusals + 1),
            }
            if refusals == REFUSALS {
                return End::Failed(DownloadFailure::AccessWithdrawn);
            }
            if self.session.check().is_err() {
                return End::LeftOff;
            }
            self.interrupted().await;
            let times = 1_u32.checked_shl(failures).unwrap_or(LONGEST).min(LONGEST);
            tokio::time::sleep(shortest * times).await;
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
            Ok(ExportLinkAnswer::NotReady(_)) => {
                Err(Trouble::Ended(End::Failed(DownloadFailure::Gone)))
            }
            // Also where exports were turned off: then there are none.
            Ok(ExportLinkAnswer::NotFound) => Err(Trouble::Ended(End::Failed(
                DownloadFailure::AccessWithdrawn,
            ))),
            // A later portal has a reason that this app doesn't know.
            Ok(ExportLinkAnswer::Unknown) => Err(Trouble::Refused),
            Err(error) => {
                tracing::debug!(%error, "no link to an export's file");
                Err(match error.code {
                    FailureCode::NotAllowed | FailureCode::OrganizationUnavailable => {
                        Trouble::Ended(End::Failed(DownloadFailure::AccessWithdrawn))
                    }
                    FailureCode::MfaEnrollmentRequired => {
                        Trouble::Ended(End::Paused(PauseReason::MfaRequired))
                    }
                    _ => Trouble::Passing { progressed: false },
                })
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
            Err(DownloadError::LinkOver { status }) => {
                tracing::debug!(status, "a new link does not lead to the file");
                return Err(Trouble::Refused);
            }
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
    pub(super) fn show(&self, state: DownloadState) {
        if !self.stop.is_cancelled() {
            self.app.shared.downloads.show(self.download, state);
        }
    }

    /// Changes what is kept of the download.
    pub(super) async fn change(&self, change: impl FnOnce(&mut DownloadRecord)) {
        change(&mut lock(&self.download.record));
        self.app.keep_download(self.download).await;
    }

    pub(super) async fn on_disk<T: Send + 'static>(
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
