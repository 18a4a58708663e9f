//! How a turn at an export comes to its end.

use std::fmt;
use std::io;

use super::writing::{WriteError, Written};
use crate::domain::ExportFailure;
use crate::objects::{ObjectsError, UnfinishedExport};
use crate::store::StoreError;

/// How a turn came to its end.
pub(super) enum TurnEnd {
    /// The file is whole and on the disk.
    Whole(UnfinishedExport, Written),
    /// The export is somebody else's by now, or has ended.
    Lost,
    /// The portal stops.
    Stopped,
    /// It took longer than allowed.
    TimedOut,
    /// It can't be made, now or at all.
    Failed(ExportFailure, String),
}

impl fmt::Display for TurnEnd {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Whole(..) => formatter.write_str("the file is whole"),
            Self::Lost => formatter.write_str("the export is somebody else's"),
            Self::Stopped => formatter.write_str("the portal stops"),
            Self::TimedOut => formatter.write_str("it took longer than allowed"),
            Self::Failed(_, why) => formatter.write_str(why),
        }
    }
}

impl TurnEnd {
    /// Of what the system says about the file.
    pub(super) fn of_file(error: &io::Error) -> Self {
        let failure = match error.kind() {
            io::ErrorKind::StorageFull
            | io::ErrorKind::QuotaExceeded
            | io::ErrorKind::FileTooLarge => ExportFailure::StorageFull,
            _ => ExportFailure::StorageFailed,
        };
        Self::Failed(failure, error.to_string())
    }

    /// Of what is written to the database.
    pub(super) fn of_writing(error: StoreError) -> Self {
        Self::of_store(&error, ExportFailure::StorageFailed)
    }

    /// Whoever asked for it may not have it any more.
    pub(super) fn withdrawn() -> Self {
        let why =
            "whoever asked for it may not see the data any more, or there are no exports any more";
        Self::Failed(ExportFailure::AccessWithdrawn, why.to_owned())
    }

    fn of_store(error: &StoreError, otherwise: ExportFailure) -> Self {
        let failure = match error.is_of_full_disk() {
            true => ExportFailure::StorageFull,
            false => otherwise,
        };
        Self::Failed(failure, error.to_string())
    }
}

/// Of what is read. What is written fails by [`TurnEnd::of_writing`].
impl From<StoreError> for TurnEnd {
    fn from(error: StoreError) -> Self {
        Self::of_store(&error, ExportFailure::DataUnreadable)
    }
}

impl From<ObjectsError> for TurnEnd {
    fn from(error: ObjectsError) -> Self {
        Self::Failed(ExportFailure::StorageFailed, error.to_string())
    }
}

impl From<WriteError> for TurnEnd {
    fn from(error: WriteError) -> Self {
        match error {
            WriteError::Store(error) => error.into(),
            WriteError::File(error) => Self::of_file(&error),
            WriteError::Stopped => Self::Lost,
        }
    }
}
