//! Asking for exports, and giving them up.

use chrono::NaiveDate;

use crate::operations::exports::{Export, ExportFormat};
use crate::operations::refusals::{
    ExportNotFound, ExportNotSplit, ExportsUnavailable, IdempotencyKeyReused,
};
use crate::schema;

/// What is to be exported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExportWish {
    /// The first day, in the organization's time zone.
    pub first_day: NaiveDate,
    /// The last day, included.
    pub last_day: NaiveDate,
    /// What the file is to be. [`ExportFormat::Unknown`] can't be sent.
    pub format: ExportFormat,
    /// Whether text that looks like a formula is left as it is.
    pub is_raw: bool,
}

impl ExportWish {
    pub(crate) fn range(&self) -> ExportRangeInput {
        ExportRangeInput {
            first_day: self.first_day,
            last_day: self.last_day,
        }
    }
}

/// What an export would have in it.
#[derive(Clone, Copy, Debug, PartialEq, cynic::QueryFragment)]
pub struct ExportEstimate {
    /// Rows.
    pub rows: f64,
    /// Whether they were counted.
    pub is_exact: bool,
    /// Octets of the file, about.
    pub size: f64,
}

/// Why a range can't be exported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, cynic::QueryFragment)]
pub struct ExportRangeRefused {
    /// Why.
    pub reason: ExportRangeRefusal,
    /// How many days a range may have.
    pub limit_days: i32,
}

/// Why a range can't be exported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, cynic::Enum)]
pub enum ExportRangeRefusal {
    /// Its end is before its start.
    EndBeforeStart,
    /// It ends after today.
    InFuture,
    /// It has too many days.
    TooLong,
    /// A reason that a later portal knows.
    #[cynic(fallback)]
    Unknown,
}

/// What came of estimating an export.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ExportEstimateAnswer {
    /// About that much.
    Estimated(ExportEstimate),
    /// The range can't be exported.
    RangeRefused(ExportRangeRefused),
    /// The organization has no exports, or the person may not see its charts.
    Unavailable,
    /// An answer that a later portal knows.
    Unknown,
}

/// What came of asking for exports.
#[derive(Clone, Debug, PartialEq)]
pub enum RequestExportAnswer {
    /// They wait or run: one, or the parts that one was split into.
    Requested(Vec<Export>),
    /// The range can't be exported.
    RangeRefused(ExportRangeRefused),
    /// The organization has no exports, or the person may not see its charts.
    Unavailable,
    /// So many wait or run already.
    TooMany {
        /// How many may.
        limit: u32,
    },
    /// There is none with this id (any more).
    NotFound,
    /// It did not time out, or has one day only.
    NotSplit,
    /// The idempotency key names another wish.
    Reused,
    /// An answer that a later portal knows.
    Unknown,
}

/// What came of giving an export up.
#[derive(Clone, Debug, PartialEq)]
pub enum CancelExportAnswer {
    /// It is given up.
    Cancelled(Box<Export>),
    /// It had come to its end before.
    NotCancelled(Box<Export>),
    /// There is none.
    NotFound,
    /// An answer that a later portal knows.
    Unknown,
}

#[derive(cynic::InputObject)]
pub(crate) struct ExportRangeInput {
    first_day: NaiveDate,
    last_day: NaiveDate,
}

#[derive(cynic::QueryVariables)]
pub(crate) struct EstimateExportVariables {
    pub(crate) range: ExportRangeInput,
    pub(crate) format: ExportFormat,
    pub(crate) is_raw: bool,
}

/// Asks what an export would have in it.
#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Query", variables = "EstimateExportVariables")]
pub(crate) struct EstimateExport {
    #[arguments(range: $range, format: $format, isRaw: $is_raw)]
    pub(crate) export_estimate: ExportEstimateResult,
}

#[derive(cynic::InlineFragments)]
pub(crate) enum ExportEstimateResult {
    Estimated(ExportEstimate),
    RangeRefused(ExportRangeRefused),
    Unavailable(ExportsUnavailable),
    #[cynic(fallback)]
    Unknown,
}

