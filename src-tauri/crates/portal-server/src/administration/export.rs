//! Writing raw chart data to a file of the operator's.

mod safe_file;

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use chrono::NaiveDate;
use chrono_tz::Tz;
use tokio_util::sync::CancellationToken;

pub use safe_file::TargetRefused;

use self::safe_file::{SafeFile, Target};
use super::selection::find_organization;
use super::{Administration, AdministrationError, OrganizationSelection};
use crate::domain::{ExportFormat, ExportRangeRefusal};
use crate::exports::range::ExportRange;
use crate::exports::writing::{
    self, Manifest, Processors, SharedProgress, Wanted, WriteError, Written,
};

/// How often progress is told.
const TOLD_EVERY: Duration = Duration::from_millis(100);

/// A file to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Export {
    /// Whose output events.
    pub organization: OrganizationSelection,
    /// The first day.
    pub first_day: NaiveDate,
    /// The last day, which is included.
    pub last_day: NaiveDate,
    /// The time zone whose days they are; the organization's own if there is none.
    pub zone: Option<Tz>,
    /// The format.
    pub format: ExportFormat,
    /// Whether texts that spreadsheets take for formulas are left as they are in CSV. Other formats leave all of them so.
    pub raw: bool,
    /// Where it is to lie.
    pub file: PathBuf,
    /// Whether a file that is there is replaced.
    pub force: bool,
}

/// How far an export has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExportProgress {
    /// Rows that are written.
    pub rows: u64,
    /// Rows that there will be, about.
    pub expected: u64,
}

/// Why a file was not written. Nothing is left of it then.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The days are not accepted.
    #[error(transparent)]
    Range(#[from] ExportRangeRefusal),
    /// There can't be a file there.
    #[error(transparent)]
    Target(#[from] TargetRefused),
    /// The disk is full.
    #[error("{} was not written: there is no room left for it", .0.display())]
    Full(PathBuf),
    /// It can't be written.
    #[error("{} can't be written", path.display())]
    Unwritable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// It was stopped.
    #[error("{} was not written: it was stopped", .0.display())]
    Stopped(PathBuf),
    /// The organization, or the store.
    #[error(transparent)]
    Administration(#[from] AdministrationError),
}

impl ExportError {
    fn of_file(path: &Path, source: io::Error) -> Self {
        let path = path.to_owned();
        match source.kind() {
            io::ErrorKind::StorageFull
            | io::ErrorKind::QuotaExceeded
            | io::ErrorKind::FileTooLarge => Self::Full(path),
            _ => Self::Unwritable { path, source },
        }
    }
}

impl Administration {
    /// Writes the output events of some days to a file, and a manifest beside it. Under the file's name there is all of
    /// it or nothing, whatever happens; `stop` gives up.
    ///
    /// # Errors
    ///
    /// When there is no such organization, its days or the file are not accepted, or it can't be written.
    pub async fn export(
        &self,
        export: Export,
        stop: CancellationToken,
        tell: impl Fn(ExportProgress),
    ) -> Result<Written, ExportError> {
        let organization = find_organization(self.store.read(), &export.organization).await?;
        let zone = export.zone.unwrap_or_else(|| organization.zone());
        let (first, last) = (export.first_day, export.last_day);
        let wanted = Wanted {
            organization_id: organization.id,
            range: ExportRange::of_days(first, last, zone, self.surroundings.now())?,
            format: export.format,
            raw: export.format.is_raw(export.raw),
        };
        let target = Target::at(&export.file, export.force)?;
        let failure = |error: io::Error| ExportError::of_file(&export.file, error);
        let file = SafeFile::begin(target.file()).map_err(failure)?;
        let written = self.write(&wanted, &export.file, &file, stop, tell).await?;
        let manifest = SafeFile::begin(target.manifest()).map_err(failure)?;
        let described = Manifest::of(&wanted, &written, &organization.name, &target.name());
        manifest.fill(&described.to_json()).map_err(failure)?;
        target.publish(file, manifest).map_err(failure)?;
        Ok(written)
    }

    async fn write(
        &self,
        wanted: &Wanted,
        path: &Path,
        file: &SafeFile,
        stop: CancellationToken,
        tell: impl Fn(ExportProgress),
    ) -> Result<Written, ExportError> {
        let failure = |error: WriteError| match error {
            WriteError::Store(error) => AdministrationError::from(error).into(),
            WriteError::File(error) => ExportError::of_file(path, error),
            WriteError::Stopped => ExportError::Stopped(path.to_owned()),
        };
        let expected = writing::estimate(&self.store, wanted).await;
        let expected = expected.map_err(failure)?.rows;
        let progress = Arc::new(SharedProgress::beginning(wanted.range.from));
        let handle = file.handle().map_err(WriteError::File).map_err(failure)?;
        let shared = Arc::clone(&progress);
        let processors = Processors::Two;
        let writing = writing::write(&self.store, wanted, handle, shared, stop, processors);
        let mut writing = std::pin::pin!(writing);
        let mut ticks = tokio::time::interval(TOLD_EVERY);
        loop {
            tokio::select! {
                written = &mut writing => return written.map_err(failure),
                _ = ticks.tick() => tell(ExportProgress { rows: progress.read().rows, expected }),
            }
        }
    }
}
