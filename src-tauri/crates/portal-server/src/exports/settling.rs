//! What becomes of an export when a turn at it is over.

use chrono::TimeDelta;
use sea_orm::Set;

use super::turn_end::TurnEnd;
use super::turns::Turn;
use super::writing::Written;
use super::{Exports, MOST_ATTEMPTS};
use crate::domain::{ExportFailure, ExportState};
use crate::objects::{ExportFileName, UnfinishedExport};
use crate::store::entities::export;
use crate::store::{StoreError, export_turns};

/// Until a try after one that failed, times the tries so far.
const BACK_OFF: TimeDelta = TimeDelta::seconds(2);

impl Exports {
    /// Saves how a turn came to its end, unless the export is somebody else's by now.
    pub(super) async fn settle(&self, turn: &Turn, end: TurnEnd) -> Result<(), StoreError> {
        let id = turn.export.id;
        let end = match end {
            TurnEnd::Whole(file, written) => match self.publish(turn, file, written).await {
                Err(failed) => failed,
                Ok(()) => return Ok(()),
            },
            other => other,
        };
        let (fence, attempts) = (turn.fence, turn.export.attempts);
        let change = match end {
            TurnEnd::Whole(..) | TurnEnd::Lost => {
                tracing::info!(export = %id, fence, "an export went on without this process");
                return Ok(());
            }
            // Being stopped is no fault of the export's.
            TurnEnd::Stopped => export::ActiveModel {
                lease_until: Set(None),
                attempts: Set(attempts - 1),
                ..Default::default()
            },
            TurnEnd::TimedOut => self.end(ExportState::TimedOut),
            TurnEnd::Failed(failure, why) => {
                tracing::warn!(export = %id, ?failure, why, "an export was not made");
                let is_final = matches!(
                    failure,
                    ExportFailure::AccessWithdrawn | ExportFailure::StorageFull
                );
                match is_final || attempts >= MOST_ATTEMPTS {
                    true => export::ActiveModel {
                        failure: Set(Some(failure)),
                        ..self.end(ExportState::Failed)
                    },
                    false => export::ActiveModel {
                        lease_until: Set(Some(self.surroundings.now() + BACK_OFF * attempts)),
                        ..Default::default()
                    },
                }
            }
        };
        let ended = match &change.state {
            Set(state) => Some(*state),
            _ => None,
        };
        let transaction = self.store.begin_write().await?;
        if export_turns::change_at(&transaction, id, fence, change).await?
            && let Some(state) = ended
        {
            self.tell_end(&transaction, &turn.export, state).await?;
        }
        transaction.commit().await?;
        self.ended(&turn.export);
        Ok(())
    }

    /// Gives the file its name, and lets people download it, unless the export is somebody else's by now.
    async fn publish(
        &self,
        turn: &Turn,
        file: UnfinishedExport,
        written: Written,
    ) -> Result<(), TurnEnd> {
        let (export, now) = (&turn.export, self.surroundings.now());
        let name = ExportFileName::new(&written.sha256, export.format);
        let of_writing = TurnEnd::of_writing;
        let transaction = self.store.begin_write().await.map_err(of_writing)?;
        // No file is removed meanwhile.
        export_turns::hold(&transaction).await.map_err(of_writing)?;
        if !export_turns::is_at(&transaction, export.id, turn.fence).await? {
            return Err(TurnEnd::Lost);
        }
        if !self.may_see(&transaction, export).await? {
            return Err(TurnEnd::withdrawn());
        }
        self.objects.keep_export(file, &name).await?;
        let kept = TimeDelta::from_std(self.policy.kept).unwrap_or(TimeDelta::MAX);
        let rows = i64::try_from(written.rows).ok();
        let ready = export::ActiveModel {
            rows: Set(rows.unwrap_or(i64::MAX)),
            expected_rows: Set(rows),
            reached_at: Set(Some(export.ends_at)),
            size: Set(i64::try_from(written.bytes).ok()),
            sha256: Set(Some(written.sha256)),
            expires_at: Set(Some(
                now.checked_add_signed(kept)
                    .unwrap_or(chrono::DateTime::<chrono::Utc>::MAX_UTC),
            )),
            ..self.end(ExportState::Ready)
        };
        let published = export_turns::change_at(&transaction, export.id, turn.fence, ready).await;
        if !published.map_err(of_writing)? {
            return Err(TurnEnd::Lost);
        }
        let told = self.tell_end(&transaction, export, ExportState::Ready);
        told.await.map_err(of_writing)?;
        let committed = transaction.commit().await.map_err(StoreError::from);
        committed.map_err(of_writing)?;
        self.ended(export);
        tracing::info!(export = %export.id, rows = written.rows, "an export is complete");
        Ok(())
    }
}