#[derive(cynic::InputObject)]
pub(crate) struct RequestExportInput<'a> {
    pub(crate) range: ExportRangeInput,
    pub(crate) format: ExportFormat,
    pub(crate) is_raw: bool,
    pub(crate) idempotency_key: &'a str,
}

#[derive(cynic::QueryVariables)]
pub(crate) struct RequestExportVariables<'a> {
    pub(crate) input: RequestExportInput<'a>,
}

/// Asks for an export; sent twice with one idempotency key it is one.
#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "RequestExportVariables")]
pub(crate) struct RequestExport {
    #[arguments(input: $input)]
    pub(crate) request_export: RequestExportResult,
}

#[derive(cynic::QueryFragment)]
pub(crate) struct ExportRequested {
    export: Export,
}

#[derive(cynic::QueryFragment)]
pub(crate) struct TooManyExports {
    limit: i32,
}

#[derive(cynic::InlineFragments)]
#[expect(
    clippy::large_enum_variant,
    reason = "it is turned into an answer at once"
)]
pub(crate) enum RequestExportResult {
    Requested(ExportRequested),
    RangeRefused(ExportRangeRefused),
    Unavailable(ExportsUnavailable),
    TooMany(TooManyExports),
    Reused(IdempotencyKeyReused),
    #[cynic(fallback)]
    Unknown,
}

#[derive(cynic::InputObject)]
pub(crate) struct RetryExportInput<'a> {
    pub(crate) id: &'a cynic::Id,
    pub(crate) idempotency_key: &'a str,
}

#[derive(cynic::QueryVariables)]
pub(crate) struct RetryExportVariables<'a> {
    pub(crate) input: RetryExportInput<'a>,
}

/// Asks for the same export anew.
#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "RetryExportVariables")]
pub(crate) struct RetryExport {
    #[arguments(input: $input)]
    pub(crate) retry_export: RetryExportResult,
}

#[derive(cynic::QueryFragment)]
pub(crate) struct ExportNotOver {
    export: Export,
}

#[derive(cynic::InlineFragments)]
pub(crate) enum RetryExportResult {
    Requested(ExportRequested),
    NotOver(ExportNotOver),
    RangeRefused(ExportRangeRefused),
    Unavailable(ExportsUnavailable),
    TooMany(TooManyExports),
    Reused(IdempotencyKeyReused),
    NotFound(ExportNotFound),
    #[cynic(fallback)]
    Unknown,
}

#[derive(cynic::InputObject)]
pub(crate) struct SplitExportInput<'a> {
    pub(crate) id: &'a cynic::Id,
    pub(crate) idempotency_key: &'a str,
}

#[derive(cynic::QueryVariables)]
pub(crate) struct SplitExportVariables<'a> {
    pub(crate) input: SplitExportInput<'a>,
}

/// Asks for the range of an export anew, in smaller ones.
#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "SplitExportVariables")]
pub(crate) struct SplitExport {
    #[arguments(input: $input)]
    pub(crate) split_export: SplitExportResult,
}

#[derive(cynic::QueryFragment)]
pub(crate) struct ExportSplit {
    exports: Vec<Export>,
}

#[derive(cynic::InlineFragments)]
pub(crate) enum SplitExportResult {
    Split(ExportSplit),
    Unavailable(ExportsUnavailable),
    TooMany(TooManyExports),
    NotSplit(ExportNotSplit),
    NotFound(ExportNotFound),
    Reused(IdempotencyKeyReused),
    #[cynic(fallback)]
    Unknown,
}

#[derive(cynic::QueryVariables)]
pub(crate) struct CancelExportVariables<'a> {
    pub(crate) id: &'a cynic::Id,
}

/// Gives an export up; sent twice it does the same.
#[derive(cynic::QueryFragment)]
#[cynic(graphql_type = "Mutation", variables = "CancelExportVariables")]
pub(crate) struct CancelExport {
    #[arguments(id: $id)]
    pub(crate) cancel_export: CancelExportResult,
}

