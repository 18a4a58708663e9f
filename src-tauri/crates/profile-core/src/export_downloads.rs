//! Files of exports on their way to this machine.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::exports::Export;

/// The downloads of the person signed in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ExportDownloads {
    /// Grows with every change.
    pub version: u32,
    /// The downloads, in no order.
    pub downloads: Vec<ExportDownload>,
}

/// The download of an export's file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ExportDownload {
    /// The export's id.
    pub export: String,
    /// What the file is called, without the folder.
    pub name: String,
    /// Octets of the whole file.
    #[ts(type = "number")]
    pub size: u64,
    /// How far it has come.
    pub state: DownloadState,
}

/// How far a download has come.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(
    tag = "kind",
    rename_all = "snake_case",
    rename_all_fields = "camelCase"
)]
pub enum DownloadState {
    /// Its turn is still to come, or the portal is asked for the file.
    Waiting,
    /// It comes.
    Running {
        /// Octets that are here.
        #[ts(type = "number")]
        done: u64,
        /// Octets in a second, lately; absent while that is not known.
        #[ts(type = "number | null")]
        per_second: Option<u64>,
    },
    /// It was cut off, and goes on by itself as soon as the portal answers.
    Interrupted {
        /// Octets that are here.
        #[ts(type = "number")]
        done: u64,
    },
    /// It goes on when the person says so.
    Paused {
        /// Octets that are here.
        #[ts(type = "number")]
        done: u64,
        /// Why.
        reason: PauseReason,
    },
    /// All of it is here and compared with what the portal has.
    Checking,
    /// The file is there, whole.
    Saved {
        /// Where it lies.
        path: String,
    },
    /// There will be no file. What was here of it is removed.
    Failed {
        /// Why.
        reason: DownloadFailure,
    },
}

impl DownloadState {
    /// Whether nothing more is to come of it.
    #[must_use]
    pub fn is_over(&self) -> bool {
        matches!(self, Self::Saved { .. } | Self::Failed { .. })
    }
}

/// Why a download waits for the person. What is here of it stays.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum PauseReason {
    /// They wanted that.
    ByPerson,
    /// The disk has no room for the rest.
    DiskFull {
        /// Octets that are missing.
        #[ts(type = "number")]
        missing: u64,
    },
    /// The organization requires MFA by now, and the person has none.
    MfaRequired,
    /// The folder can't be written to any more.
    TargetUnusable {
        /// What the system said.
        detail: String,
    },
}

/// Why there will be no file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum DownloadFailure {
    /// The portal has the file no more.
    Gone,
    /// The person may not have it any more.
    AccessWithdrawn,
    /// Twice something else came than what the portal says it has.
    Damaged,
}

/// What came of asking for a download.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum DownloadExportOutcome {
    /// It has begun.
    Begun,
    /// It had begun before, or the person is being asked where it should go.
    UnderWay,
    /// The person chose no place for it.
    Dismissed,
    /// There is no file, or not any more.
    NotReady {
        /// The export as it is now.
        export: Box<Export>,
    },
    /// There is no such export.
    NotFound,
    /// The file can't be put where the person wanted it.
    TargetRefused {
        /// Where that is.
        path: String,
        /// Why.
        reason: TargetRefusal,
    },
}

/// Why a file can't be put somewhere.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum TargetRefusal {
    /// It may only be read there.
    ReadOnly,
    /// A folder has that name.
    IsFolder,
    /// The folder does not exist.
    FolderMissing,
    /// The disk has no room for it.
    DiskFull {
        /// Octets that are missing.
        #[ts(type = "number")]
        missing: u64,
    },
    /// The system says otherwise.
    Other {
        /// What it said.
        detail: String,
    },
}
