//! Exporting chart data of the organization in view.

use std::sync::Arc;

use async_graphql::{Context, ID, InputObject, Object, SimpleObject, Union};
use secrecy::SecretString;

use super::id_of;
use super::idempotency::check_idempotency_key;
use crate::domain::{ExportFormat, Feature};
use crate::exports::{CancelExportOutcome, LinkedExport, RequestExportOutcome, SplitExportOutcome};
use crate::graphql::Fault;
use crate::graphql::model::{
    Export, ExportDownload, ExportNotFound, ExportNotSplit, ExportRangeRefused, ExportsUnavailable,
    IdempotencyKeyReused, TooManyExports,
};
use crate::graphql::query::{Caller, ExportRangeInput};
use crate::portal::Portal;
use crate::store::{StoreError, exports, features};

const FEATURE: Feature = Feature::ChartDataExport;

/// What is to be exported.
#[derive(InputObject)]
struct RequestExportInput {
    /// Which days.
    range: ExportRangeInput,
    /// What the file is to be.
    format: ExportFormat,
    /// Whether texts that look like formulas stay as they are in CSV. Spreadsheets would run them. Other formats leave all
    /// texts as they are, whatever this says.
    #[graphql(default = false)]
    is_raw: bool,
    /// Made anew for each export wanted, 16 to 100 characters that nobody can guess. Sent again, it is answered again.
    idempotency_key: SecretString,
}

/// An export that is to be asked for once more.
#[derive(InputObject)]
struct RetryExportInput {
    /// The export.
    id: ID,
    /// Made anew for each export wanted, 16 to 100 characters that nobody can guess. Sent again, it is answered again.
    idempotency_key: SecretString,
}

/// An export that is to be asked for in several parts.
#[derive(InputObject)]
struct SplitExportInput {
    /// The export.
    id: ID,
    /// Made anew for each split wanted, 16 to 100 characters that nobody can guess. Sent again, it is answered again.
    idempotency_key: SecretString,
}

/// What came of asking for an export.
#[derive(Union)]
enum RequestExportResult {
    ExportRequested(Box<ExportRequested>),
    ExportRangeRefused(ExportRangeRefused),
    ExportsUnavailable(ExportsUnavailable),
    TooManyExports(TooManyExports),
    IdempotencyKeyReused(IdempotencyKeyReused),
}

/// What came of asking for an export once more.
#[derive(Union)]
enum RetryExportResult {
    ExportRequested(Box<ExportRequested>),
    ExportRangeRefused(ExportRangeRefused),
    ExportsUnavailable(ExportsUnavailable),
    TooManyExports(TooManyExports),
    IdempotencyKeyReused(IdempotencyKeyReused),
    ExportNotFound(ExportNotFound),
    ExportNotOver(Box<ExportNotOver>),
}

impl From<RequestExportResult> for RetryExportResult {
    fn from(result: RequestExportResult) -> Self {
        match result {
            RequestExportResult::ExportRequested(it) => Self::ExportRequested(it),
            RequestExportResult::ExportRangeRefused(it) => Self::ExportRangeRefused(it),
            RequestExportResult::ExportsUnavailable(it) => Self::ExportsUnavailable(it),
            RequestExportResult::TooManyExports(it) => Self::TooManyExports(it),
            RequestExportResult::IdempotencyKeyReused(it) => Self::IdempotencyKeyReused(it),
        }
    }
}

/// What came of splitting an export.
#[derive(Union)]
enum SplitExportResult {
    ExportSplit(ExportSplit),
    ExportNotSplit(ExportNotSplit),
    ExportsUnavailable(ExportsUnavailable),
    TooManyExports(TooManyExports),
    IdempotencyKeyReused(IdempotencyKeyReused),
    ExportNotFound(ExportNotFound),
}

/// What came of calling an export off.
#[derive(Union)]
#[expect(
    clippy::enum_variant_names,
    reason = "named after the types of the contract"
)]
enum CancelExportResult {
    ExportCancelled(Box<ExportCancelled>),
    ExportNotCancelled(Box<ExportNotCancelled>),
    ExportNotFound(ExportNotFound),
}

