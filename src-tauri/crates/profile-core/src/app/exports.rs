//! Exports of the chart data of the organization in view: what there is, asking for more, and giving them up.

use std::convert::Infallible;

use portal_client::{
    CancelExportAnswer, ClientError, ExportEstimateAnswer, IdempotencyKey, RequestExportAnswer,
};

use super::ProfileApp;
use super::access::OrganizationAccess;
use crate::exports::{
    CancelExportOutcome, ChartExports, ExportEstimateOutcome, ExportWish, ExportsPage,
    RequestExportOutcome,
};
use crate::failure::Failure;
use crate::from_portal;

/// Exports of the section.
const LATEST: u8 = 5;
/// Exports in one page.
const PAGE: u8 = 50;

/// What is asked for, and for which organization.
#[derive(PartialEq)]
pub(super) struct Exporting {
    organization: Option<String>,
    wish: Exported,
}

/// A new export, or one that there was before.
#[derive(Clone, PartialEq)]
enum Exported {
    Anew(ExportWish),
    Again(String),
    Split(String),
}

impl ProfileApp {
    /// What can be exported, and the exports asked for last; `None` where exports are off, or the person may not see
    /// charts.
    ///
    /// # Errors
    /// As [`Self::organizations`].
    pub async fn chart_exports(&self) -> Result<Option<ChartExports>, Failure> {
        let session = self.session()?;
        let moment = self.moment(&session).await?;
        let look = |access: OrganizationAccess| async move {
            access.portal.exports(access.caller(), LATEST, None).await
        };
        let exports = self.look(&session, &moment, look).await?;
        Ok(exports.map(|(offer, latest)| from_portal::chart_exports(offer, latest)))
    }

    /// Exports whoever asked for them, the newest first; those after the cursor `after`. `None` as with
    /// [`Self::chart_exports`].
    ///
    /// # Errors
    /// As [`Self::chart_exports`].
    pub async fn exports(&self, after: Option<&str>) -> Result<Option<ExportsPage>, Failure> {
        let session = self.session()?;
        let moment = self.moment(&session).await?;
        let look = |access: OrganizationAccess| async move {
            access.portal.exports(access.caller(), PAGE, after).await
        };
        let exports = self.look(&session, &moment, look).await?;
        Ok(exports.map(|(offer, page)| from_portal::exports_page(offer, page)))
    }

    /// What an export would have in it.
    ///
    /// # Errors
    /// As [`Self::chart_exports`]. Refusals are outcomes.
    pub async fn export_estimate(
        &self,
        wish: ExportWish,
    ) -> Result<ExportEstimateOutcome, Failure> {
        let session = self.session()?;
        let moment = self.moment(&session).await?;
        let wish = from_portal::contract_export_wish(wish);
        let look = |access: OrganizationAccess| {
            let wish = &wish;
            async move { access.portal.export_estimate(access.caller(), wish).await }
        };
        let answer: ExportEstimateAnswer = self.look(&session, &moment, look).await?;
        from_portal::export_estimate(answer).ok_or_else(Failure::answer_unknown)
    }

    /// Asks for an export. Asked for again before an answer has come, it is the same one.
    ///
    /// # Errors
    /// As [`Self::chart_exports`]. Refusals are outcomes.
    pub async fn request_export(&self, wish: ExportWish) -> Result<RequestExportOutcome, Failure> {
        self.send_export(Exported::Anew(wish)).await
    }

    /// Asks for an export with the same range and format as one that did not come about. As [`Self::request_export`]
    /// otherwise.
    ///
    /// # Errors
    /// As [`Self::chart_exports`]. Refusals are outcomes.
    pub async fn retry_export(&self, export: &str) -> Result<RequestExportOutcome, Failure> {
        self.send_export(Exported::Again(export.to_owned())).await
    }

