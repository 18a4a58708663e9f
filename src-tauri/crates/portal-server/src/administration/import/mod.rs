//! Loading output events from a file of comma-separated values.

mod bad_lines;
mod catalog;
mod chart_workspace;
mod layout;
mod lines;
mod records;
mod values;

use std::io;
use std::path::PathBuf;
use std::time::Duration;

use chrono_tz::Tz;
use sea_orm::DatabaseTransaction;
use tokio::sync::mpsc;
use tokio::task::{JoinError, spawn_blocking};

pub use bad_lines::{BadLine, BadLineReason, BadLines};
pub use layout::HeaderRefused;
pub use values::{TimeFormat, Times};

use self::catalog::Catalog;
use self::lines::{Batch, Lines, WholeFile};
use super::selection::find_organization;
use super::{Administration, AdministrationError, OrganizationSelection};
use crate::store::output_events::{self, NewEvent};
use crate::store::{StoreError, organizations};

/// Between two transactions, so that all who write get their turn.
const PAUSE: Duration = Duration::from_millis(10);

/// What a file doesn't say by itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImportOptions {
    /// The device that all of it is from.
    pub device: Option<String>,
    /// The column that names the device, if it has another name than `device`.
    pub device_column: Option<String>,
    /// The skill that all of it is from.
    pub skill: Option<String>,
    /// The workflow that all of it is from.
    pub workflow: Option<String>,
    /// The column with the time, if it has another name than `time`.
    pub time_column: Option<String>,
    /// How its times are read.
    pub times: Times,
}

/// A file to be loaded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Import {
    /// Whose output it is.
    pub organization: OrganizationSelection,
    /// Where it lies.
    pub file: PathBuf,
    /// What it doesn't say by itself.
    pub options: ImportOptions,
    /// Whether a bad line keeps all others out.
    pub strict: bool,
    /// The charts workspace that is to show it.
    pub workspace: Option<String>,
}

/// How far an import has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ImportProgress {
    /// Bytes of the file that are read.
    pub read: u64,
    /// Events that are there now, or were there before.
    pub events: u64,
}

/// What came of an import.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Imported {
    /// Good lines, without the first one.
    pub lines: u64,
    /// Events that were added.
    pub added: u64,
    /// Events that were there before, or come twice in the file.
    pub already_there: u64,
    /// Devices that were made.
    pub devices_made: u64,
    /// Lines that were left out.
    pub bad: BadLines,
    /// The last line, if it was taken and has no line end: the file may be cut off there.
    pub without_end: Option<u64>,
}

/// Why a file was not loaded. Nothing is changed then, but for [`Administration`](Self::Administration) without
/// `strict`: what was read before that is there.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// It can't be read.
    #[error("{} can't be read", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Its first line doesn't tell what its columns mean.
    #[error("{} can't be imported: {refused}", path.display())]
    Header {
        /// The file.
        path: PathBuf,
        /// Why.
        refused: HeaderRefused,
    },
    /// It has bad lines, and all are to be good.
    #[error("nothing was imported, since {lines} can't be read:\n{0}", lines = lines(.0))]
    Strict(BadLines),
    /// It has bad lines alone.
    #[error("nothing was imported, since no line can be read:\n{0}")]
    AllBad(BadLines),
    /// The organization, or the store.
    #[error(transparent)]
    Administration(#[from] AdministrationError),
    /// Reading came to a sudden end.
    #[error("reading the file came to a sudden end: {0}")]
    Interrupted(#[from] JoinError),
}

impl From<StoreError> for ImportError {
    fn from(error: StoreError) -> Self {
        Self::Administration(error.into())
    }
}

impl From<sea_orm::DbErr> for ImportError {
    fn from(error: sea_orm::DbErr) -> Self {
        Self::Administration(error.into())
    }
}

fn lines(bad: &BadLines) -> String {
    match bad.count() {
        1 => "1 line".to_owned(),
        count => format!("{count} lines"),
    }
}

impl Administration {
    /// Loads output events from a file. Devices, workflows and skills that the organization doesn't have are made;
    /// what is there already is not added again.
    ///
    /// # Errors
    ///
    /// When the file or its first line can't be read, there is no such organization, or a line is bad and all are to
    /// be good.
    pub async fn import(
        &self,
        import: Import,
        progress: impl Fn(ImportProgress),
    ) -> Result<Imported, ImportError> {
        let (file, options, strict) = (import.file, import.options, import.strict);
        let zone = options.times.zone.unwrap_or(Tz::UTC);
        let lines = spawn_blocking(move || Lines::open(file, &options, strict)).await??;
        let organization = find_organization(self.store.read(), &import.organization).await?;
        let (sender, batches) = mpsc::channel(2);
        let reading = spawn_blocking(move || lines.read(&sender));
        let mut loading = Loading {
            administration: self,
            selection: &import.organization,
            catalog: Catalog::new(organization.id, zone, &self.surroundings),
            imported: Imported::default(),
            progress: &progress,
        };
        if strict {
            loading.at_once(batches, reading, import.workspace).await?;
        } else {
            loading
                .bit_by_bit(batches, reading, import.workspace)
                .await?;
        }
        loading.imported.devices_made = loading.catalog.made;
        Ok(loading.imported)
    }
}

/// An import under way.
struct Loading<'a, P> {
    administration: &'a Administration,
    selection: &'a OrganizationSelection,
    catalog: Catalog<'a>,
    imported: Imported,
    progress: &'a P,
}