/// What came of asking for a link to a file.
#[derive(Union)]
#[expect(
    clippy::enum_variant_names,
    reason = "named after the types of the contract"
)]
enum CreateExportDownloadResult {
    ExportDownload(ExportDownload),
    ExportNotReady(Box<ExportNotReady>),
    ExportNotFound(ExportNotFound),
}

/// The export is asked for: it waits for its turn, runs, or has come to its end by now.
#[derive(SimpleObject)]
struct ExportRequested {
    /// The export as it is now.
    export: Export,
}

/// Exports of smaller ranges are asked for.
#[derive(SimpleObject)]
struct ExportSplit {
    /// The exports as they are now, the earliest range first.
    exports: Vec<Export>,
}

/// The export is called off.
#[derive(SimpleObject)]
struct ExportCancelled {
    /// The export as it is now.
    export: Export,
}

/// The export had come to its end before.
#[derive(SimpleObject)]
struct ExportNotCancelled {
    /// The export as it is.
    export: Export,
}

/// The export is in progress, or its file can be downloaded: there is nothing to ask for again.
#[derive(SimpleObject)]
struct ExportNotOver {
    /// The export as it is.
    export: Export,
}

/// The export has no file (yet, or any more).
#[derive(SimpleObject)]
struct ExportNotReady {
    /// The export as it is.
    export: Export,
}

#[derive(Default)]
pub(super) struct ExportsMutation;

#[Object]
impl ExportsMutation {
    /// Asks for an export of the organization in view. For those who may see charts.
    async fn request_export(
        &self,
        context: &Context<'_>,
        input: RequestExportInput,
    ) -> Result<RequestExportResult, Fault> {
        check_idempotency_key(&input.idempotency_key)?;
        let session = Caller::session(context)?;
        let portal = context.data_unchecked::<Arc<Portal>>();
        let wanted = input.range.wanted(input.format, input.is_raw);
        let outcome = portal
            .request_export(session, &wanted, &input.idempotency_key)
            .await?;
        requested(outcome, context).await
    }

    /// Asks for the same as an export of the organization in view did that has come to its end without a file or has it no
    /// more, whoever asked for that: for the same time, whatever time zone the organization has by now. For those who may
    /// see charts.
    async fn retry_export(
        &self,
        context: &Context<'_>,
        input: RetryExportInput,
    ) -> Result<RetryExportResult, Fault> {
        check_idempotency_key(&input.idempotency_key)?;
        let session = Caller::session(context)?;
        let portal = context.data_unchecked::<Arc<Portal>>();
        let outcome = portal
            .retry_export(session, id_of(&input.id), &input.idempotency_key)
            .await?;
        Ok(match outcome {
            RequestExportOutcome::NotFound => {
                RetryExportResult::ExportNotFound(ExportNotFound::default())
            }
            RequestExportOutcome::NotOver(export) => {
                let export = Export::of(*export, portal, session).await?;
                RetryExportResult::ExportNotOver(Box::new(ExportNotOver { export }))
            }
            other => requested(other, context).await?.into(),
        })
    }

    /// Asks for an export that timed out in several parts, as many as its `splitInto` says. For those who may see charts.
    async fn split_export(
        &self,
        context: &Context<'_>,
        input: SplitExportInput,
    ) -> Result<SplitExportResult, Fault> {
        check_idempotency_key(&input.idempotency_key)?;
        let session = Caller::session(context)?;
        let portal = context.data_unchecked::<Arc<Portal>>();
        let outcome = portal
            .split_export(session, id_of(&input.id), &input.idempotency_key)
            .await?;
        Ok(match outcome {
            SplitExportOutcome::Split(parts) => SplitExportResult::ExportSplit(ExportSplit {
                exports: Export::all_of(parts, portal, session).await?,
            }),
            SplitExportOutcome::NotSplit => {
                SplitExportResult::ExportNotSplit(ExportNotSplit::default())
            }
            SplitExportOutcome::Unavailable => {
                SplitExportResult::ExportsUnavailable(ExportsUnavailable::default())
            }
            SplitExportOutcome::TooMany => {
                SplitExportResult::TooManyExports(TooManyExports::default())
            }
            SplitExportOutcome::Reused => {
                SplitExportResult::IdempotencyKeyReused(IdempotencyKeyReused::default())
            }
            SplitExportOutcome::NotFound => {
                SplitExportResult::ExportNotFound(ExportNotFound::default())
            }
        })
    }