#[derive(cynic::QueryFragment)]
pub(crate) struct ExportCancelled {
    export: Export,
}

#[derive(cynic::QueryFragment)]
pub(crate) struct ExportNotCancelled {
    export: Export,
}

#[derive(cynic::InlineFragments)]
pub(crate) enum CancelExportResult {
    Cancelled(ExportCancelled),
    NotCancelled(ExportNotCancelled),
    NotFound(ExportNotFound),
    #[cynic(fallback)]
    Unknown,
}

impl From<ExportEstimateResult> for ExportEstimateAnswer {
    fn from(result: ExportEstimateResult) -> Self {
        match result {
            ExportEstimateResult::Estimated(estimate) => Self::Estimated(estimate),
            ExportEstimateResult::RangeRefused(refused) => Self::RangeRefused(refused),
            ExportEstimateResult::Unavailable(ExportsUnavailable { .. }) => Self::Unavailable,
            ExportEstimateResult::Unknown => Self::Unknown,
        }
    }
}

impl From<ExportRequested> for RequestExportAnswer {
    fn from(requested: ExportRequested) -> Self {
        Self::Requested(vec![requested.export])
    }
}

impl From<TooManyExports> for RequestExportAnswer {
    fn from(refused: TooManyExports) -> Self {
        Self::TooMany {
            limit: super::count(refused.limit),
        }
    }
}

impl From<RequestExportResult> for RequestExportAnswer {
    fn from(result: RequestExportResult) -> Self {
        match result {
            RequestExportResult::Requested(requested) => requested.into(),
            RequestExportResult::RangeRefused(refused) => Self::RangeRefused(refused),
            RequestExportResult::Unavailable(ExportsUnavailable { .. }) => Self::Unavailable,
            RequestExportResult::TooMany(refused) => refused.into(),
            RequestExportResult::Reused(IdempotencyKeyReused { .. }) => Self::Reused,
            RequestExportResult::Unknown => Self::Unknown,
        }
    }
}

impl From<RetryExportResult> for RequestExportAnswer {
    fn from(result: RetryExportResult) -> Self {
        match result {
            RetryExportResult::Requested(requested) => requested.into(),
            // What was to be had again is under way, or there.
            RetryExportResult::NotOver(ExportNotOver { export }) => Self::Requested(vec![export]),
            RetryExportResult::RangeRefused(refused) => Self::RangeRefused(refused),
            RetryExportResult::Unavailable(ExportsUnavailable { .. }) => Self::Unavailable,
            RetryExportResult::TooMany(refused) => refused.into(),
            RetryExportResult::Reused(IdempotencyKeyReused { .. }) => Self::Reused,
            RetryExportResult::NotFound(ExportNotFound { .. }) => Self::NotFound,
            RetryExportResult::Unknown => Self::Unknown,
        }
    }
}

impl From<SplitExportResult> for RequestExportAnswer {
    fn from(result: SplitExportResult) -> Self {
        match result {
            SplitExportResult::Split(split) => Self::Requested(split.exports),
            SplitExportResult::Unavailable(ExportsUnavailable { .. }) => Self::Unavailable,
            SplitExportResult::TooMany(refused) => refused.into(),
            SplitExportResult::NotSplit(ExportNotSplit { .. }) => Self::NotSplit,
            SplitExportResult::NotFound(ExportNotFound { .. }) => Self::NotFound,
            SplitExportResult::Reused(IdempotencyKeyReused { .. }) => Self::Reused,
            SplitExportResult::Unknown => Self::Unknown,
        }
    }
}

impl From<CancelExportResult> for CancelExportAnswer {
    fn from(result: CancelExportResult) -> Self {
        match result {
            CancelExportResult::Cancelled(it) => Self::Cancelled(Box::new(it.export)),
            CancelExportResult::NotCancelled(it) => Self::NotCancelled(Box::new(it.export)),
            CancelExportResult::NotFound(ExportNotFound { .. }) => Self::NotFound,
            CancelExportResult::Unknown => Self::Unknown,
        }
    }
}
