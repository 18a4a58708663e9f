//! Exports of the chart data of the organization in view.

use cynic::{MutationBuilder, QueryBuilder};

use super::PortalClient;
use crate::download::{self, DownloadError, FileDownload};
use crate::error::ClientError;
use crate::graphql::Caller;
use crate::operations::export_downloads::{
    CreateExportDownload, CreateExportDownloadVariables, ExportLinkAnswer,
};
use crate::operations::export_requests::{
    CancelExport, CancelExportAnswer, CancelExportVariables, EstimateExport,
    EstimateExportVariables, ExportEstimateAnswer, ExportWish, RequestExport, RequestExportAnswer,
    RequestExportInput, RequestExportVariables, RetryExport, RetryExportInput,
    RetryExportVariables, SplitExport, SplitExportInput, SplitExportVariables,
};
use crate::operations::exports::{
    ChartDataExport, Export, ExportList, LookAtExport, LookAtExportVariables, LookAtExports,
    LookAtExportsVariables,
};
use crate::operations::idempotency_key::IdempotencyKey;
use crate::retry::repeatedly;

impl PortalClient {
    /// What can be exported, and at most `first` exports, 1 to 100, the newest first; those after the cursor `after`.
    /// `None` where exports are off, or the person may not see charts.
    ///
    /// # Errors
    /// As [`Self::home`].
    pub async fn exports(
        &self,
        caller: Caller<'_>,
        first: u8,
        after: Option<&str>,
    ) -> Result<Option<(ChartDataExport, ExportList)>, ClientError> {
        let first = first.into();
        let operation = LookAtExports::build(LookAtExportsVariables { first, after });
        let answer = repeatedly(|| self.run(&operation, caller.into())).await?;
        Ok(answer.chart_data_export.zip(answer.exports))
    }

    /// An export as it is by now; `None` when there is none with this id.
    ///
    /// # Errors
    /// As [`Self::home`].
    pub async fn export(
        &self,
        caller: Caller<'_>,
        id: &str,
    ) -> Result<Option<Export>, ClientError> {
        let id = &cynic::Id::new(id);
        let operation = LookAtExport::build(LookAtExportVariables { id });
        let answer = repeatedly(|| self.run(&operation, caller.into())).await?;
        Ok(answer.export)
    }

    /// What an export would have in it.
    ///
    /// # Errors
    /// As [`Self::home`]. Refusals are answers.
    pub async fn export_estimate(
        &self,
        caller: Caller<'_>,
        wish: &ExportWish,
    ) -> Result<ExportEstimateAnswer, ClientError> {
        let operation = EstimateExport::build(EstimateExportVariables {
            range: wish.range(),
            format: wish.format,
            is_raw: wish.is_raw,
        });
        let answer = repeatedly(|| self.run(&operation, caller.into())).await?;
        Ok(answer.export_estimate.into())
    }

    /// Asks for an export. One wish has one `idempotency_key`, also when it is asked for again.
    ///
    /// # Errors
    /// As [`Self::home`]. Refusals are answers.
    pub async fn request_export(
        &self,
        caller: Caller<'_>,
        wish: &ExportWish,
        idempotency_key: &IdempotencyKey,
    ) -> Result<RequestExportAnswer, ClientError> {
        let input = RequestExportInput {
            range: wish.range(),
            format: wish.format,
            is_raw: wish.is_raw,
            idempotency_key: idempotency_key.expose(),
        };
        let operation = RequestExport::build(RequestExportVariables { input });
        let answer = repeatedly(|| self.run(&operation, caller.into())).await?;
        Ok(answer.request_export.into())
    }

    /// Asks for the same range in the same format anew. As [`Self::request_export`] otherwise.
    ///
    /// # Errors
    /// As [`Self::home`]. Refusals are answers.
    pub async fn retry_export(
        &self,
        caller: Caller<'_>,
        id: &str,
        idempotency_key: &IdempotencyKey,
    ) -> Result<RequestExportAnswer, ClientError> {
        let input = RetryExportInput {
            id: &cynic::Id::new(id),
            idempotency_key: idempotency_key.expose(),
        };
        let operation = RetryExport::build(RetryExportVariables { input });
        let answer = repeatedly(|| self.run(&operation, caller.into())).await?;
        Ok(answer.retry_export.into())
    }

    /// Asks for the range of an export that timed out anew, in smaller ones. As [`Self::request_export`] otherwise.
    ///
    /// # Errors
    /// As [`Self::home`]. Refusals are answers.
    pub async fn split_export(
        &self,
        caller: Caller<'_>,
        id: &str,
        idempotency_key: &IdempotencyKey,
    ) -> Result<RequestExportAnswer, ClientError> {
        let input = SplitExportInput {
            id: &cynic::Id::new(id),
            idempotency_key: idempotency_key.expose(),
        };
        let operation = SplitExport::build(SplitExportVariables { input });
        let answer = repeatedly(|| self.run(&operation, caller.into())).await?;
        Ok(answer.split_export.into())
    }

    /// Gives an export up. Sent twice it does the same.
    ///
    /// # Errors
    /// As [`Self::home`]. Refusals are answers.
    pub async fn cancel_export(
        &self,
        caller: Caller<'_>,
        id: &str,
    ) -> Result<CancelExportAnswer, ClientError> {
        let id = &cynic::Id::new(id);
        let operation = CancelExport::build(CancelExportVariables { id });
        let answer = repeatedly(|| self.run(&operation, caller.into())).await?;
        Ok(answer.cancel_export.into())
    }

    /// A link to the file of an export.
    ///
    /// # Errors
    /// As [`Self::home`]. Refusals are answers.
    pub async fn export_link(
        &self,
        caller: Caller<'_>,
        id: &str,
    ) -> Result<ExportLinkAnswer, ClientError> {
        let id = &cynic::Id::new(id);
        let operation = CreateExportDownload::build(CreateExportDownloadVariables { id });
        let answer = repeatedly(|| self.run(&operation, caller.into())).await?;
        Ok(answer.create_export_download.into())
    }

    /// Downloads the file at `path` of this portal, from octet `from` on. `etag` names the content that the octets
    /// before are of; `None` when there are none. Once, and without any credentials: the link is one.
    ///
    /// # Errors
    /// [`DownloadError`].
    pub async fn download(
        &self,
        path: &str,
        from: u64,
        etag: Option<&str>,
    ) -> Result<FileDownload, DownloadError> {
        let url = self
            .address
            .at(path)
            .ok_or_else(|| ClientError::ReplyInvalid {
                detail: "the file lies on another server".into(),
            })?;
        download::begin(&self.http, url, from, etag, self.stall).await
    }
}
