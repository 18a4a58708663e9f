//! Exports of chart data.

use sea_orm::sea_query::StringLen;
use sea_orm::{DeriveActiveEnum, EnumIter};

/// How far an export has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum, async_graphql::Enum)]
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
