//! Exports of the chart data of the organization in view.

use portal_client as contract;

use super::count;
use crate::exports::{
    ChartExports, Export, ExportEstimateOutcome, ExportFailure, ExportFormat, ExportOffer,
    ExportRangeRefusal, ExportWish, ExportsPage,
};
use crate::home::ExportState;

pub(crate) fn chart_exports(
    offer: contract::ChartDataExport,
    latest: contract::ExportList,
) -> ChartExports {
    ChartExports {
        offer: ExportOffer {
            time_zone: offer.time_zone,
            today: offer.today,
            earliest: offer.earliest,
            latest: offer.latest,
            kept_for_hours: count(offer.kept_for_hours),
            allowed_minutes: count(offer.allowed_minutes),
            limit_days: count(offer.limit_days),
        },
        has_more: latest.cursor.is_some(),
        latest: latest.data.into_iter().map(export).collect(),
    }
}

pub(crate) fn exports_page(
    offer: contract::ChartDataExport,
    page: contract::ExportList,
) -> ExportsPage {
    ExportsPage {
        time_zone: offer.time_zone,
        exports: page.data.into_iter().map(export).collect(),
        cursor: page.cursor,
    }
}

/// One that this app doesn't know all of is shown all the same, or it would be missed.
pub(crate) fn export(export: contract::Export) -> Export {
    Export {
        id: export.id.into_inner(),
        first_day: export.first_day,
        last_day: export.last_day,
        time_zone: export.time_zone,
        format: format(export.format),
        is_raw: export.is_raw,
        state: export_state(export.state),
        failure: export.failure.and_then(failure),
        created_at: export.created_at,
        started_at: export.started_at,
        finished_at: export.finished_at,
        expires_at: export.expires_at,
        rows: export.rows,
        expected_rows: export.expected_rows,
        seconds_left: export.seconds_left.map(count),
        size: export.size,
        requested_by: export.requested_by,
        is_own: export.is_own,
        can_cancel: export.can_cancel,
        split_into: export.split_into.map(count),
    }
}

pub(crate) fn export_state(state: contract::ExportState) -> Option<ExportState> {
    match state {
        contract::ExportState::InProgress => Some(ExportState::InProgress),
        contract::ExportState::Ready => Some(ExportState::Ready),
        contract::ExportState::TimedOut => Some(ExportState::TimedOut),
        contract::ExportState::Cancelled => Some(ExportState::Cancelled),
        contract::ExportState::Failed => Some(ExportState::Failed),
        contract::ExportState::Expired => Some(ExportState::Expired),
        contract::ExportState::Unknown => None,
    }
}

fn format(format: contract::ExportFormat) -> Option<ExportFormat> {
    match format {
        contract::ExportFormat::Csv => Some(ExportFormat::Csv),
        contract::ExportFormat::CsvGzip => Some(ExportFormat::CsvGzip),
        contract::ExportFormat::Parquet => Some(ExportFormat::Parquet),
        contract::ExportFormat::JsonLines => Some(ExportFormat::JsonLines),
        contract::ExportFormat::Unknown => None,
    }
}

fn failure(failure: contract::ExportFailure) -> Option<ExportFailure> {
    match failure {
        contract::ExportFailure::Interrupted => Some(ExportFailure::Interrupted),
        contract::ExportFailure::StorageFull => Some(ExportFailure::StorageFull),
        contract::ExportFailure::StorageFailed => Some(ExportFailure::StorageFailed),
        contract::ExportFailure::DataUnreadable => Some(ExportFailure::DataUnreadable),
        contract::ExportFailure::AccessWithdrawn => Some(ExportFailure::AccessWithdrawn),
        contract::ExportFailure::Unknown => None,
    }
}

/// The contract's wish.
pub(crate) fn contract_export_wish(wish: ExportWish) -> contract::ExportWish {
    contract::ExportWish {
        first_day: wish.first_day,
        last_day: wish.last_day,
        format: match wish.format {
            ExportFormat::Csv => contract::ExportFormat::Csv,
            ExportFormat::CsvGzip => contract::ExportFormat::CsvGzip,
            ExportFormat::Parquet => contract::ExportFormat::Parquet,
            ExportFormat::JsonLines => contract::ExportFormat::JsonLines,
        },
        is_raw: wish.is_raw,
    }
}

pub(crate) fn export_range_refusal(reason: contract::ExportRangeRefusal) -> ExportRangeRefusal {
    match reason {
        contract::ExportRangeRefusal::EndBeforeStart => ExportRangeRefusal::EndBeforeStart,
        contract::ExportRangeRefusal::InFuture => ExportRangeRefusal::InFuture,
        contract::ExportRangeRefusal::TooLong => ExportRangeRefusal::TooLong,
        contract::ExportRangeRefusal::Unknown => ExportRangeRefusal::Other,
    }
}

/// `None` for an answer that this app doesn't know.
pub(crate) fn export_estimate(
    answer: contract::ExportEstimateAnswer,
) -> Option<ExportEstimateOutcome> {
    Some(match answer {
        contract::ExportEstimateAnswer::Estimated(estimate) => ExportEstimateOutcome::Estimated {
            rows: estimate.rows,
            is_exact: estimate.is_exact,
            size: estimate.size,
        },
        contract::ExportEstimateAnswer::RangeRefused(refused) => {
            ExportEstimateOutcome::RangeRefused {
                reason: export_range_refusal(refused.reason),
                limit_days: count(refused.limit_days),
            }
        }
        contract::ExportEstimateAnswer::Unavailable => ExportEstimateOutcome::Unavailable,
        contract::ExportEstimateAnswer::Unknown => return None,
    })
}
