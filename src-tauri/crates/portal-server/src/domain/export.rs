//! Exports of chart data.

use sea_orm::sea_query::StringLen;
use sea_orm::{DeriveActiveEnum, EnumIter};
use serde::{Deserialize, Serialize};

/// How far an export has come.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    EnumIter,
    DeriveActiveEnum,
    Serialize,
    Deserialize,
    async_graphql::Enum,
)]
#[serde(rename_all = "snake_case")]
#[sea_orm(
    rs_type = "String",
    db_type = "String(StringLen::N(32))",
    rename_all = "snake_case"
)]
pub enum ExportState {
    /// It waits or runs.
    InProgress,
    /// The file can be downloaded.
    Ready,
    /// It took longer than allowed.
    TimedOut,
    /// It was stopped.
    Cancelled,
    /// It could not be made.
    Failed,
    /// The file was deleted after its time.
    Expired,
}

/// Why an export could not be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum, async_graphql::Enum)]
#[sea_orm(
    rs_type = "String",
    db_type = "String(StringLen::N(32))",
    rename_all = "snake_case"
)]
pub enum ExportFailure {
    /// The portal was interrupted at it too often.
    Interrupted,
    /// There was no room for the file.
    StorageFull,
    /// The file could not be written or kept.
    StorageFailed,
    /// The data could not be read.
    DataUnreadable,
    /// Whoever asked for it may not see the data any more, or the organization has no exports any more.
    AccessWithdrawn,
}

/// The most days that one export may have: ten years.
pub const LONGEST_EXPORT: u32 = 3_660;

/// Why the days of an export are not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, async_graphql::Enum)]
pub enum ExportRangeRefusal {
    /// The last day is before the first one.
    #[error("the last day is before the first day")]
    EndBeforeStart,
    /// The last day has not begun yet.
    #[error("the last day is in the future")]
    InFuture,
    /// There are more days than one export may have.
    #[error("the range has more than {LONGEST_EXPORT} days")]
    TooLong,
}