    /// Asks for the range of an export that timed out in smaller ones. As [`Self::request_export`] otherwise.
    ///
    /// # Errors
    /// As [`Self::chart_exports`]. Refusals are outcomes.
    pub async fn split_export(&self, export: &str) -> Result<RequestExportOutcome, Failure> {
        self.send_export(Exported::Split(export.to_owned())).await
    }

    /// Gives an export up. Sent twice it does the same.
    ///
    /// # Errors
    /// As [`Self::chart_exports`]. Refusals are outcomes.
    pub async fn cancel_export(&self, export: &str) -> Result<CancelExportOutcome, Failure> {
        let session = self.session()?;
        let moment = self.moment(&session).await?;
        let cancel = |access: OrganizationAccess| async move {
            access.portal.cancel_export(access.caller(), export).await
        };
        let cancelling = self.ask_about(&session, moment.organization(), cancel);
        let is_cancelled = |answer: &_| matches!(answer, CancelExportAnswer::Cancelled(_));
        let answer = self.change(&session, &moment, cancelling, is_cancelled);
        Ok(match answer.await? {
            CancelExportAnswer::Cancelled(export) => CancelExportOutcome::Cancelled {
                export: Box::new(from_portal::export(*export)),
            },
            CancelExportAnswer::NotCancelled(export) => CancelExportOutcome::NotCancelled {
                export: Box::new(from_portal::export(*export)),
            },
            CancelExportAnswer::NotFound => CancelExportOutcome::NotFound,
            CancelExportAnswer::Unknown => return Err(Failure::answer_unknown()),
        })
    }

    async fn send_export(&self, wish: Exported) -> Result<RequestExportOutcome, Failure> {
        let session = self.session()?;
        let moment = self.moment(&session).await?;
        let organization = moment.organization();
        let asked = Exporting {
            organization: organization.map(str::to_owned),
            wish: wish.clone(),
        };
        let key = session
            .asked
            .exporting
            .wish(asked, || Ok::<_, Infallible>(IdempotencyKey::random()));
        let Ok(key) = key;
        let send = |access: OrganizationAccess| {
            let (wish, key) = (&wish, &key);
            async move { send(&access, wish, key).await }
        };
        let sending = async {
            let answer = self.ask_about(&session, organization, send).await;
            if answer.is_ok() {
                session.asked.exporting.answered();
            }
            answer
        };
        let is_requested = |answer: &_| matches!(answer, RequestExportAnswer::Requested(_));
        let answer = self.change(&session, &moment, sending, is_requested);
        Ok(match answer.await? {
            RequestExportAnswer::Requested(exports) => RequestExportOutcome::Requested {
                exports: exports.into_iter().map(from_portal::export).collect(),
            },
            RequestExportAnswer::RangeRefused(refused) => RequestExportOutcome::RangeRefused {
                reason: from_portal::export_range_refusal(refused.reason),
                limit_days: from_portal::count(refused.limit_days),
            },
            RequestExportAnswer::Unavailable => RequestExportOutcome::Unavailable,
            RequestExportAnswer::TooMany { limit } => RequestExportOutcome::TooMany { limit },
            RequestExportAnswer::NotFound => RequestExportOutcome::NotFound,
            RequestExportAnswer::NotSplit => RequestExportOutcome::NotSplit,
            RequestExportAnswer::Reused | RequestExportAnswer::Unknown => {
                return Err(Failure::answer_unknown());
            }
        })
    }
}

async fn send(
    access: &OrganizationAccess,
    wish: &Exported,
    key: &IdempotencyKey,
) -> Result<RequestExportAnswer, ClientError> {
    let (portal, caller) = (&access.portal, access.caller());
    match wish {
        Exported::Anew(wish) => {
            let wish = from_portal::contract_export_wish(*wish);
            portal.request_export(caller, &wish, key).await
        }
        Exported::Again(export) => portal.retry_export(caller, export, key).await,
        Exported::Split(export) => portal.split_export(caller, export, key).await,
    }
}