    /// Calls an export of the organization in view off: one's own, or anybody's for `OWNER` and `ADMIN`.
    async fn cancel_export(
        &self,
        context: &Context<'_>,
        id: ID,
    ) -> Result<CancelExportResult, Fault> {
        let session = Caller::session(context)?;
        let portal = context.data_unchecked::<Arc<Portal>>();
        Ok(match portal.cancel_export(session, id_of(&id)).await? {
            CancelExportOutcome::Cancelled(export) => {
                let export = Export::of(*export, portal, session).await?;
                CancelExportResult::ExportCancelled(Box::new(ExportCancelled { export }))
            }
            CancelExportOutcome::NotCancelled(export) => {
                let export = Export::of(*export, portal, session).await?;
                CancelExportResult::ExportNotCancelled(Box::new(ExportNotCancelled { export }))
            }
            CancelExportOutcome::NotFound => {
                CancelExportResult::ExportNotFound(ExportNotFound::default())
            }
        })
    }

    /// Makes a link to the file of an export of the organization in view. For those who may see charts. Where the feature is
    /// off, there are no exports.
    async fn create_export_download(
        &self,
        context: &Context<'_>,
        id: ID,
    ) -> Result<CreateExportDownloadResult, Fault> {
        let session = Caller::session(context)?;
        let portal = context.data_unchecked::<Arc<Portal>>();
        let organization = &session.organization;
        let database = portal.store.read();
        let found = match features::is_on(database, organization.id, FEATURE).await? {
            true => exports::of_organization(database, organization.id, id_of(&id)).await?,
            false => None,
        };
        let Some(export) = found else {
            let not_found = ExportNotFound::default();
            return Ok(CreateExportDownloadResult::ExportNotFound(not_found));
        };
        let linked = LinkedExport {
            export: export.clone(),
            organization: organization.name.clone(),
        };
        if linked.is_ready(portal.surroundings.now())
            && let Some(download) =
                ExportDownload::of(&linked, portal.exports.link(session, &export))
        {
            return Ok(CreateExportDownloadResult::ExportDownload(download));
        }
        let export = Export::of(export, portal, session).await?;
        let not_ready = Box::new(ExportNotReady { export });
        Ok(CreateExportDownloadResult::ExportNotReady(not_ready))
    }
}

async fn requested(
    outcome: RequestExportOutcome,
    context: &Context<'_>,
) -> Result<RequestExportResult, Fault> {
    let session = Caller::session(context)?;
    let portal = context.data_unchecked::<Arc<Portal>>();
    Ok(match outcome {
        RequestExportOutcome::Requested(export) => {
            let export = Export::of(*export, portal, session).await?;
            RequestExportResult::ExportRequested(Box::new(ExportRequested { export }))
        }
        RequestExportOutcome::RangeRefused(refusal) => {
            RequestExportResult::ExportRangeRefused(refusal.into())
        }
        RequestExportOutcome::Unavailable => {
            RequestExportResult::ExportsUnavailable(ExportsUnavailable::default())
        }
        RequestExportOutcome::TooMany => {
            RequestExportResult::TooManyExports(TooManyExports::default())
        }
        RequestExportOutcome::Reused => {
            RequestExportResult::IdempotencyKeyReused(IdempotencyKeyReused::default())
        }
        RequestExportOutcome::NotFound | RequestExportOutcome::NotOver(_) => {
            let refused = StoreError::Inconsistent("a new export is asked for by another");
            return Err(refused.into());
        }
    })
}