type Reading = tokio::task::JoinHandle<Result<WholeFile, ImportError>>;

impl<P: Fn(ImportProgress)> Loading<'_, P> {
    /// In one transaction, which a bad line undoes.
    async fn at_once(
        &mut self,
        mut batches: mpsc::Receiver<Batch>,
        reading: Reading,
        workspace: Option<String>,
    ) -> Result<(), ImportError> {
        let transaction = self.begin().await?;
        while let Some(batch) = batches.recv().await {
            self.add(&transaction, batch).await?;
        }
        let whole = reading.await??;
        if whole.bad.count() > 0 {
            transaction.rollback().await?;
            return Err(ImportError::Strict(whole.bad));
        }
        self.imported.lines = whole.lines;
        if let Some(name) = workspace {
            chart_workspace::show(&transaction, &self.catalog, &name).await?;
        }
        Ok(transaction.commit().await?)
    }

    /// In a transaction for each batch.
    async fn bit_by_bit(
        &mut self,
        mut batches: mpsc::Receiver<Batch>,
        reading: Reading,
        workspace: Option<String>,
    ) -> Result<(), ImportError> {
        while let Some(batch) = batches.recv().await {
            let transaction = self.begin().await?;
            self.add(&transaction, batch).await?;
            transaction.commit().await?;
            tokio::time::sleep(PAUSE).await;
        }
        let whole = reading.await??;
        if whole.lines == 0 && whole.bad.count() > 0 {
            return Err(ImportError::AllBad(whole.bad));
        }
        (self.imported.lines, self.imported.bad) = (whole.lines, whole.bad);
        self.imported.without_end = whole.without_end;
        if let Some(name) = workspace {
            let transaction = self.begin().await?;
            chart_workspace::show(&transaction, &self.catalog, &name).await?;
            transaction.commit().await?;
        }
        Ok(())
    }

    /// Begins a transaction that holds the organization, so that it is not deleted meanwhile and no other import
    /// makes the same streams.
    async fn begin(&self) -> Result<DatabaseTransaction, ImportError> {
        let transaction = self.administration.store.begin_write().await?;
        if organizations::hold(&transaction, self.catalog.organization_id).await? {
            return Ok(transaction);
        }
        let gone = AdministrationError::NoSuchOrganization(self.selection.to_string());
        Err(gone.into())
    }

    async fn add(
        &mut self,
        transaction: &DatabaseTransaction,
        batch: Batch,
    ) -> Result<(), ImportError> {
        self.catalog.name(batch.streams);
        let mut events = Vec::with_capacity(batch.events.len());
        for event in batch.events {
            events.push(NewEvent {
                stream_id: self.catalog.stream(transaction, event.stream).await?,
                at: event.at,
                value: event.value,
            });
        }
        let done = output_events::add(transaction, events).await?;
        self.imported.added += done.added;
        self.imported.already_there += done.already_there;
        (self.progress)(ImportProgress {
            read: batch.read,
            events: self.imported.added + self.imported.already_there,
        });
        Ok(())
    }
}
